import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.signals import collect_person, erase_person
from listings import alert_tokens as tokens
from listings import alerts
from listings.models import Alert, AlertFarewell, AlertRequest

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(*alerts, purpose=tokens.UNSUBSCRIBE):
    return tokens.link_to(purpose, alerts, language="fi").partition("localhost:8000")[2]


@pytest.mark.parametrize("token", ["x", "W10:1", "%F0%9F%A6%8C"])
def test_a_made_up_link_ends_nothing(visitor, follow, token):
    follow()
    made_up = path(Alert.objects.get()).rstrip("/").rpartition("/")[0] + f"/{token}/"

    assert visitor.get(made_up).status_code == 410
    assert visitor.post(made_up, ONE_CLICK).status_code == 410
    assert Alert.objects.count() == 1


@pytest.mark.parametrize("purpose", [tokens.MANAGE, tokens.RENEW, tokens.CONFIRM])
def test_a_token_for_something_else_ends_nothing(visitor, follow, purpose):
    alert = follow()
    token = tokens.token_for(purpose, [alert])
    base = path(alert).rstrip("/").rpartition("/")[0]

    assert visitor.post(f"{base}/{token}/", ONE_CLICK).status_code == 410
    assert Alert.objects.count() == 1


def test_a_mail_programs_button_ends_it_without_a_page_or_a_session(follow):
    """RFC 8058: a bare POST, answered with 200 and no redirect, as often as it comes."""
    client, alert = Client(enforce_csrf_checks=True), follow()
    link = path(alert)

    for _ in range(3):
        answer = client.post(link, ONE_CLICK)
        assert (answer.status_code, answer.cookies) == (200, {})

    assert not Alert.objects.exists()
    assert AlertFarewell.objects.count() == 1


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", "application/json"])
def test_its_body_does_not_matter(visitor, follow, kind):
    link = path(follow())

    assert visitor.generic("POST", link, b"--x--", content_type=kind).status_code == 200
    assert not Alert.objects.exists()


def test_one_click_ends_all_alerts_of_the_letter(visitor, follow):
    first, second = follow(), follow(criteria={"place": ["kolari"]})
    stays = follow(criteria={"place": ["pajala"]})

    visitor.post(path(first, second), ONE_CLICK)

    assert Alert.objects.get() == stays


def test_the_page_has_a_button_and_then_asks_why(visitor, follow):
    link = path(follow(criteria={"q": "Anna Virtanen", "occupation": ["reindeer-herder"]}))
    assert visitor.get(link).status_code == 200
    assert Alert.objects.exists()

    page = visitor.post(link, {"page": "end"}, follow=True)
    assert not Alert.objects.exists()
    assert 'name="reason"' in page.content.decode()
    farewell = AlertFarewell.objects.get()
    assert (farewell.reason, farewell.criteria) == ("unsaid", {"occupation": ["reindeer-herder"]})

    assert visitor.post(link, {"page": "why"}).status_code == 422
    assert visitor.post(link, {"page": "why", "reason": "expired"}).status_code == 422
    page = visitor.post(link, {"page": "why", "reason": "found"}, follow=True)
    farewell.refresh_from_db()
    assert (farewell.reason, farewell.alert_id) == ("found", None)
    assert 'name="reason"' not in page.content.decode()
    # Nobody's any more: it cannot be changed, and the link only says that it is over.
    visitor.post(link, {"page": "why", "reason": "other"})
    farewell.refresh_from_db()
    assert farewell.reason == "found"
    assert visitor.get(link).status_code == 200


def test_whoever_says_nothing_cannot_be_asked_for_long(visitor, follow):
    visitor.post(path(follow()), ONE_CLICK)

    with time_machine.travel(timezone.now() + timedelta(days=7)):
        call_command("send_alerts")

    farewell = AlertFarewell.objects.get()
    assert (farewell.alert_id, farewell.reason) == (None, "unsaid")


def test_a_farewell_knows_nobody():
    names = {field.name for field in AlertFarewell._meta.get_fields()}

    assert names == {"id", "alert_id", "kind", "language", "criteria", "reason", "days_active", "ended_on"}


def test_an_alert_that_was_never_confirmed_leaves_nothing(visitor, follow):
    visitor.post(path(follow(confirmed_at=None)), ONE_CLICK)

    assert not Alert.objects.exists()
    assert not AlertFarewell.objects.exists()


def test_whoever_is_erased_keeps_no_alert(follow):
    follow("anna@example.com")
    other = follow("bo@example.com")
    alerts.ask(
        "vacancy", {}, email="anna@example.com", frequency="daily", language="fi", ip="192.0.2.1",
        public_id=uuid.uuid4(),
    )  # fmt: skip
    found = [
        answer for _listener, answer in collect_person.send(None, user=None, emails={"anna@example.com"})
    ]
    assert "anna@example.com" in str(found)

    erase_person.send(None, user=None, emails={"anna@example.com"})

    assert Alert.objects.get() == other
    assert not AlertRequest.objects.exists()
