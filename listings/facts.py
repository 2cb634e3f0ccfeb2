"""The rows of an ad's table of facts, in the reader's language whatever the ad's."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from places import clocks
from places.money import say_range, say_range_elsewhere

from .texts import text_of


class Fact(NamedTuple):
    label: str
    value: str
    note: str = ""
    lang: str = ""


class FactGroup(NamedTuple):
    title: str
    facts: list


def fact(label, value, note=""):
    """A row, or None where there is nothing to say."""
    return Fact(capfirst(str(label)), capfirst(str(value)), note) if value else None


def told(listing, name, note=""):
    """What the poster wrote into a field of the ad, marked with its language."""
    text = text_of(listing, name)
    label = capfirst(listing._meta.get_field(name).verbose_name)
    return Fact(label, text.text, note, text.foreign_language) if text else None


def chosen(listing, name, note=""):
    """The words of a field with choices: one, or those of a list."""
    field = listing._meta.get_field(name)
    labels = getattr(field, "labels", None)
    value = ", ".join(map(str, labels(getattr(listing, name)))) if labels else display(listing, name)
    return fact(field.verbose_name, value, note)


def display(listing, name):
    return getattr(listing, f"get_{name}_display")() if getattr(listing, name) else ""


def given(listing, name, note=""):
    """A field that is the same in every language."""
    return fact(listing._meta.get_field(name).verbose_name, getattr(listing, name), note)


def day(label, value):
    return fact(label, value and date_format(value, "DATE_FORMAT"))


def money(label, low, high, currency, unit, note=""):
    """As it was entered; the other currency beside it with the day of its rate."""
    value = say_range(low, high, currency, unit)
    elsewhere = say_range_elsewhere(low, high, currency, unit)
    if elsewhere:
        amount, rate_day = elsewhere
        words = {"amount": amount, "day": date_format(rate_day, "DATE_FORMAT")}
        note = "; ".join(filter(None, [_("≈ %(amount)s (ECB rate of %(day)s)") % words, note]))
    return fact(label, value, note)


def place(listing):
    village = listing.village.name if listing.village else ""
    parts = [
        village if village != listing.municipality.name else "",
        listing.municipality.name,
        listing.municipality.get_country_display(),
    ]
    return ", ".join(filter(None, parts))


def deadline(listing, label):
    """The day or the minute in the workplace's own time; the other bank's clock beside it."""
    if not listing.closes_at:
        return None
    zone = listing.municipality.zone
    notes = [
        clocks.say_deadline_elsewhere(listing.closes_at, zone),
        clocks.say_days_left(listing.closes_at, zone),
    ]
    return fact(label, clocks.say_deadline(listing.closes_at, zone), " · ".join(filter(None, notes)))


def published(listing):
    moment = listing.first_published_at
    return day(_("Published"), moment and timezone.localdate(moment, listing.municipality.zone))


def rows(*facts):
    return [row for row in facts if row]
