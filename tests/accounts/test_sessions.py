import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.templatetags.account_forms import browser_name

from .conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("finnish")

NEW = "Kolmas ranta puuttuu vielä"


def is_signed_in(client):
    return client.get(reverse("account_home")).status_code == 200


def test_a_session_somebody_else_planted_never_becomes_ours(anna):
    planted = Client()
    planted.get(reverse("account_login"))
    planted.session.save()
    key = planted.session.session_key
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = key

    victim.post(reverse("account_login"), {"login": anna.email, "password": PASSWORD})

    assert is_signed_in(victim)
    assert victim.session.session_key != key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(thief)


def test_a_closed_account_is_out_at_the_next_request(anna, browser_of):
    client = browser_of(anna)

    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_signing_out_needs_a_post_and_ends_the_session(anna, browser_of):
    client = browser_of(anna)
    key = client.session.session_key

    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    response = client.post(reverse("account_logout"))

    assert response.url == "/fi/"
    assert not is_signed_in(client)
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(stolen)


def test_signing_out_without_the_token_of_the_form_does_nothing(anna, browser_of):
    client = browser_of(anna, enforce_csrf_checks=False)
    client.handler.enforce_csrf_checks = True

    assert client.post(reverse("account_logout")).status_code == 403
    assert is_signed_in(client)


def test_a_changed_password_ends_every_session(anna, browser_of, mailoutbox):
    client, elsewhere = browser_of(anna), browser_of(anna)

    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert is_signed_in(browser_of(anna, NEW))
    assert [letter.to for letter in mailoutbox] == [[anna.email]]


def test_a_password_chosen_by_mail_ends_every_session(anna, browser_of, visitor, mailoutbox):
    client = browser_of(anna)
    visitor.post(reverse("account_reset_password"), {"email": anna.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if "/password/" in line)
    form = visitor.get(link.removeprefix(settings.SITE_URL)).url

    visitor.post(form, {"password1": NEW, "password2": NEW})

    assert not is_signed_in(client)
    assert is_signed_in(browser_of(anna, NEW))


def test_sessions_are_listed_and_the_others_can_be_ended(anna, browser_of):
    client = browser_of(anna, headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    phone = browser_of(anna, headers={"User-Agent": "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page

    client.post(reverse("usersessions_list"))

    assert is_signed_in(client)
    assert not is_signed_in(phone)


def test_nobody_sees_or_ends_anybody_elses_sessions(anna, staff, browser_of):
    staff.set_password(PASSWORD)
    staff.save()
    theirs = browser_of(staff, headers={"User-Agent": "Opera-canary"})
    client = browser_of(anna)

    assert "canary" not in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))

    assert is_signed_in(theirs)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit Chrome/140 Safari/537", "Chrome, Macintosh"),
        ("curl/8.0", "curl/8.0"),
        ("", "–"),
    ],
)
def test_browsers_have_the_names_people_know(user_agent, name):
    assert browser_name(user_agent) == name
