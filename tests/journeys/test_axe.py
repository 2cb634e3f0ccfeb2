import errno

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import OperationalError
from django.urls import URLResolver

from accounts import urls as account_urls
from accounts.demo import PASSWORD
from pages.models import AccessibilityStatementPage, ContactPage, ContentPage, HomePage, SearchPage

from . import axe
from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser

ELEVEN_WORDS = "+".join("abcdefghijk")
FORBIDDEN_SUBMIT = "document.querySelector('main form').submit()"

SCREENS_OF_VISITORS = {
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_signup",
    "account_inactive",
}
SCREENS_OF_MEMBERS = {
    "account_home",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "usersessions_list",
    "own_data",
    "erase_account",
    "sign_in_again",
}
SCREENS_WITH_SECOND_FACTOR = {
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
SCREENS_WITHOUT_PASSWORD = {"account_home", "account_set_password"}
# Reached in the middle of signing in; each has a test of its own below.
SCREENS_ON_THE_WAY = {
    "account_confirm_login_code",
    "account_reset_password_from_key",
    "account_email_verification_sent",
    "mfa_authenticate",
}
NO_SCREEN = {
    "account_change_phone": "no telephones here",
    "account_verify_phone": "no telephones here",
    "account_signup_by_passkey": "nobody signs up",
    "mfa_signup_webauthn": "nobody signs up",
    "account_confirm_email": "confirmed by code",
    "account_confirm_password_reset_code": "reset by link",
    "account_complete_password_reset": "reset by link",
    "account_password_reset_completed": "reset by link",
    "mfa_login_webauthn": "answers a script",
    "mfa_download_recovery_codes": "a text file",
    "mfa_trust": "off",
}


@pytest.fixture
def look_at(tab):
    """Collects what axe finds at addresses; the test fails at its end with all of it."""
    faults = []

    def look(address=None):
        if address:
            tab.goto(address)
        faults.extend(axe.look(tab))

    yield look
    assert not faults, "\n".join(faults)


@pytest.fixture
def broken(monkeypatch):
    """Makes every content page fail in the given way."""

    def breaks(error):
        def serve(*args, **kwargs):
            raise error

        monkeypatch.setattr(ContentPage, "serve", serve)

    return breaks


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_page(model, showcase, look_at):
    for address in showcase.addresses(model).values():
        look_at(address)


@pytest.mark.parametrize("model", [ContactPage, AccessibilityStatementPage], ids=lambda model: model.__name__)
@pytest.mark.parametrize("state", ["seeded", "full"])
def test_form_with_errors_and_thanks(model, state, showcase, tab, look_at):
    assert model.holds_form
    address = showcase.addresses(model)[state]
    tab.goto(address)
    with tab.expect_response(lambda response: response.request.method == "POST") as answer:
        tab.locator("main form.form button[type=submit]").click()
    assert answer.value.status == 422
    look_at()
    look_at(f"{address}?sent=1")


def test_search_without_words_hits_or_sense(showcase, look_at):
    address = showcase.addresses(SearchPage)["seeded"]
    for query in ("", "?q=zzzzqqq", f"?q={ELEVEN_WORDS}", "?q=Kolari", f"?q={showcase.words(100)}"):
        look_at(address + query)


def test_page_that_does_not_exist(language, tab, look_at):
    assert tab.goto(f"/{language}/does-not-exist/").status == 404
    look_at()


def test_address_that_makes_no_sense(tab, look_at):
    assert tab.goto("/fi/%00/").status == 400
    look_at()


def test_page_in_the_other_language_only(language, showcases, rows, tab, look_at):
    other = next(code for code in showcases if code != language)
    page = showcases[other].made[ContentPage, "full"]
    assert tab.goto(page.url.replace(f"/{other}/", f"/{language}/", 1)).status == 404
    look_at()


def test_form_that_was_open_too_long(showcase, tab, look_at):
    tab.goto(showcase.addresses(ContactPage)["seeded"])
    tab.context.clear_cookies()
    with tab.expect_navigation() as answer:
        tab.evaluate(FORBIDDEN_SUBMIT)
    assert answer.value.status == 403
    look_at()


@pytest.mark.parametrize(
    ("error", "status"),
    [(ValueError("broken"), 500), (OperationalError("away"), 503), (OSError(errno.ENOSPC, "full"), 507)],
)
def test_site_that_is_broken(error, status, showcase, broken, tab, look_at):
    broken(error)
    # An address of its own: the browser may still show the page as it was.
    assert tab.goto(f"{showcase.addresses(ContentPage)['seeded']}?{status}").status == status
    look_at()


def test_too_many_tries(account_url, tab, look_at, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for _ in range(3):
        tab.goto(account_url("account_reset_password"))
        tab.locator("main input[type=email]").fill("nobody@example.com")
        with tab.expect_navigation() as answer:
            tab.locator("main form button[type=submit]").first.click()
    assert answer.value.status == 429
    look_at()


def test_every_account_screen_is_looked_at():
    def names(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            else:
                yield pattern.name

    looked_at = (
        SCREENS_OF_VISITORS
        | SCREENS_OF_MEMBERS
        | SCREENS_WITH_SECOND_FACTOR
        | SCREENS_WITHOUT_PASSWORD
        | SCREENS_ON_THE_WAY
    )
    assert set(names(account_urls.urlpatterns)) - set(NO_SCREEN) == looked_at


def test_screens_of_visitors(account_url, tab, look_at):
    for name in sorted(SCREENS_OF_VISITORS):
        look_at(account_url(name))
        submit = tab.locator("main form[method=post] button[type=submit]").first
        if submit.is_visible():
            submit.click()
            look_at()


def test_screens_of_members(person, sign_in, account_url, tab, look_at):
    sign_in(tab.context, person)
    for name in sorted(SCREENS_OF_MEMBERS):
        assert tab.goto(account_url(name)).status == 200
        assert tab.url.endswith(account_url(name))
        look_at()


def test_screens_of_members_with_errors(person, sign_in, account_url, tab, look_at):
    sign_in(tab.context, person)
    for name in ("account_email", "account_change_password", "mfa_activate_totp", "account_reauthenticate"):
        tab.goto(account_url(name))
        with tab.expect_response(lambda response: response.request.method == "POST") as answer:
            tab.locator("main form[method=post] button[type=submit]").first.click()
        assert answer.value.status == 422, name
        look_at()


def test_screens_with_second_factor(person, sign_in, give_key, account_url, tab, look_at):
    sign_in(tab.context, person)
    give_key(tab)
    tab.goto(account_url("mfa_add_webauthn"))
    with tab.expect_navigation():
        tab.locator("#mfa_webauthn_add").click()
    sign_in(tab.context, person)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    key = person.authenticator_set.get(type=Authenticator.Type.WEBAUTHN)
    for name in sorted(SCREENS_WITH_SECOND_FACTOR):
        args = [key.pk] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else []
        assert tab.goto(account_url(name, *args)).status == 200, name
        assert tab.url.endswith(account_url(name, *args))
        look_at()


def test_screens_without_password(person, sign_in, account_url, tab, look_at):
    person.set_unusable_password()
    person.save()
    sign_in(tab.context, person)
    for name in sorted(SCREENS_WITHOUT_PASSWORD):
        assert tab.goto(account_url(name)).status == 200, name
        assert tab.url.endswith(account_url(name))
        look_at()


def test_screens_on_the_way_in(person, account_url, tab, look_at):
    tab.goto(account_url("account_login"))
    tab.locator("main input[type=email]").fill(person.email)
    tab.locator("main button[name=by_code]").click()
    assert account_url("account_confirm_login_code") in tab.url
    look_at()
    look_at(account_url("account_reset_password_from_key", "x", "broken-key"))
    look_at(account_url("account_email_verification_sent"))


def test_second_factor_on_the_way_in(person, account_url, tab, look_at):
    TOTP.activate(person, generate_totp_secret())
    tab.goto(account_url("account_login"))
    tab.locator("main input[type=email]").fill(person.email)
    tab.locator("main input[type=password]").fill(PASSWORD)
    tab.locator("main form.form button[type=submit], main form button[type=submit]").first.click()
    assert account_url("mfa_authenticate") in tab.url
    look_at()
    tab.locator("main form button[type=submit]").first.click()
    look_at()


@pytest.mark.parametrize("model", [HomePage, ContentPage, ContactPage], ids=lambda model: model.__name__)
def test_page_in_the_dark(model, showcase, tab, look_at):
    tab.emulate_media(color_scheme="dark")
    addresses = showcase.addresses(model)
    look_at(addresses["seeded"])
    look_at(addresses["full"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_on_the_map_stand_out(scheme, showcase, tab):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(showcase.home.url)

    weakest = tab.evaluate(CONTRAST_OF_NAMES)

    assert weakest >= 4.5


CONTRAST_OF_NAMES = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const light = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    return Math.min(...[...document.querySelectorAll(".river-map__drawing :is(text, tspan)")]
        .map((name) => getComputedStyle(name)).map((style) => contrast(style.fill, style.stroke)));
}"""
