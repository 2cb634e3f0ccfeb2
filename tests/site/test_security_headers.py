"""Every answer carries the headers that tell a browser what it may do, whatever kind of answer it is."""

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse

from pages.models import ContentPage, NewsPage

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HOME = "/fi/"


@pytest.fixture
def patient():
    """Sees the error page instead of the traceback, and a form's token is asked of it."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def policy(response):
    """{directive: set of sources} of the content security policy."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {part[0]: set(part[1:]) for part in parts if part}


def assert_headers(response):
    for name, value in EVERYWHERE.items():
        assert response.get(name) == value, name
    for feature in ("camera", "microphone", "geolocation", "payment"):
        assert f"{feature}=()" in response["Permissions-Policy"]
    directives = policy(response)
    assert directives["object-src"] == directives["base-uri"] == {"'none'"}
    assert "frame-ancestors" in directives
    assert "Server" not in response
    assert "X-Powered-By" not in response


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", HOME, 200),
        ("get", "/sv/", 200),
        ("head", HOME, 200),
        ("get", "/", 302),
        ("get", "/fi", 301),
        ("get", "/nothing", 302),
        ("get", "/fi/nothing", 301),
        ("get", "/fi/nothing/", 404),
        ("get", "/media/nothing.jpg", 404),
        ("get", "/static/nothing.css", 404),
        ("get", "/documents/1/nothing.pdf", 404),
        ("post", HOME, 403),
        ("post", "/healthz", 403),
        ("get", "/robots.txt", 200),
        ("get", "/sitemap.xml", 200),
        ("get", "/healthz", 200),
        ("get", "/.well-known/security.txt", 200),
        ("get", "/favicon.ico", 302),
        ("get", "/cms/", 302),
        ("get", "/cms/login/", 302),
        ("get", "/design/", 302),
    ],
)
def test_every_kind_of_answer(method, address, status, patient, db):
    response = getattr(patient, method)(address)

    assert response.status_code == status
    assert_headers(response)


@pytest.mark.parametrize(("name", "status"), [("account_login", 200), ("account_home", 302)])
def test_signing_in(name, status, patient, db):
    response = patient.get(reverse(name))

    assert response.status_code == status
    assert_headers(response)


def test_a_method_that_is_not_allowed(visitor, db):
    response = visitor.post("/robots.txt")

    assert response.status_code == 405
    assert_headers(response)


@pytest.mark.parametrize(("error", "status"), [(ValueError("x"), 500), (OperationalError("x"), 503)])
def test_a_broken_page(error, status, patient, seeded, monkeypatch):
    def serve(*args, **kwargs):
        raise error

    monkeypatch.setattr(ContentPage, "serve", serve)
    response = patient.get(seeded("about", "fi").url)

    assert response.status_code == status
    assert_headers(response)


def test_a_refused_host(patient, db):
    response = patient.get(HOME, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert_headers(response)


def test_a_static_file(db):
    with override_settings(WHITENOISE_USE_FINDERS=True):
        response = Client().get(f"{settings.STATIC_URL}js/site.js")

    assert response.getvalue()
    assert response.status_code == 200
    assert_headers(response)


def test_pages_of_staff(administrator):
    for address in (reverse("wagtailadmin_home"), reverse("account_home"), reverse("design")):
        response = administrator.get(address)
        assert response.status_code == 200
        assert_headers(response)


def test_public_pages_run_nothing_inline_and_ask_no_other_host(crawled):
    for page, answer, html in crawled:
        directives = policy(answer)
        assert directives["default-src"] == {"'none'"}
        assert directives["frame-ancestors"] == {"'none'"}
        for name, sources in directives.items():
            assert sources <= {"'none'", "'self'", "data:"}, name
        assert "'unsafe-inline'" not in str(directives)
        assert html.select("[style], style, base, iframe, object, embed") == [], page.url
        for script in html.select("script"):
            assert script.get("src", "").startswith("/static/") or script.get("type") in (
                "application/json",
                "application/ld+json",
            ), page.url
        assert not [name for tag in html.find_all(True) for name in tag.attrs if name.startswith("on")], (
            page.url
        )


def test_public_pages_name_no_other_host_but_in_links(crawled):
    for page, _answer, html in crawled:
        for tag in html.select("[src], [srcset], link[rel=stylesheet], link[rel=icon], link[rel=preload]"):
            for name in ("src", "srcset", "href"):
                assert not tag.get(name, "/").startswith(("http:", "https:", "//")), page.url


def test_the_cms_keeps_every_other_host_out(administrator):
    directives = policy(administrator.get(reverse("wagtailadmin_home")))

    for name, sources in directives.items():
        assert sources <= {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}, name
    assert directives["frame-ancestors"] == {"'self'"}


def test_cookies_are_for_this_site_only(visitor, seeded):
    response = visitor.get(seeded("contact", "fi").url)

    assert response.cookies
    for cookie in response.cookies.values():
        assert cookie["samesite"] in ("Lax", "Strict")
        assert cookie["httponly"]
        assert cookie["domain"] == ""


def test_pages_without_forms_set_no_cookie(visitor, db):
    for page in NewsPage.objects.live():
        assert not visitor.get(page.url).cookies
