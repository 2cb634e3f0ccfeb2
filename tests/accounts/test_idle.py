import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from .conftest import PASSWORD, code_in

pytestmark = pytest.mark.usefixtures("finnish")

HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


def is_signed_in(client):
    return client.get(reverse("account_home")).status_code == 200


@pytest.fixture
def at():
    """Moves the clock to so long after the start."""
    start = timezone.now()

    def travel(later):
        return time_machine.travel(start + later, tick=False)

    return travel


@pytest.fixture(params=["password", "code"])
def sign_in(request, mailoutbox):
    def sign_in(user):
        client = Client()
        if request.param == "password":
            user.set_password(PASSWORD)
            user.save()
            client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        else:
            response = client.post(reverse("account_login"), {"login": user.email, "by_code": "1"})
            client.post(response.url, {"code": code_in(mailoutbox[-1])})
        return client

    return sign_in


@pytest.mark.parametrize(
    ("person", "idle"), [("staff", 2 * HOURS), ("anna", 14 * DAYS)], ids=["staff", "others"]
)
def test_whoever_does_nothing_for_long_is_signed_out(request, sign_in, at, person, idle):
    with at(timedelta()):
        client = sign_in(request.getfixturevalue(person))
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    with at(idle + timedelta(seconds=1)):
        assert not is_signed_in(client)
        # The server has forgotten, too, not only the cookie.
        assert not is_signed_in(stolen)


@pytest.mark.parametrize(
    ("person", "idle"), [("staff", 2 * HOURS), ("anna", 14 * DAYS)], ids=["staff", "others"]
)
def test_whoever_goes_on_stays_signed_in(request, sign_in, at, person, idle):
    with at(timedelta()):
        client = sign_in(request.getfixturevalue(person))

    for number in range(1, 4):
        with at(number * (idle - timedelta(seconds=1))):
            assert is_signed_in(client), number


def test_the_cookie_ends_with_the_session(staff, sign_in, at):
    with at(timedelta()):
        client = sign_in(staff)

    assert int(client.cookies[settings.SESSION_COOKIE_NAME]["max-age"]) == 2 * 3600


def test_the_session_is_written_every_five_minutes_at_most(anna, sign_in, at):
    with at(timedelta()):
        client = sign_in(anna)
    with at(timedelta(seconds=299)):
        assert settings.SESSION_COOKIE_NAME not in client.get(reverse("account_home")).cookies
    with at(timedelta(seconds=300)):
        assert settings.SESSION_COOKIE_NAME in client.get(reverse("account_home")).cookies


@pytest.mark.parametrize("address", ["/robots.txt", "/healthz", "/sitemap.xml"])
def test_what_is_the_same_for_everybody_sets_no_cookie(anna, sign_in, at, address):
    with at(timedelta()):
        client = sign_in(anna)
    with at(timedelta(hours=1)):
        response = client.get(address)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_open_editor_without_anybody_before_it_does_not_count(staff, site, at):
    client = Client()
    with at(timedelta()):
        client.force_login(staff)
        page = site.section("kolari", "fi")
        editor = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
        (ping,) = re.findall(r'data-w-swap-src-value="([^"]+/editing-sessions/ping/[^"]+)"', editor)
    for number in range(1, 13):
        with at(number * timedelta(minutes=10) - timedelta(seconds=1)):
            assert client.post(ping).status_code == 200

    with at(2 * HOURS + timedelta(seconds=1)):
        assert client.get("/cms/").status_code == 302
