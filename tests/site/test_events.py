from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse
from icalendar import Calendar

from pages.models import EventIndexPage, EventPage, HomePage
from places.models import Municipality


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def index(db):
    """The Finnish list of events with nothing in it."""
    EventPage.objects.all().delete()
    return EventIndexPage.objects.get(locale__language_code="fi")


@pytest.fixture
def add(index):
    def added(slug, start, end=None, *, at="kolari", **fields):
        page = EventPage(
            title=fields.pop("title", slug.title()),
            slug=slug,
            summary="Tervetuloa",
            place="Kirjasto",
            municipality=Municipality.objects.get(key=at),
            start=moment(start),
            end=end and moment(end),
            locale=index.locale,
            **fields,
        )
        return index.add_child(instance=page)

    return added


def listed(visitor, index):
    caches["pages"].clear()
    return [event.slug for event in visitor.get(index.url).context["items"]]


def test_an_event_that_ends_before_it_begins_is_refused(add):
    page = add("tanssit", "2027-01-02T18:00")
    page.end = page.start - timedelta(minutes=1)

    with pytest.raises(Exception, match=r"ends|päätt|slut"):
        page.full_clean()


def test_past_events_fall_away_at_the_minute(add, index, visitor):
    add("without-end", "2027-01-02T18:00")
    add("with-end", "2027-01-02T18:00", "2027-01-02T20:00")

    for instant, expected in (
        ("2027-01-02T17:59:59", ["without-end", "with-end"]),
        ("2027-01-02T18:00:01", ["with-end"]),
        ("2027-01-02T19:59:59", ["with-end"]),
        ("2027-01-02T20:00:01", []),
    ):
        with time_machine.travel(moment(instant), tick=False):
            assert listed(visitor, index) == expected, instant


def test_the_front_page_forgets_past_events_too(add, visitor):
    add("tanssit", "2027-01-02T18:00", title="Tanssit talolla")
    home = HomePage.objects.get(locale__language_code="fi")

    for instant, count in (("2027-01-02T17:00", 1), ("2027-01-02T19:00", 0)):
        with time_machine.travel(moment(instant), tick=False):
            caches["pages"].clear()
            assert visitor.get(home.url).content.decode().count("Tanssit talolla") == count


def test_a_past_event_says_so_on_its_page(add, visitor):
    page = add("tanssit", "2027-01-02T18:00")

    with time_machine.travel(moment("2027-01-02T17:00"), tick=False):
        before = visitor.get(page.url).content
    with time_machine.travel(moment("2027-01-03T17:00"), tick=False):
        after = visitor.get(page.url).content

    assert b'class="notice' not in before
    assert b'class="notice' in after


def test_events_come_in_the_order_of_time_across_the_border(add, index, visitor):
    add("later-clock-earlier", "2027-06-01T15:00", at="pajala")
    add("earlier-clock-later", "2027-06-01T14:30", at="kolari")

    with time_machine.travel(moment("2027-06-01T12:00"), tick=False):
        assert listed(visitor, index) == ["earlier-clock-later", "later-clock-earlier"]


@pytest.mark.parametrize(
    ("at", "own", "across"), [("kolari", "18:00", "17:00"), ("pajala", "17:00", "18:00")]
)
def test_a_page_tells_the_time_of_its_bank_and_of_the_other(at, own, across, add, visitor):
    page = add("tanssit", "2027-07-02T15:00", at=at)
    html = visitor.get(page.url).content.decode().replace(".00", ":00")

    assert f'datetime="2027-07-02T{own}:00+0{3 if at == "kolari" else 2}:00"' in html
    assert own in html
    assert across in html


# The clocks of both banks go forward on 28 March 2027 and back on 31 October, at one o'clock UTC.
@pytest.mark.parametrize("at", ["kolari", "pajala"])
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-03-28T00:30", "2027-03-28T01:30"),
        ("2027-10-31T00:30", "2027-10-31T01:30"),
        ("2027-10-31T00:30", "2027-10-31T00:45"),
        ("2027-10-30T23:30", "2027-10-31T02:30"),
        ("2027-12-31T22:30", "2028-01-01T01:00"),
    ],
)
def test_the_calendar_file_is_right_on_nights_when_clocks_change(at, start, end, add, visitor):
    page = add("yokonsertti", start, end, at=at)
    response = visitor.get(page.url + page.reverse_subpage("calendar"))
    calendar = Calendar.from_ical(response.content)
    event = calendar.walk("VEVENT")[0]

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="yokonsertti.ics"'
    zone = Municipality.objects.get(key=at).time_zone
    assert event["DTSTART"].params["TZID"] == zone
    assert event["DTSTART"].dt.astimezone(UTC) == moment(start)
    assert event["DTEND"].dt.astimezone(UTC) == moment(end)
    assert [zone_part["TZID"] for zone_part in calendar.walk("VTIMEZONE")] == [zone]


def test_the_hour_that_comes_twice_is_not_mistaken(add, visitor):
    page = add("yokonsertti", "2027-10-31T01:15", "2027-10-31T01:45")
    file = visitor.get(page.url + page.reverse_subpage("calendar")).content.decode()

    assert "DTSTART:20271031T011500Z" in file
    assert "DTEND:20271031T014500Z" in file


def test_the_calendar_file_holds_what_a_calendar_needs(add, visitor):
    page = add("tanssit", "2027-01-02T18:00", title="Tanssit; talolla, \\ ja\u2028ulkona")
    response = visitor.get(page.url + page.reverse_subpage("calendar"))
    lines = response.content.decode().split("\r\n")
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "VERSION:2.0" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert {"UID", "DTSTAMP", "SUMMARY", "DTSTART", "LOCATION", "URL"} <= set(event)
    assert event["SUMMARY"] == page.title
    assert event["LOCATION"] == "Kirjasto, Kolari"
    assert "DTEND" not in event
    assert event["URL"].endswith(page.url)


def test_both_languages_of_an_event_are_one_entry_of_a_calendar(visitor, seeded):
    def uid(code):
        page = seeded("events/kvaanifasti", code)
        file = visitor.get(page.url + page.reverse_subpage("calendar")).content
        return Calendar.from_ical(file).walk("VEVENT")[0]["UID"]

    assert uid("fi") == uid("sv")


def test_a_calendar_file_of_a_draft_is_not_found(add, visitor):
    page = add("tanssit", "2027-01-02T18:00")
    address = page.url + page.reverse_subpage("calendar")
    page.unpublish()

    assert visitor.get(address).status_code == 404


def test_the_link_of_a_page_leads_to_its_calendar_file(add, read, visitor):
    page = add("tanssit", "2027-01-02T18:00")
    link = read(page.url).select_one(".buttons a")

    assert visitor.get(link["href"])["Content-Type"].startswith("text/calendar")


def test_the_cms_leads_to_the_event_and_not_to_its_organiser(add, administrator):
    page = add("tanssit", "2027-01-02T18:00", organiser_url="https://organiser.example/")

    assert page.url == "/fi/tapahtumat/tanssit/"
    html = administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "/fi/tapahtumat/tanssit/" in html


def test_an_empty_list_says_so(index, read, said, language):
    EventPage.objects.all().delete()
    page = EventIndexPage.objects.get(locale__language_code=language)

    assert said("No coming events right now.") in read(page.url).main.text
