import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from .conftest import PASSWORD, code_in, totp

pytestmark = pytest.mark.usefixtures("finnish")

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(anna):
    anna.groups.add(Group.objects.get(name="Pajala editors"))
    return anna


@pytest.mark.parametrize(
    "address",
    [
        "/cms/",
        "/cms/?next=/cms/",
        "/cms/login/?next=/cms/",
        "/cms/account/",
        "/cms/pages/",
        "/cms/images/",
        "/cms/documents/",
        "/cms/choose-page/",
        "/cms/api/main/pages/",
        "/cms/api/main/images/",
        "/cms/reports/",
        "/cms/no-such-page/",
        "/cms/sprite/",
    ],
)
def test_without_one_nothing_of_the_cms_opens(editor, browser_of, address):
    client = browser_of(editor)

    response = client.get(address)
    if response.url.startswith("/cms/") or "login" in response.url:
        response = client.get(response.url)
    script = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == script.status_code == 302
    assert reverse("mfa_index") in (response.url, script.url)
    assert client.post(address).status_code == 302


@pytest.mark.parametrize(
    "address", ["//cms/", "/CMS/", "/cms//", "/fi/cms/", "/%63ms/", "/cms/../cms/", "/./cms/"]
)
def test_no_other_spelling_of_the_address_opens_it(editor, browser_of, address):
    response = browser_of(editor).get(address)

    assert response.status_code in (301, 302, 404)
    assert b"wagtail" not in response.content.lower() or response.status_code == 404


def test_recovery_codes_alone_are_no_second_factor(editor, browser_of):
    client = browser_of(editor)
    RecoveryCodes.activate(editor)

    assert client.get("/cms/").url == reverse("mfa_index")


def test_setting_one_up_with_a_password_asks_for_it_again(editor, browser_of):
    response = browser_of(editor).get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_a_wrong_code_sets_up_nothing_and_keeps_the_same_key(editor, browser_of):
    client = browser_of(editor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    first = client.get(reverse("mfa_activate_totp")).context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert response.status_code == 422
    assert response.context["form"].secret == first
    assert not Authenticator.objects.exists()


def test_setting_one_up_opens_the_cms(editor, browser_of):
    client = browser_of(editor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    assert client.get("/cms/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_other_sessions_end_when_a_second_factor_is_set_up(browser_of, settings):
    from accounts.models import User

    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    person = User.objects.create_user("beata@example.com", PASSWORD)
    client, elsewhere = browser_of(person), browser_of(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": totp(secret)})

    assert client.get(reverse("account_home")).status_code == 200
    assert elsewhere.get(reverse("account_home")).status_code == 302


def test_somebody_without_a_password_can_set_one_up_after_the_first_code(staff, visitor, mailoutbox):
    response = visitor.post(reverse("account_request_login_code") + "?next=/cms/", {"email": staff.email})
    response = visitor.post(response.url, {"code": code_in(mailoutbox[0])})
    assert response.url == "/cms/"
    assert visitor.get("/cms/").url == reverse("mfa_index")

    secret = visitor.get(reverse("mfa_activate_totp")).context["form"].secret
    visitor.post(reverse("mfa_activate_totp"), {"code": totp(secret)})

    assert visitor.get("/cms/").status_code == 200


@pytest.mark.parametrize("way", ["password", "code"])
def test_signing_in_then_needs_both(editor, visitor, mailoutbox, way):
    TOTP.activate(editor, SECRET)
    if way == "password":
        response = visitor.post(reverse("account_login"), {"login": editor.email, "password": PASSWORD})
    else:
        response = visitor.post(reverse("account_login"), {"login": editor.email, "by_code": "1"})
        response = visitor.post(response.url, {"code": code_in(mailoutbox[0])})
    assert response.url == reverse("mfa_authenticate")
    assert visitor.get("/cms/").status_code == 302

    visitor.post(reverse("mfa_authenticate"), {"code": totp(SECRET)})

    assert visitor.get("/cms/").status_code == 200


def test_a_recovery_code_works_once(editor):
    TOTP.activate(editor, SECRET)
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]

    def sign_in():
        client = Client()
        client.post(reverse("account_login"), {"login": editor.email, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
        return client.get("/cms/").status_code

    assert sign_in() == 200
    assert sign_in() == 302


def test_a_new_password_by_mail_does_not_replace_the_second_factor(editor, visitor, mailoutbox, settings):
    TOTP.activate(editor, SECRET)
    visitor.post(reverse("account_reset_password"), {"email": editor.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if "http" in line and "/password/" in line)
    form = visitor.get(link.removeprefix(settings.SITE_URL)).url
    visitor.post(form, {"password1": "uusi pitkä salasana", "password2": "uusi pitkä salasana"})

    response = visitor.post(
        reverse("account_login"), {"login": editor.email, "password": "uusi pitkä salasana"}
    )

    assert response.url == reverse("mfa_authenticate")


def test_on_a_development_site_the_password_is_enough(editor, browser_of, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False

    assert browser_of(editor).get("/cms/").status_code == 200


def test_every_page_of_it_is_in_both_languages(editor, browser_of, language):
    TOTP.activate(editor, SECRET)
    RecoveryCodes.activate(editor)
    client = Client()
    client.post(reverse("account_login"), {"login": editor.email, "password": PASSWORD})
    pages = [client.get(reverse("mfa_authenticate"))]
    client.post(reverse("mfa_authenticate"), {"code": totp(SECRET)})
    client.post(reverse("mfa_reauthenticate"), {"code": totp(SECRET)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    names = ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
    names += ("mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate", "account_reauthenticate")
    pages += [client.get(reverse(name)) for name in names]

    for page in pages:
        assert page.status_code == 200
        content = page.content.decode()
        assert f'<html lang="{language}">' in content
        assert "site-header" in content
        assert content.count("<h1") == 1
        assert " style=" not in content
        assert "<style" not in content
