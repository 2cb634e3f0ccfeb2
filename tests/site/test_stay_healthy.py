import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from pages import views
from pages.models import ContentPage


@pytest.fixture
def patient():
    """A visitor who sees the error page instead of the traceback."""
    return Client(raise_request_exception=False)


@pytest.fixture
def broken(monkeypatch):
    def breaks(error):
        def serve(*args, **kwargs):
            raise error

        monkeypatch.setattr(ContentPage, "serve", serve)

    return breaks


def test_healthz_says_ok_and_is_never_kept(visitor, db):
    response = visitor.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_healthz_says_503_without_a_database(error, patient, db, monkeypatch):
    def gone(*args, **kwargs):
        raise error("gone")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", gone)
        response = patient.get("/healthz")

    assert response.status_code == 503
    assert response["Retry-After"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("gone"), 503),
        (InterfaceError("gone"), 503),
        (DatabaseError("gone"), 500),
        (KeyError("gone"), 500),
    ],
)
def test_a_broken_page_tells_nothing_in_two_languages(error, status, patient, seeded, broken):
    broken(error)
    response = patient.get(seeded("about", "sv").url)
    html = response.content.decode()

    assert response.status_code == status
    assert 'lang="fi"' in html
    assert 'lang="sv"' in html
    for secret in ("Traceback", "KeyError", "OperationalError", "gone", "/work/", "settings"):
        assert secret not in html


def test_the_error_page_needs_no_database():
    """No `db` here: a query would fail the test."""
    assert views.server_error(None).status_code == 500


@pytest.mark.parametrize(
    "address",
    ["/fi/does-not-exist/", "/sv/does-not-exist/", "/fi/kolari/x/y/", "/media/x.jpg", "/static/x.css"],
)
def test_a_missing_page_is_not_found(address, patient, db):
    assert patient.get(address).status_code == 404
