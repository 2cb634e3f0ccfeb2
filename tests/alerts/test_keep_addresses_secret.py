"""Nobody can find out by ordering an alert whether an address is known here."""

import re
import uuid
from statistics import median
from time import process_time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from listings import alerts
from listings.alert_limits import address_key, network_key
from listings.models import AlertRequest

pytestmark = pytest.mark.django_db

PAIRS = 30
# The same page has another number for the form and another proof against forgery each time.
OF_ONE_PAGE = re.compile(r'value="[^"]{32,}"|nonce="[^"]+"')


def order(email, number, language="fi"):
    """Each from a network of its own, so that only the address can make a difference."""
    data = {
        "submission_key": str(uuid.uuid4()),
        "email": email,
        "frequency": "daily",
        "consent": "on",
    }
    with override(language):
        url = reverse("make_alert", args=["vacancy"]) + "?place=kolari"
    return Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}").post(url, data)


def follows(email, follow):
    follow(email, criteria={"place": ["kolari"]})


def follows_as_many_as_one_may(email, follow):
    for number in range(alerts.MOST_PER_ADDRESS):
        follow(email, criteria={"q": f"{number}"})


def asked_a_moment_ago(email, follow):
    AlertRequest.objects.create(address_key=address_key(email), network_key=network_key("192.0.2.1"))


KNOWN = [follows, follows_as_many_as_one_may, asked_a_moment_ago]


@pytest.mark.parametrize("become_known", KNOWN)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_answer_is_the_same(follow, become_known, language):
    become_known("anna@example.com", follow)
    emails = ["anna@example.com", "new@example.com"]

    answers = [order(email, number, language) for number, email in enumerate(emails)]
    pages = [Client().get(answer.url).content.decode() for answer in answers]

    assert {answer.status_code for answer in answers} == {302}
    assert answers[0].url == answers[1].url
    assert answers[0].headers.keys() == answers[1].headers.keys()
    assert OF_ONE_PAGE.sub("", pages[0]) == OF_ONE_PAGE.sub("", pages[1])


@pytest.mark.parametrize("become_known", KNOWN)
def test_the_time_it_takes_is_the_same(follow, become_known):
    known, unknown = [], []
    for number in range(PAIRS):
        become_known(f"known{number}@example.com", follow)
    order("first@example.com", 0)

    for number in range(PAIRS):
        # In turns, each first every other time: what slows the machine slows both.
        pair = [(f"known{number}@example.com", known), (f"unknown{number}@example.com", unknown)]
        for place, (email, times) in enumerate(pair[:: 1 if number % 2 else -1]):
            start = process_time()
            order(email, 1 + 2 * number + place)
            times.append(process_time() - start)

    assert 0.8 < median(known) / median(unknown) < 1.25
