"""The last day of an ad for a phone's calendar (RFC 5545)."""

from datetime import UTC, timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from places.clocks import is_midnight, last_day

from .texts import without_controls


def deadline_calendar(listing, title):
    """A deadline at midnight is that of a whole day; another is an instant, which every clock shows right."""
    zone = listing.municipality.zone
    entry = Event()
    entry.add("uid", f"{listing._meta.model_name}-{listing.pk}@tornedalen")
    entry.add("summary", without_controls(title))
    entry.add("dtstamp", (listing.last_published_at or timezone.now()).astimezone(UTC))
    if is_midnight(listing.closes_at, zone):
        day = last_day(listing.closes_at, zone)
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
    else:
        entry.add("dtstart", listing.closes_at.astimezone(UTC))
        entry.add("dtend", listing.closes_at.astimezone(UTC))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", settings.SITE_URL + listing.get_absolute_url())
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", without_controls(title))
    reminder.add("trigger", timedelta(days=-1))
    entry.add_component(reminder)
    calendar = Calendar()
    calendar.add("prodid", "-//Tornedalen//listings//")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return calendar.to_ical()
