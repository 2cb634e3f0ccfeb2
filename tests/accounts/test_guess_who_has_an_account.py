import re
import statistics
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import OutboxMail

from .conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("finnish")

KNOWN, UNKNOWN = "anna@example.com", "nobo@example.com"
PAIRS = 30
FLOWS = {
    "password": ("account_login", lambda email: {"login": email, "password": "wrong"}),
    "code": ("account_login", lambda email: {"login": email, "by_code": "1"}),
    "code on its own page": ("account_request_login_code", lambda email: {"email": email}),
    "new password": ("account_reset_password", lambda email: {"email": email}),
    "sign-up": ("account_signup", lambda email: {"email": email, "first_name": "Aino", "last_name": "Niemi"}),
}


@pytest.fixture(autouse=True)
def as_in_production(settings, monkeypatch):
    """Real hashing and a real outbox: both are what could tell the two apart."""
    # A tenth of the usual rounds, so that the test ends some day; still most of the request's time.
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 100_000)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"
    cache.clear()


@pytest.fixture(params=["with a password", "without a password", "closed"])
def known(request, db):
    password = None if request.param == "without a password" else PASSWORD
    return User.objects.create_user(KNOWN, password, is_active=request.param != "closed")


def ask(flow, email):
    name, data = FLOWS[flow]
    client = Client()
    response = client.post(reverse(name), data(email))
    landed = client.get(response.url) if response.status_code == 302 else response
    return response.status_code, response.get("Location"), masked(landed.content.decode(), email)


def masked(page, email):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "somebody")


@pytest.mark.parametrize("flow", FLOWS)
def test_the_answer_is_the_same(known, flow):
    assert ask(flow, KNOWN) == ask(flow, UNKNOWN)


@pytest.mark.parametrize("flow", sorted(FLOWS.keys() - {"sign-up"}))
def test_nobody_unknown_gets_a_letter(db, flow):
    ask(flow, UNKNOWN)

    assert not OutboxMail.objects.waiting().exists()
    assert not OutboxMail.objects.filter(recipient=UNKNOWN).exists()


def test_the_page_for_the_code_treats_both_alike(known):
    answers = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.post(reverse("account_login"), {"login": email, "by_code": "1"})
        tries = [
            client.post(reverse("account_confirm_login_code"), {"code": code}) for code in ("A", "B", "")
        ]
        answers.append([(answer.status_code, masked(answer.content.decode(), email)) for answer in tries])

    assert answers[0] == answers[1]


def seconds(flow, email):
    name, data = FLOWS[flow]
    cache.clear()
    client, url = Client(), reverse(name)
    start = time.perf_counter()
    client.post(url, data(email))
    return time.perf_counter() - start


def ratio(flow):
    """Median time of known addresses to that of unknown ones, asked in turn so that a slow moment of
    the machine hits both."""
    times = {KNOWN: [], UNKNOWN: []}
    for pair in range(PAIRS):
        for email in (KNOWN, UNKNOWN) if pair % 2 else (UNKNOWN, KNOWN):
            times[email].append(seconds(flow, email))
    return statistics.median(times[KNOWN]) / statistics.median(times[UNKNOWN])


@pytest.mark.slow
@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("password", [PASSWORD, None])
def test_the_answer_takes_as_long(db, flow, password):
    User.objects.create_user(KNOWN, password)
    seconds(flow, KNOWN)
    seconds(flow, UNKNOWN)

    # A busy machine may spoil one measurement; a real difference spoils all three.
    measured = []
    for _ in range(3):
        measured.append(ratio(flow))
        if 0.8 <= measured[-1] <= 1.25:
            return
    pytest.fail(f"{flow}: known to unknown {measured}")
