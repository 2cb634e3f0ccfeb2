from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User

from .conftest import PASSWORD, code_in

pytestmark = pytest.mark.usefixtures("finnish")


def post(client, **data):
    return client.post(reverse("account_login"), data)


def is_signed_in(client):
    return client.get(reverse("account_home")).status_code == 200


def test_a_wrong_password_is_refused_and_the_address_kept(visitor, anna):
    response = post(visitor, login=anna.email, password="wrong")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["login"]
    assert 'value="anna@example.com"' in response.content.decode()
    assert not is_signed_in(visitor)


def test_an_empty_form_says_what_is_missing_beside_the_field_and_in_the_title(visitor, language):
    response = post(visitor)

    page = response.content.decode()
    assert response.status_code == 422
    title = {"fi": "<title>Virhe: ", "sv": "<title>Fel: "}[language]
    assert title in page or "<title>Error: " in page
    assert 'class="error-summary"' in page
    assert 'href="#id_login"' in page
    assert 'aria-invalid="true"' in page


def test_without_a_password_the_sign_in_button_asks_for_one(visitor, anna, mailoutbox):
    response = post(visitor, login=anna.email)

    assert list(response.context["form"].errors) == ["password"]
    assert not mailoutbox


def test_somebody_whose_account_is_closed_is_told_so_only_with_the_right_password(visitor, anna):
    User.objects.update(is_active=False)

    assert post(visitor, login=anna.email, password="wrong").status_code == 422
    response = post(visitor, login=anna.email, password=PASSWORD)

    assert response.url == reverse("account_inactive")
    assert not is_signed_in(visitor)


def test_a_wrong_code_opens_nothing_and_the_third_one_ends_the_try(visitor, anna, mailoutbox):
    post(visitor, login=anna.email, by_code="1")
    confirm = reverse("account_confirm_login_code")

    assert visitor.post(confirm, {"code": "WRONG1"}).status_code == 422
    assert visitor.post(confirm, {"code": "WRONG2"}).status_code == 422
    assert visitor.post(confirm, {"code": "WRONG3"}).status_code == 302

    visitor.post(confirm, {"code": code_in(mailoutbox[0])})
    assert not is_signed_in(visitor)


def test_a_code_is_too_old_after_ten_minutes(visitor, anna, mailoutbox):
    post(visitor, login=anna.email, by_code="1")

    with time_machine.travel(timezone.now() + timedelta(seconds=601)):
        visitor.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})
        assert not is_signed_in(visitor)


def test_somebody_elses_code_is_of_no_use(anna, staff, mailoutbox):
    hers, his = Client(), Client()
    post(hers, login=anna.email, by_code="1")
    post(his, login=staff.email, by_code="1")

    his.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})

    assert not is_signed_in(his)


def test_with_a_password(visitor, anna):
    response = post(visitor, login="Anna@Example.com", password=PASSWORD)

    assert response.url == reverse("account_home")
    assert is_signed_in(visitor)


def test_with_a_code_which_alone_is_enough_for_somebody_invited(visitor, staff, mailoutbox):
    response = post(visitor, login=staff.email, by_code="1", password="ignored")
    assert response.url == reverse("account_confirm_login_code")

    response = visitor.post(response.url, {"code": code_in(mailoutbox[0])})

    assert response.url == reverse("account_home")
    assert is_signed_in(visitor)
    assert len(mailoutbox) == 1


def test_the_page_wanted_first_comes_after_signing_in(visitor, anna):
    response = visitor.post(
        reverse("account_login") + "?next=/cms/", {"login": anna.email, "password": PASSWORD}
    )

    assert response.url == "/cms/"


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "https:evil.example", "javascript:1"]
)
def test_nobody_is_sent_to_another_site(visitor, anna, url):
    response = visitor.post(
        reverse("account_login"), {"login": anna.email, "password": PASSWORD, "next": url}
    )

    assert response.url == reverse("account_home")


@pytest.mark.parametrize(
    "address",
    [
        "/cms/",
        "/cms/login/",
        "/cms/login/?next=/cms/pages/",
        "/cms/password_reset/",
        "/cms/password_reset/confirm/MQ/set-password/",
        "/cms/users/",
        "/cms/api/main/pages/",
        "/fi/_util/login/",
        "/sv/_util/login/",
    ],
)
def test_every_way_into_wagtail_leads_here(visitor, address):
    response = visitor.get(address, follow=True)

    assert response.redirect_chain
    assert response.resolver_match.view_name == "account_login"


def test_wagtails_own_sign_in_takes_no_password(visitor, anna):
    for address in ("/cms/login/", "/fi/_util/login/"):
        visitor.post(address, {"username": anna.email, "login": anna.email, "password": PASSWORD})

        assert not is_signed_in(visitor)


def test_the_page_is_in_both_languages_and_says_so(visitor, language):
    page = visitor.get(reverse("account_login")).content.decode()

    assert f'<html lang="{language}">' in page
    other = {"fi": "sv", "sv": "fi"}[language]
    with translation.override(other):
        assert f'href="{reverse("account_login")}"' in page


def test_fields_tell_the_browser_what_they_are_for(visitor):
    page = visitor.get(reverse("account_login")).content.decode()

    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
