import pytest
from allauth.mfa.models import Authenticator

pytestmark = pytest.mark.browser


def test_add_a_passkey_and_sign_in_with_it(page, person, sign_in, give_key, account_url):
    sign_in(page.context, person)
    give_key(page)

    page.goto(account_url("mfa_add_webauthn"))
    page.locator("main input[type=checkbox]").check()
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()

    assert person.authenticator_set.get(type=Authenticator.Type.WEBAUTHN).wrap().is_passwordless

    page.context.clear_cookies()
    page.goto(account_url("account_login"))
    with page.expect_navigation():
        page.locator("#passkey_login").click()
    page.goto(account_url("account_home"))

    assert person.email in page.locator("main").inner_text()
