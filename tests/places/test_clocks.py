"""A deadline ends by the workplace's clock, on every night of the year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from jobs.models import Vacancy
from places.clocks import days_left, end_of, say_days_left
from places.models import Municipality
from tests.factories import VacancyFactory

# Where, the last day (and time) by the clock there, the instant at which it is over.
DEADLINES = [
    ("kolari", "2026-11-30", None, "2026-11-30T22:00"),
    ("pajala", "2026-11-30", None, "2026-11-30T23:00"),
    ("kolari", "2026-11-30", "15:00", "2026-11-30T13:00"),
    ("pajala", "2026-11-30", "15:00", "2026-11-30T14:00"),
    ("pajala", "2026-11-30", "23:30", "2026-11-30T22:30"),
    # Summer time ends on 25 October 2026 and begins on 28 March 2027.
    ("kolari", "2026-10-24", None, "2026-10-24T21:00"),
    ("pajala", "2026-10-24", None, "2026-10-24T22:00"),
    ("kolari", "2026-10-25", None, "2026-10-25T22:00"),
    ("pajala", "2026-10-25", None, "2026-10-25T23:00"),
    ("kolari", "2026-10-25", "03:30", "2026-10-25T01:30"),  # twice there: the second time counts
    ("pajala", "2026-10-25", "02:30", "2026-10-25T01:30"),
    ("kolari", "2027-03-27", None, "2027-03-27T22:00"),
    ("pajala", "2027-03-27", None, "2027-03-27T23:00"),
    ("kolari", "2027-03-28", None, "2027-03-28T21:00"),
    ("pajala", "2027-03-28", None, "2027-03-28T22:00"),
    ("kolari", "2027-03-28", "03:30", "2027-03-28T01:30"),  # never there
    ("pajala", "2027-03-28", "02:30", "2027-03-28T01:30"),
    ("kolari", "2028-02-29", None, "2028-02-29T22:00"),
    ("pajala", "2026-12-31", None, "2026-12-31T23:00"),
    ("kolari", "2026-12-31", None, "2026-12-31T22:00"),
]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("place", "day", "at", "over"), DEADLINES)
def test_an_ad_is_open_to_its_last_second_and_no_longer(db, place, day, at, over):
    with time_machine.travel(utc(over) - timedelta(days=9), tick=False):
        ad = VacancyFactory(
            live=True,
            pajala=place == "pajala",
            apply_by=date.fromisoformat(day),
            apply_by_time=at and time.fromisoformat(at),
        )
        zone = ad.municipality.zone
        assert ad.closes_at == utc(over)
        assert days_left(ad.closes_at, zone) in (8, 9)

    with time_machine.travel(utc(over) - timedelta(seconds=1), tick=False):
        assert ad.is_open
        assert Vacancy.objects.open().filter(pk=ad.pk).exists()
        assert days_left(ad.closes_at, zone) == 0
    for seconds in (0, 1):
        with time_machine.travel(utc(over) + timedelta(seconds=seconds), tick=False):
            assert not ad.is_open
            assert not Vacancy.objects.open().filter(pk=ad.pk).exists()
            assert days_left(ad.closes_at, zone) is None


@pytest.mark.parametrize(
    ("place", "now", "left"),
    [
        # The days there change at its own midnight, an hour apart.
        ("kolari", "2026-10-24T20:59:59", 1),
        ("kolari", "2026-10-24T21:00:01", 0),
        ("pajala", "2026-10-24T21:59:59", 1),
        ("pajala", "2026-10-24T22:00:01", 0),
        # 25 October is 25 hours long.
        ("kolari", "2026-10-25T21:59:59", 0),
        ("kolari", "2026-10-25T22:00:00", None),
    ],
)
def test_days_are_counted_by_the_calendar_there(db, place, now, left):
    zone = Municipality.objects.get(key=place).zone
    closes_at = end_of(date(2026, 10, 25), None, zone)
    with time_machine.travel(utc(now), tick=False):
        assert days_left(closes_at, zone) == left


def test_the_day_of_23_hours_is_a_day(db):
    zone = Municipality.objects.get(key="kolari").zone
    closes_at = end_of(date(2027, 3, 29), None, zone)
    for hour, left in (
        (datetime(2027, 3, 27, 22, tzinfo=UTC), 1),
        (datetime(2027, 3, 28, 21, tzinfo=UTC), 0),
    ):
        with time_machine.travel(hour - timedelta(seconds=1), tick=False):
            assert days_left(closes_at, zone) == left + 1
        with time_machine.travel(hour, tick=False):
            assert days_left(closes_at, zone) == left


def test_what_has_no_end_has_no_days_left(db):
    zone = Municipality.objects.get(key="kolari").zone

    assert days_left(None, zone) is None
    assert say_days_left(None, zone) == ""


@pytest.mark.parametrize(
    ("language", "now", "text"),
    [
        ("fi", "2026-11-30T21:59:59", "päättyy tänään"),
        ("sv", "2026-11-29T12:00:00", "stänger i morgon"),
        ("fi", "2026-11-27T12:00:00", "3 päivää jäljellä"),
        ("sv", "2026-11-27T12:00:00", "3 dagar kvar"),
        ("sv", "2026-11-30T22:00:00", ""),
    ],
)
def test_the_days_left_are_said(db, language, now, text):
    zone = Municipality.objects.get(key="kolari").zone
    with translation.override(language), time_machine.travel(utc(now), tick=False):
        assert say_days_left(end_of(date(2026, 11, 30), None, zone), zone) == text


def shown(tag, language, moment, place):
    template = Template("{% load clock_tags %}{% " + tag + " moment place.zone %}")
    with translation.override(language):
        return template.render(Context({"moment": moment, "place": Municipality.objects.get(key=place)}))


@pytest.mark.parametrize(
    ("place", "language", "text"),
    [
        # Swedish clocks show 23 when the day ends in Kolari: who trusts the date comes too late.
        ("kolari", "fi", '30.11.2026</time> <span class="soft">(Ruotsin aikaa klo 23.00 asti)</span>'),
        ("kolari", "sv", '30 november 2026</time> <span class="soft">(till kl. 23.00 svensk tid)</span>'),
        ("pajala", "fi", '30.11.2026</time> <span class="soft">(Ruotsin aikaa)</span>'),
        ("pajala", "sv", '30 november 2026</time> <span class="soft">(svensk tid)</span>'),
    ],
)
def test_the_end_of_a_day_is_said_for_both_banks(db, place, language, text):
    closes_at = end_of(date(2026, 11, 30), None, Municipality.objects.get(key=place).zone)

    assert shown("deadline", language, closes_at, place) == f'<time datetime="2026-11-30">{text}'


@pytest.mark.parametrize(
    ("tag", "place", "moment", "language", "text"),
    [
        ("deadline", "kolari", "2026-11-30T13:00", "fi", "30.11.2026 klo 15.00 (Ruotsin aikaa 14.00)"),
        ("clock", "kolari", "2026-11-30T13:00", "sv", "30 november 2026 kl. 15.00 (14.00 svensk tid)"),
        (
            "clock",
            "pajala",
            "2026-11-30T22:30",
            "fi",
            "30.11.2026 klo 23.30 (Suomen aikaa 1.12.2026 klo 0.30)",
        ),
        (
            "clock",
            "kolari",
            "2026-12-31T22:00",
            "sv",
            "1 januari 2027 kl. 00.00 (31 december 2026 kl. 23.00 svensk tid)",
        ),
    ],
)
def test_an_instant_shows_both_clocks(db, tag, place, moment, language, text):
    said = shown(tag, language, utc(moment), place)

    assert said.split(">", 1)[1].replace('</time> <span class="soft">', " ").removesuffix("</span>") == text


def test_a_deadline_at_midnight_is_the_end_of_the_day_before(db):
    zone = Municipality.objects.get(key="pajala").zone

    said = shown("deadline", "fi", end_of(date(2026, 12, 1), time(0, 0), zone), "pajala")

    assert "30.11.2026</time>" in said
