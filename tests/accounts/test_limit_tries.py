import pytest
from django.test import Client
from django.urls import reverse

from .conftest import PASSWORD, totp

pytestmark = pytest.mark.usefixtures("finnish")


def try_password(client, email, password, **headers):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **headers)


def test_the_sixth_try_in_five_minutes_is_refused_even_with_the_right_password(anna, language):
    for _ in range(5):
        assert try_password(Client(), anna.email, "wrong").status_code == 422

    response = try_password(Client(), anna.email, PASSWORD)

    assert response.status_code == 422
    (message,) = response.context["form"].errors["login"]
    assert str(message) in response.content.decode()
    assert "wrong" not in message


def test_other_people_are_not_affected(anna, staff):
    staff.set_password(PASSWORD)
    staff.save()
    for _ in range(6):
        try_password(Client(), anna.email, "wrong")

    assert try_password(Client(), staff.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("proxies", [0, 1])
def test_made_up_forwarding_headers_gain_nothing(anna, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(5):
        forwarded = f"203.0.113.{number}, 198.51.100.7"
        try_password(Client(), anna.email, "wrong", HTTP_X_FORWARDED_FOR=forwarded)

    response = try_password(Client(), anna.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.7")

    assert response.status_code == 422


@pytest.mark.parametrize("proxies", [0, 1])
def test_one_network_address_cannot_try_one_password_on_everybody(db, anna, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(10):
        forwarded = f"203.0.113.{number}, 198.51.100.7"
        try_password(Client(), f"nobody{number}@example.com", "wrong", HTTP_X_FORWARDED_FOR=forwarded)

    spoofed = try_password(Client(), anna.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.7")
    elsewhere = try_password(
        Client(REMOTE_ADDR="192.0.2.1"), anna.email, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.1"
    )

    assert spoofed.status_code == 422
    assert elsewhere.status_code == 302


def test_another_host_or_port_is_no_fresh_limit(anna):
    for number in range(5):
        try_password(Client(), anna.email, "wrong", HTTP_HOST=f"localhost:{8000 + number}")

    assert try_password(Client(), anna.email, PASSWORD, HTTP_HOST="localhost:9999").status_code == 422


def test_after_five_minutes_one_may_try_again(anna):
    from datetime import timedelta

    import time_machine
    from django.utils import timezone

    for _ in range(6):
        try_password(Client(), anna.email, "wrong")

    with time_machine.travel(timezone.now() + timedelta(seconds=301)):
        assert try_password(Client(), anna.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("email", ["anna@example.com", "nobody@example.com"])
def test_a_fourth_code_in_a_minute_is_not_sent(anna, mailoutbox, email):
    for _ in range(3):
        assert Client().post(reverse("account_login"), {"login": email, "by_code": "1"}).status_code == 302

    for url, data in (
        (reverse("account_login"), {"login": email, "by_code": "1"}),
        (reverse("account_request_login_code"), {"email": email}),
    ):
        assert Client().post(url, data).status_code == 422

    assert len(mailoutbox) == (3 if email == anna.email else 0)


@pytest.mark.parametrize("email", ["anna@example.com", "nobody@example.com"])
def test_a_fourth_link_for_a_new_password_in_a_minute_is_not_sent(anna, mailoutbox, email, language):
    for _ in range(3):
        assert Client().post(reverse("account_reset_password"), {"email": email}).status_code == 302

    response = Client().post(reverse("account_reset_password"), {"email": email})

    assert response.status_code == 429
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert "site-header" in page
    assert len(mailoutbox) == (3 if email == anna.email else 0)


def test_one_network_address_asks_for_thirty_sign_ins_a_minute_at_most(db):
    answers = [Client().post(reverse("account_login"), {"login": f"p{n}"}).status_code for n in range(31)]

    assert answers == [422] * 30 + [429]


def test_the_second_factor_cannot_be_guessed_either(staff, mailoutbox):
    from allauth.mfa.totp.internal.auth import TOTP

    staff.set_password(PASSWORD)
    staff.save()
    TOTP.activate(staff, "JBSWY3DPEHPK3PXP")
    client = Client()
    try_password(client, staff.email, PASSWORD)
    authenticate = reverse("mfa_authenticate")
    for number in range(5):
        assert client.post(authenticate, {"code": f"00000{number}"}).status_code == 422

    response = client.post(authenticate, {"code": totp("JBSWY3DPEHPK3PXP")})

    assert response.status_code == 422
    assert client.get(reverse("account_home")).status_code == 302


def test_wrong_passwords_count_when_asked_once_more(anna, browser_of):
    client = browser_of(anna)
    for _ in range(5):
        assert client.post(reverse("account_reauthenticate"), {"password": "wrong"}).status_code == 422

    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 422
