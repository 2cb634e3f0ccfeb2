from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User

from .conftest import PASSWORD, code_in

pytestmark = pytest.mark.usefixtures("finnish")

NEW = "uusi@example.com"


def ask(client, email=NEW, query="", **data):
    return client.post(
        reverse("account_signup") + query,
        {"email": email, "first_name": "Aino", "last_name": "Niemi"} | data,
    )


def confirm(client, url, code):
    return client.post(url, {"code": code})


def is_signed_in(client):
    return client.get(reverse("account_home")).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", ""),
        ("first_name", "x" * 61),
        ("first_name", "Aino\nBcc: x"),
        ("last_name", "www.evil.example"),
        ("last_name", "https://evil.example"),
        ("last_name", "<script>"),
        ("email", ""),
        ("email", "not an address"),
        ("email", "a@b.fi\nBcc: c@d.fi"),
        ("email", "a\0@b.fi"),
    ],
)
def test_impossible_details_are_refused_and_what_was_typed_stays(visitor, mailoutbox, field, value, language):
    response = ask(visitor, **{"last_name": "Kirjoitettu"} | {field: value})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert 'class="error-summary"' in response.content.decode()
    if field != "last_name":
        assert "Kirjoitettu" in response.content.decode()
    assert not mailoutbox


def test_without_the_code_there_is_no_account(visitor, mailoutbox):
    people = User.objects.count()
    response = ask(visitor)

    for code in ("WRONG1", "WRONG2", "WRONG3"):
        confirm(visitor, response.url, code)
    confirm(visitor, response.url, code_in(mailoutbox[0]))

    assert User.objects.count() == people
    assert not is_signed_in(visitor)


def test_a_code_is_too_old_after_ten_minutes(visitor, mailoutbox):
    response = ask(visitor)

    with time_machine.travel(timezone.now() + timedelta(seconds=601)):
        confirm(visitor, response.url, code_in(mailoutbox[0]))

    assert not User.objects.filter(email=NEW).exists()


def test_somebody_elses_code_is_of_no_use(visitor, mailoutbox):
    other = Client()
    ask(visitor)
    response = ask(other, "toinen@example.com")

    confirm(other, response.url, code_in(mailoutbox[0]))

    assert not is_signed_in(other)


def test_a_robot_sees_the_same_page_and_gets_no_letter(visitor, mailoutbox):
    response = ask(visitor, website="https://spam.example")

    assert response.url == ask(Client()).url
    assert [letter.to for letter in mailoutbox] == [[NEW]]
    assert len(mailoutbox) == 1
    confirm(visitor, response.url, "")
    assert not is_signed_in(visitor)


def test_a_closed_account_is_not_opened_again(visitor, anna, mailoutbox):
    User.objects.filter(pk=anna.pk).update(is_active=False)

    ask(visitor, anna.email)

    assert not mailoutbox


def test_signing_up_gives_no_right_whatever_is_sent_along(visitor, mailoutbox):
    response = ask(visitor, is_staff="on", is_superuser="on", groups="1", password1=PASSWORD)
    confirm(visitor, response.url, code_in(mailoutbox[0]))

    user = User.objects.get(email=NEW)
    assert (user.is_staff, user.is_superuser, user.groups.count()) == (False, False, 0)
    assert not user.has_usable_password()
    assert not user.has_perm("wagtailadmin.access_admin")
    assert visitor.get("/cms/").status_code == 302
    assert 'href="/cms/"' not in visitor.get(reverse("account_home")).content.decode()


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/", "//evil.example/", "https:evil.example", "javascript:1", "\\\\evil.example"],
)
def test_nobody_is_sent_to_another_site(visitor, mailoutbox, url):
    response = ask(visitor, next=url)
    response = confirm(visitor, response.url, code_in(mailoutbox[0]))

    assert response.url == reverse("account_home")


def test_a_thousand_sign_ups_of_one_address_are_few_letters(mailoutbox):
    for number in range(20):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        ask(client)

    assert len(mailoutbox) == 3


def test_one_network_sends_at_most_ten_letters_an_hour(mailoutbox):
    start = timezone.now()
    for number in range(15):
        with time_machine.travel(start + timedelta(minutes=number)):
            ask(Client(), f"a{number}@example.com")
    assert len(mailoutbox) == 10

    refused = ask(Client(), "late@example.com")
    elsewhere = ask(Client(REMOTE_ADDR="192.0.2.7"), "elsewhere@example.com")

    assert (refused.status_code, elsewhere.status_code) == (422, 302)


def test_half_an_ipv6_address_is_no_other_network(mailoutbox):
    for number in range(15):
        ask(Client(REMOTE_ADDR=f"2001:db8::{number:x}"), f"a{number}@example.com")

    assert len(mailoutbox) == 10


def test_robots_in_many_networks_are_stopped_too(mailoutbox, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sign_up_letter": "10/h/ip,12/h/key"}
    for number in range(20):
        ask(Client(REMOTE_ADDR=f"192.0.2.{number}"), f"a{number}@example.com")

    assert len(mailoutbox) == 12


def test_the_code_makes_an_account_in_the_language_of_the_page(visitor, mailoutbox, language, settings):
    response = ask(visitor, "Uusi@Example.com")
    (letter,) = mailoutbox
    response = confirm(visitor, response.url, code_in(letter))

    user = User.objects.get(email=NEW)
    assert (user.first_name, user.last_name, user.preferred_language) == ("Aino", "Niemi", language)
    assert user.emailaddress_set.get().verified
    assert response.url == reverse("account_home")
    page = visitor.get(response.url).content.decode()
    assert f'<html lang="{language}">' in page
    assert "Aino Niemi" in page
    assert reverse("add_organisation") in page
    assert letter.to == [NEW]
    assert f'<html lang="{language}">' in letter.alternatives[0][0]
    assert "Aino" not in letter.body + letter.alternatives[0][0]


def test_the_page_wanted_first_comes_afterwards(visitor, mailoutbox):
    wanted = reverse("add_organisation")
    login = visitor.get(wanted).url
    page = visitor.get(login).content.decode()
    link = f"{reverse('account_signup')}?next={wanted.replace('/', '%2F')}"
    assert link in page

    response = ask(visitor, query=f"?next={wanted}", next=wanted)
    response = confirm(visitor, response.url, code_in(mailoutbox[0]))

    assert response.url == wanted


def test_an_address_that_has_an_account_is_signed_in_by_its_code_and_keeps_the_name(
    visitor, anna, mailoutbox
):
    response = ask(visitor, anna.email)
    (letter,) = mailoutbox
    confirm(visitor, response.url, code_in(letter))

    assert is_signed_in(visitor)
    anna.refresh_from_db()
    assert (anna.first_name, anna.preferred_language) == ("Anna", "sv")
    assert '<html lang="sv">' in letter.alternatives[0][0]
    assert User.objects.filter(email=anna.email).count() == 1


def test_somebody_with_a_second_factor_is_asked_for_it(visitor, anna, mailoutbox):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
    response = ask(visitor, anna.email)

    response = confirm(visitor, response.url, code_in(mailoutbox[0]))

    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(visitor)


def test_two_who_sign_up_with_one_address_share_one_account(mailoutbox):
    first, second = Client(), Client()
    urls = [ask(client).url for client in (first, second)]

    for client, url, letter in zip((first, second), urls, mailoutbox, strict=True):
        confirm(client, url, code_in(letter))

    assert User.objects.filter(email=NEW).count() == 1
    assert is_signed_in(first)
    assert is_signed_in(second)


def test_a_password_may_be_chosen_later(visitor, mailoutbox):
    response = ask(visitor)
    confirm(visitor, response.url, code_in(mailoutbox[0]))

    visitor.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})

    cache.clear()
    assert Client().post(reverse("account_login"), {"login": NEW, "password": PASSWORD}).status_code == 302


def test_the_sign_in_page_offers_an_account_and_the_other_way_round(visitor, language):
    assert reverse("account_signup") in visitor.get(reverse("account_login")).content.decode()
    page = visitor.get(reverse("account_signup")).content.decode()

    assert f'<html lang="{language}">' in page
    assert reverse("account_login") in page
    assert 'type="password"' not in page
    assert " style=" not in page
    for kind in ("given-name", "family-name", "email"):
        assert f'autocomplete="{kind}"' in page


def test_a_new_address_of_somebody_without_a_password_needs_a_fresh_code(visitor, mailoutbox, language):
    response = ask(visitor)
    confirm(visitor, response.url, code_in(mailoutbox[0]))
    url = reverse("account_email")

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        response = visitor.post(url, {"email": "other@example.com", "action_add": "1"})
        again = reverse("sign_in_again")
        assert response.url == f"{again}?next={url.replace('/', '%2F')}"
        assert len(mailoutbox) == 1
        page = visitor.get(response.url).content.decode()
        assert NEW in page

        response = visitor.post(response.url, {"next": url})
        assert not is_signed_in(visitor)
        response = confirm(visitor, response.url, code_in(mailoutbox[1]))
        assert response.url == url
        response = visitor.post(url, {"email": "other@example.com", "action_add": "1"})
        confirm(visitor, response.url, code_in(mailoutbox[2]))

    assert User.objects.filter(email="other@example.com").exists()
    # The old address is told.
    assert mailoutbox[3].to == [NEW]


def test_somebody_of_staff_who_signs_up_stays_staff(visitor, staff, mailoutbox):
    response = ask(visitor, staff.email)
    confirm(visitor, response.url, code_in(mailoutbox[0]))

    staff.refresh_from_db()
    assert staff.is_staff
    with translation.override("fi"):
        assert 'href="/cms/"' in visitor.get(reverse("account_home")).content.decode()


def test_whoever_signed_up_looks_after_no_page(anna, site, administrator, editor_kolari):
    page = site.section("kolari", "fi")

    for client in (administrator, editor_kolari):
        for url in (f"/cms/pages/{page.pk}/edit/", f"/cms/pages/add/pages/contentpage/{page.pk}/"):
            choices = client.get(url).context["form"].fields["owner"].queryset
            assert anna not in choices
            assert editor_kolari.user in choices
