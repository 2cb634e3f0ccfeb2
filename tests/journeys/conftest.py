import uuid
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from accounts.demo import PASSWORD
from accounts.models import User
from outbox.models import OutboxMail
from pages.models import AccessibilityFeedback, ContactMessage
from places.models import Municipality

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
    reports = [report for found in terminalreporter.stats.values() for report in found]
    looks = [
        number
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, number in report.user_properties
        if name == "looks"
    ]
    if looks:
        terminalreporter.write_line(f"axe-core looked {sum(looks)} times")


@pytest.fixture(autouse=True)
def counted_looks(record_property):
    before = axe.runs
    yield
    record_property("looks", axe.runs - before)


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


@pytest.fixture
def seeded(rows, language):
    """The page of the seed with that key, in the test's language: seeded("move/fi-se")."""

    def find(key):
        translation_key = uuid.uuid5(uuid.NAMESPACE_URL, f"tornedalen:{key}")
        return Page.objects.get(translation_key=translation_key, locale__language_code=language).specific

    return find


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def reader(request, browser, base_url):
    """The tab of somebody whose browser runs scripts, then of somebody whose does not."""
    context = browser.new_context(base_url=base_url, java_script_enabled=request.param)
    tab = context.new_page()
    tab.runs_scripts = request.param
    yield tab
    context.close()


@pytest.fixture
def letters(rows, settings):
    """What the outbox holds once both municipalities have mailboxes; all of it is gone after the test."""
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"  # Django's test runner puts its own there
    stored = (OutboxMail, ContactMessage, AccessibilityFeedback)
    for municipality in Municipality.objects.all():
        mailbox = f"registry@{municipality.key}.example.org"
        Municipality.objects.filter(pk=municipality.pk).update(contact_email=mailbox)
    for model in stored:
        model.objects.all().delete()
    yield OutboxMail.objects.order_by("pk")
    Municipality.objects.update(contact_email="")
    for model in stored:
        model.objects.all().delete()


@pytest.fixture
def said(language):
    """The site's own words in the test's language."""

    def translated(text):
        with translation.override(language):
            return gettext(text)

    return translated


@pytest.fixture
def troubles(tab):
    """What a tab complains of while it shows pages: errors, refused and failed requests, other hosts."""
    found = []
    listeners = {
        "console": lambda message: message.type in ("error", "warning") and found.append(message.text),
        "pageerror": lambda error: found.append(str(error)),
        # Aborted is what was still under way when the tab went on to the next page.
        "requestfailed": lambda request: (
            request.failure == "net::ERR_ABORTED" or found.append(f"{request.url}: {request.failure}")
        ),
        "request": lambda request: is_elsewhere(request.url) and found.append(request.url),
        "response": lambda response: (
            response.status >= 400 and found.append(f"{response.status} {response.url}")
        ),
    }
    for name, listener in listeners.items():
        tab.on(name, listener)
    yield found
    for name, listener in listeners.items():
        tab.remove_listener(name, listener)


def is_elsewhere(url):
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "localhost"
