import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from accounts.models import User

from .conftest import PASSWORD, code_in

pytestmark = pytest.mark.usefixtures("finnish")


def details(**changes):
    return {"first_name": "Anna", "last_name": "Niemi", "preferred_language": "sv"} | changes


def cms_language(user):
    return UserProfile.objects.get(user=user).preferred_language


PAGES = (
    *("account_home", "account_email", "account_change_password", "usersessions_list", "mfa_index"),
    *("own_data", "erase_account", "sign_in_again"),
)


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_asked_to_sign_in(visitor, name, language):
    response = visitor.get(reverse(name))

    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_its_pages_are_never_kept_by_a_cache(anna, browser_of, name):
    client = browser_of(anna)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "field", [{"first_name": "x" * 61}, {"preferred_language": "de"}, {"preferred_language": ""}]
)
def test_impossible_details_are_refused_and_what_was_typed_stays(anna, browser_of, field):
    response = browser_of(anna).post(reverse("account_home"), details(last_name="Typed") | field)

    assert response.status_code == 422
    assert "Typed" in response.content.decode()
    anna.refresh_from_db()
    assert anna.last_name == ""


def test_nobody_makes_themselves_an_administrator(anna, browser_of):
    browser_of(anna).post(
        reverse("account_home"), details(is_superuser="on", is_staff="on", email="admin@example.com")
    )

    anna.refresh_from_db()
    assert (anna.is_superuser, anna.is_staff, anna.email) == (False, False, "anna@example.com")


def test_name_and_language_are_saved_and_the_page_comes_in_the_language(anna, browser_of):
    response = browser_of(anna).post(reverse("account_home"), details(preferred_language="fi"))

    anna.refresh_from_db()
    assert response.url == reverse("account_home")
    assert (str(anna), anna.get_short_name(), anna.preferred_language) == ("Anna Niemi", "Anna", "fi")
    with translation.override("sv"):
        response = browser_of(anna).post(reverse("account_home"), details(preferred_language="fi"))
    assert response.url == reverse("account_home")


def test_somebody_without_a_name_goes_by_the_address():
    assert str(User(email="x@example.com")) == User(email="x@example.com").get_short_name() == "x@example.com"


def test_the_cms_opens_in_the_persons_language(anna):
    assert cms_language(anna) == "sv"

    anna.preferred_language = "fi"
    anna.save()

    assert cms_language(anna) == "fi"


def test_a_language_chosen_in_the_cms_is_the_language_of_letters(anna):
    profile = UserProfile.objects.get(user=anna)
    profile.preferred_language = "fi"
    profile.save()

    anna.refresh_from_db()
    assert anna.preferred_language == "fi"


def test_english_in_the_cms_stays_and_letters_keep_their_language(anna, browser_of):
    profile = UserProfile.objects.get(user=anna)
    profile.preferred_language = "en"
    profile.save()

    anna.refresh_from_db()
    assert anna.preferred_language == "sv"
    browser_of(anna).post(reverse("account_home"), details(first_name="Annika"))
    assert cms_language(anna) == "en"

    browser_of(anna).post(reverse("account_home"), details(preferred_language="fi"))
    assert cms_language(anna) == "fi"


def test_a_new_address_asks_for_the_password_and_counts_only_once_confirmed(anna, browser_of, mailoutbox):
    client, url = browser_of(anna), reverse("account_email")
    response = client.post(url, {"email": "anna@example.net", "action_add": "1"})
    assert response.url.startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.post(url, {"email": "anna@example.net", "action_add": "1"})
    anna.refresh_from_db()
    assert anna.email == "anna@example.com"
    (letter,) = mailoutbox
    assert letter.to == ["anna@example.net"]
    client.post(response.url, {"code": code_in(letter)})

    anna.refresh_from_db()
    assert anna.email == "anna@example.net"
    assert [address.email for address in anna.emailaddress_set.all()] == ["anna@example.net"]
    assert mailoutbox[1].to == ["anna@example.com"]


def test_an_address_of_somebody_else_is_not_told_apart(anna, staff, browser_of, mailoutbox):
    client, url = browser_of(anna), reverse("account_email")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.post(url, {"email": staff.email, "action_add": "1"})
    assert response.status_code == 302
    client.post(response.url, {"code": code_in(mailoutbox[0])})

    anna.refresh_from_db()
    assert anna.email == "anna@example.com"


@pytest.mark.parametrize("password", ["lyhyt", "password1234", "anna@example.com"])
def test_weak_passwords_are_refused(anna, browser_of, password):
    response = browser_of(anna).post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert response.status_code == 422
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_somebody_without_a_password_may_choose_one(staff, visitor, mailoutbox):
    response = visitor.post(reverse("account_login"), {"login": staff.email, "by_code": "1"})
    visitor.post(response.url, {"code": code_in(mailoutbox[0])})
    assert visitor.get(reverse("account_change_password")).url == reverse("account_set_password")

    visitor.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})

    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_the_page_leads_staff_to_the_cms_and_nobody_else(anna, staff, browser_of):
    staff.set_password(PASSWORD)
    staff.save()

    assert 'href="/cms/"' in browser_of(staff).get(reverse("account_home")).content.decode()
    assert 'href="/cms/"' not in browser_of(anna).get(reverse("account_home")).content.decode()
