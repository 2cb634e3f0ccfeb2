from types import SimpleNamespace

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.demo import PASSWORD
from accounts.models import User

from . import axe

SECURITY_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def pytest_terminal_summary(terminalreporter):
    if axe.runs:
        terminalreporter.write_line(f"axe-core looked {axe.runs} times")


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def rows(site_server, django_db_blocker):
    """The rows that the browser's server works on, outside any transaction."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def showcases(site_server, django_db_blocker):
    from .showcase import Showcase

    with django_db_blocker.unblock():
        made = {code: Showcase(code) for code in LANGUAGES}
        caches["pages"].clear()
        yield made
        for showcase in made.values():
            showcase.remove()


@pytest.fixture
def showcase(showcases, language, rows):
    return showcases[language]


@pytest.fixture(scope="session")
def context_for_looking(browser, base_url):
    """One window for the tests that only look; nothing in it moves or remembers who is signed in."""
    context = browser.new_context(base_url=base_url, reduced_motion="reduce", color_scheme="light")
    yield context
    context.close()


@pytest.fixture(scope="session")
def looking_tab(context_for_looking):
    return context_for_looking.new_page()


@pytest.fixture
def tab(looking_tab, context_for_looking):
    context_for_looking.clear_cookies()
    looking_tab.emulate_media(color_scheme="light", media="screen")
    looking_tab.set_viewport_size({"width": 1280, "height": 800})
    return looking_tab


@pytest.fixture
def sign_in(rows, base_url):
    """Puts a person's session into a browser's context, young enough for every screen that would ask
    for the password again."""

    def start(context, person):
        client = Client()
        client.force_login(person)
        session = client.session
        record_authentication(SimpleNamespace(session=session), person, "password", reauthenticated=True)
        session.save()
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session.session_key, "url": base_url}])

    return start


@pytest.fixture
def person(rows):
    """Somebody with an account, a password and nothing else."""
    cache.clear()
    made = User.objects.create_user("reader@example.com", PASSWORD, first_name="Reader")
    yield made
    made.delete()


@pytest.fixture
def account_url(language):
    def url(name, *args):
        with translation.override(language):
            return reverse(name, args=args)

    return url


@pytest.fixture
def give_key():
    """Gives a tab's computer a security key that always agrees."""
    given = []

    def give(tab):
        devices = tab.context.new_cdp_session(tab)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": SECURITY_KEY})
        given.append(devices)

    yield give
    for devices in given:
        devices.send("WebAuthn.disable")
