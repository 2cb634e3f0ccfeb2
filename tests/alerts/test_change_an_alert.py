import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from listings import alert_tokens as tokens
from listings.models import Alert, AlertFarewell

pytestmark = pytest.mark.django_db


def path(purpose, alert, language="fi"):
    return tokens.link_to(purpose, [alert], language=language).partition("localhost:8000")[2]


@pytest.mark.parametrize("purpose", [tokens.MANAGE, tokens.RENEW])
def test_links_of_an_ended_or_unconfirmed_alert_lead_nowhere(visitor, follow, purpose):
    pending, ended = follow(confirmed_at=None), follow()
    link = path(purpose, ended)
    ended.delete()

    assert visitor.get(link).status_code == 410
    assert visitor.post(link, {"do": "pause"}).status_code == 410
    assert visitor.post(path(purpose, pending), {"do": "pause"}).status_code == 410
    assert Alert.objects.get().paused_at is None


@pytest.mark.parametrize("purpose", [tokens.MANAGE, tokens.RENEW])
def test_changes_need_the_pages_token(follow, purpose):
    alert = follow()

    assert Client(enforce_csrf_checks=True).post(path(purpose, alert), {"do": "pause"}).status_code == 403


@pytest.mark.parametrize("do", [{"frequency": "hourly"}, {}, {"do": "explode"}])
def test_a_change_that_does_not_exist_is_refused(visitor, follow, do):
    alert = follow()

    assert visitor.post(path(tokens.MANAGE, alert), do).status_code == 422
    alert.refresh_from_db()
    assert alert.frequency == "daily"


def test_the_page_shows_the_alert_and_not_whose_it_is(visitor, follow):
    page = visitor.get(path(tokens.MANAGE, follow(), "sv")).content.decode()

    assert "renskötare" in page.lower()
    assert "anna@example.com" not in page
    assert "anna" not in page


def test_looking_changes_nothing(visitor, follow):
    alert = follow()
    before = list(Alert.objects.values())

    for purpose in (tokens.MANAGE, tokens.RENEW, tokens.UNSUBSCRIBE):
        assert visitor.get(path(purpose, alert)).status_code == 200

    assert list(Alert.objects.values()) == before


def test_how_often_can_be_changed(visitor, follow):
    alert = follow()

    answer = visitor.post(path(tokens.MANAGE, alert), {"frequency": "weekly"})

    assert visitor.get(answer["Location"]).status_code == 200
    alert.refresh_from_db()
    assert alert.frequency == "weekly"


def test_a_break_and_its_end(visitor, follow):
    alert = follow()
    visitor.post(path(tokens.MANAGE, alert), {"do": "pause"})
    alert.refresh_from_db()
    assert alert.paused_at

    visitor.post(path(tokens.MANAGE, alert), {"do": "resume"})
    alert.refresh_from_db()
    assert alert.paused_at is None
    assert (timezone.now() - alert.high_water).total_seconds() < 60


def test_a_letter_asks_two_weeks_before_the_end_and_only_once(clock, follow, letters, visitor):
    alert = follow()  # ends on 28 February 2027
    clock.at("2027-02-13 09:00")
    call_command("send_alerts")
    assert letters() == []
    for day in (14, 15, 16):
        clock.at(f"2027-02-{day} 12:05")
        call_command("send_alerts")

    (letter,) = letters()
    assert "28.2.2027" in letter.text or "28. helmikuuta 2027" in letter.text
    assert letter.message["List-Unsubscribe-Post"]
    link = letter.link("renew_alert")
    visitor.get(link)
    alert.refresh_from_db()
    assert timezone.localdate(alert.expires_at).isoformat() == "2027-02-28"

    visitor.post(link)
    alert.refresh_from_db()
    assert timezone.localdate(alert.expires_at).isoformat() == "2027-08-15"
    assert alert.renewal_asked_at is None


def test_the_question_comes_with_the_news_if_there_are_any(clock, follow, publish, letters):
    follow()
    clock.at("2027-02-15 12:00")
    publish("Poronhoitaja")

    for day in (16, 17):
        clock.at(f"2027-02-{day} 06:05")
        call_command("send_alerts")

    (letter,) = letters()
    assert "Poronhoitaja" in letter.text
    assert letter.link("renew_alert")


def test_after_half_a_year_it_is_gone_with_its_address(clock, follow):
    follow(criteria={"q": "Anna Virtanen", "place": ["kolari"]})

    # An hour earlier by winter's clock.
    clock.at("2027-02-28 08:59")
    call_command("send_alerts")
    assert Alert.objects.exists()
    clock.at("2027-02-28 09:01")
    call_command("send_alerts")

    assert not Alert.objects.exists()
    farewell = AlertFarewell.objects.get()
    assert (farewell.reason, farewell.days_active, farewell.alert_id) == ("expired", 180, None)
    assert farewell.criteria == {"place": ["kolari"]}
