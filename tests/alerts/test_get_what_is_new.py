from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from listings import alert_letters, alerts
from listings.models import Alert
from tests.alerts.conftest import helsinki

pytestmark = pytest.mark.django_db


def send():
    call_command("send_alerts")


def test_nothing_new_is_no_letter(clock, follow, publish, letters):
    publish()
    clock.at("2026-09-01 12:00")
    follow()

    clock.at("2026-09-02 06:05")
    send()

    assert letters() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_at": None},
        {"paused_at": helsinki("2026-09-01 10:00")},
        {"expires_at": helsinki("2026-09-02 00:00")},
        {"criteria": {"place": ["pajala"]}},
    ],
)
def test_alerts_that_want_no_letter_get_none(clock, follow, publish, letters, fields):
    follow(**fields)
    clock.at("2026-09-01 12:00")
    publish()

    clock.at("2026-09-02 06:05")
    send()

    assert letters() == []


def test_a_new_ad_comes_once_on_the_next_morning(clock, follow, publish, letters):
    follow()
    clock.at("2026-09-01 12:00")
    vacancy = publish("Poronhoitaja Äkäslompoloon")

    for moment in ("2026-09-01 13:00", "2026-09-01 23:30", "2026-09-02 00:30", "2026-09-02 05:59"):
        clock.at(moment)
        send()
    assert letters() == []
    for moment in ("2026-09-02 06:05", "2026-09-02 07:05", "2026-09-02 23:05", "2026-09-03 06:05"):
        clock.at(moment)
        send()

    (letter,) = letters()
    assert letter.to == "anna@example.com"
    for part in (letter.text, letter.html):
        assert "Poronhoitaja Äkäslompoloon" in part
        assert vacancy.organisation.name in part
        assert "Kolari" in part
        assert f"/{vacancy.pk}-poronhoitaja-akaslompoloon/" in part


def test_readers_in_swedish_get_it_in_swedish_at_their_own_six(clock, follow, publish, letters):
    follow(language="sv")
    clock.at("2026-09-01 12:00")
    publish(title_sv="Renskötare i Äkäslompolo")

    clock.at("2026-09-02 06:30")
    send()
    assert letters() == []
    clock.at("2026-09-02 07:05")
    send()

    (letter,) = letters()
    assert "Renskötare i Äkäslompolo" in letter.text
    assert "localhost:8000/sv/" in letter.text
    assert "localhost:8000/fi/" not in letter.text
    assert 'lang="sv"' in letter.html


def test_an_ad_in_the_other_language_is_marked_as_that(clock, follow, publish, letters):
    follow(language="sv")
    clock.at("2026-09-01 12:00")
    publish("Poronhoitaja")

    clock.at("2026-09-02 07:05")
    send()

    assert 'lang="fi">Poronhoitaja</a>' in letters()[0].html


def test_a_weekly_alert_comes_on_monday_and_only_then(clock, follow, publish, letters):
    follow(frequency="weekly")  # a Tuesday
    clock.at("2026-09-01 12:00")
    publish("Eka")
    clock.at("2026-09-06 12:00")
    publish("Toka")

    for day in range(2, 7):
        clock.at(f"2026-09-0{day} 06:05")
        send()
    assert letters() == []
    for day in range(7, 14):
        clock.at(f"2026-09-{day:02} 06:05")
        send()

    (letter,) = letters()
    assert "Eka" in letter.text
    assert "Toka" in letter.text


@pytest.mark.parametrize("frequency", ["daily", "weekly"])
def test_missed_days_are_caught_up_in_one_letter(clock, follow, publish, letters, frequency):
    follow(frequency=frequency)
    for day in (2, 3, 4):
        clock.at(f"2026-09-0{day} 12:00")
        publish(f"Työ {day}")

    clock.at("2026-09-08 15:00")
    send()
    send()

    (letter,) = letters()
    assert all(f"Työ {day}" in letter.text for day in (2, 3, 4))


def test_an_outage_is_made_up_for_by_day_and_not_by_night(clock, follow, publish, letters):
    follow()
    clock.at("2026-09-01 12:00")
    publish("Eka")
    clock.at("2026-09-02 20:00")
    publish("Toka")

    clock.at("2026-09-03 02:00")
    send()
    assert letters() == []
    clock.at("2026-09-03 06:05")
    send()

    (letter,) = letters()
    assert "Eka" in letter.text
    assert "Toka" in letter.text


def test_an_ad_that_is_being_published_at_six_comes_the_next_day(clock, follow, publish, letters):
    """Its row may not be there yet although its instant is before the letter's."""
    follow()
    clock.at("2026-09-01 12:00")
    publish("Eka")
    clock.at("2026-09-02 06:00")
    send()
    publish("Toka", published_at=helsinki("2026-09-02 05:59:30"))
    clock.at("2026-09-03 06:00")
    send()

    first, second = letters()
    assert "Toka" not in first.text
    assert "Toka" in second.text
    assert "Eka" not in second.text


def test_an_ad_never_comes_twice_whatever_happens_to_it(clock, follow, publish, letters):
    follow()
    clock.at("2026-09-01 12:00")
    vacancy = publish()
    clock.at("2026-09-02 06:05")
    send()

    clock.at("2026-09-02 12:00")
    vacancy.title_fi = "Uusi nimi"
    vacancy.save_revision().publish()
    clock.at("2026-09-03 06:05")
    send()
    vacancy.refresh_from_db()
    vacancy.unpublish()
    vacancy.refresh_from_db()
    clock.at("2026-09-04 06:05")
    send()
    vacancy.apply_by = timezone.localdate() + timedelta(days=90)
    vacancy.save_revision().publish()
    clock.at("2026-09-05 06:05")
    send()

    vacancy.refresh_from_db()
    assert vacancy.is_open
    assert len(letters()) == 1


def test_an_ad_that_closed_before_the_letter_is_left_out(clock, follow, publish, letters):
    follow()
    clock.at("2026-09-01 12:00")
    publish("Auki")
    publish("Ummessa", apply_by=timezone.localdate())

    clock.at("2026-09-02 06:05")
    send()

    assert "Auki" in letters()[0].text
    assert "Ummessa" not in letters()[0].text


def test_a_letter_shows_ten_and_links_to_the_rest(clock, follow, publish, letters, visitor):
    follow()
    for number in range(13):
        clock.at(f"2026-09-01 12:{number:02}")
        publish(f"Työ-{number:02}")

    clock.at("2026-09-02 06:05")
    send()
    clock.at("2026-09-03 06:05")
    send()

    (letter,) = letters()
    assert [number for number in range(13) if f"Työ-{number:02}" in letter.text] == list(range(10))
    assert letter.subject.startswith("13 ")
    links = [line for line in letter.text.splitlines() if "occupation=reindeer-herder" in line]
    assert "sort=newest" in links[0]
    # What the letter leaves out stands first on the list it links to.
    page = visitor.get(links[0].partition("localhost:8000")[2]).content.decode()
    assert page.index("Työ-12") < page.index("Työ-11") < page.index("Työ-10")


def test_several_alerts_of_one_address_share_a_letter(clock, follow, publish, letters):
    follow()
    follow(criteria={"place": ["kolari"], "occupation": ["reindeer-herder"]})
    follow(criteria={"place": ["pajala"], "occupation": ["reindeer-herder"]})
    clock.at("2026-09-01 12:00")
    publish("Kolarissa")
    publish("Pajalassa", pajala=True)

    clock.at("2026-09-02 06:05")
    send()

    (letter,) = letters()
    assert letter.subject.startswith("2 ")
    assert letter.text.count("* Kolarissa") == 1
    assert letter.text.count("* Pajalassa") == 1
    assert Alert.objects.filter(high_water=helsinki("2026-09-02 05:59")).count() == 3


def test_an_address_gets_one_letter_a_day_at_most(clock, follow, publish, letters):
    follow()
    clock.at("2026-09-01 12:00")
    publish("Eka")
    clock.at("2026-09-02 06:05")
    send()
    follow(
        criteria={"place": ["kolari"], "occupation": ["reindeer-herder"]}, high_water=helsinki("2026-08-01")
    )
    clock.at("2026-09-02 07:05")
    send()
    assert len(letters()) == 1
    clock.at("2026-09-03 06:05")
    send()

    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("first", "language"),
    [("2027-03-27", "fi"), ("2027-03-27", "sv"), ("2026-10-24", "fi"), ("2026-10-24", "sv")],
)
def test_days_of_23_and_25_hours_have_one_letter_each(clock, follow, publish, letters, first, language):
    """The nights in which the clocks change: sent hourly over four days, with a new ad on each."""
    start = helsinki(f"{first} 00:30")
    clock.move_to(start)
    follow(language=language)
    zone = alert_letters.zone_of(language)
    days = []
    for hour in range(1, 97):
        clock.move_to(start + timedelta(hours=hour))
        if hour % 24 == 12:
            publish(f"Työ {hour}")
        before = len(letters())
        send()
        if len(letters()) > before:
            days.append(timezone.localtime(timezone=zone))

    assert [(day.hour, day.minute) for day in days] == [(6, 30)] * len(days)
    assert len({day.date() for day in days}) == len(days) == 3
    lines = [line for letter in letters() for line in letter.text.splitlines()]
    assert [lines.count(f"* Työ {hour}") for hour in (12, 36, 60)] == [1, 1, 1]


def test_one_broken_alert_keeps_nobody_elses_letter_back(clock, follow, publish, letters, caplog):
    broken = follow("broken@example.com", kind="castle")
    follow("anna@example.com")
    clock.at("2026-09-01 12:00")
    publish()

    clock.at("2026-09-02 06:05")
    with pytest.raises(CommandError):
        send()

    assert [letter.to for letter in letters()] == ["anna@example.com"]
    assert str(broken.pk) in caplog.text
    assert "broken@example.com" not in caplog.text.replace(str(broken.pk), "")


def test_a_letter_has_its_ways_out(clock, follow, publish, letters, visitor):
    follow()
    clock.at("2026-09-01 12:00")
    publish()
    clock.at("2026-09-02 06:05")
    send()

    (letter,) = letters()
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = letter.message["List-Unsubscribe"].strip()
    assert one_click == f"<http://localhost:8000{letter.link('unsubscribe_alert')}>"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert visitor.get(letter.link("manage_alert")).status_code == 200
    feed = next(line for line in letter.text.splitlines() if "/rss/" in line)
    assert visitor.get(feed.partition("localhost:8000")[2]).status_code == 200


def test_what_people_wrote_stays_text(clock, follow, publish, letters):
    follow(criteria={"q": "poronhoitaja"})
    clock.at("2026-09-01 12:00")
    publish("Poronhoitaja <script>alert(1)</script> & Co")

    clock.at("2026-09-02 06:05")
    send()

    (letter,) = letters()
    assert "<script>" not in letter.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in letter.html
    assert "<script>alert(1)</script> & Co" in letter.text


def test_resuming_skips_what_came_during_the_break(clock, follow, publish, letters):
    alert = follow()
    alerts.pause(alert)
    clock.at("2026-09-01 12:00")
    publish("Eka")
    clock.at("2026-09-02 12:00")
    alert.refresh_from_db()
    alerts.resume(alert)
    clock.at("2026-09-02 13:00")
    publish("Toka")

    clock.at("2026-09-03 06:05")
    send()

    (letter,) = letters()
    assert "Eka" not in letter.text
    assert "Toka" in letter.text
