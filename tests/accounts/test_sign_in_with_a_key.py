import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from accounts.models import User

from .conftest import PASSWORD

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def fresh_limits():
    """Nothing here is rolled back: the server is another thread and needs to see it."""


@pytest.fixture
def reader(site_server, settings, django_db_blocker):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    with django_db_blocker.unblock():
        cache.clear()
        user = User.objects.create_user("key@example.com", PASSWORD)
        yield user
        user.delete()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_key_is_added_and_then_opens_the_door_under_the_strict_policy(page, base_url, reader, language):
    """A real ceremony with Chromium's own authenticator; any breach of the policy fails the test."""
    complaints = []
    page.on("console", lambda said: "Security Policy" in said.text and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    with translation.override(language):
        urls = {
            name: base_url + reverse(name)
            for name in (
                "account_login",
                "account_home",
                "account_logout",
                "mfa_add_webauthn",
                "mfa_authenticate",
            )
        }

    def sign_out():
        page.goto(urls["account_logout"])
        page.click("main button")

    def sign_in():
        page.goto(urls["account_login"])
        page.fill("#id_login", reader.email)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")

    sign_in()
    page.goto(urls["mfa_add_webauthn"])
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/")
    assert Authenticator.objects.filter(user=reader, type="webauthn").count() == 1

    sign_out()
    page.goto(f"{urls['account_login']}?next={urls['account_home'].removeprefix(base_url)}")
    page.click("#passkey_login")
    page.wait_for_url(urls["account_home"])

    sign_out()
    sign_in()
    page.wait_for_url(urls["mfa_authenticate"])
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(urls["account_home"])
    assert complaints == []


def test_without_javascript_the_code_still_comes_and_dead_buttons_do_not_show(browser, base_url, reader):
    page = browser.new_page(java_script_enabled=False)
    with translation.override("fi"):
        page.goto(base_url + reverse("account_login"))

    assert not page.is_visible("#passkey_login")
    page.fill("#id_login", reader.email)
    page.click("button[name=by_code]")

    assert page.locator("#id_code").is_visible()
    page.close()
