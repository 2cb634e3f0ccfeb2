"""Instants as people on both banks read them. The banks' clocks are always one hour apart."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .banks import banks
from .models import Municipality

CLOCKS = {
    Municipality.Country.FINLAND: _("Finnish time"),
    Municipality.Country.SWEDEN: _("Swedish time"),
}
MOMENT = timedelta(microseconds=1)


def end_of(day, at, zone):
    """The instant at which a deadline is over: at its time, without one at the end of its day there.

    An hour that the autumn night has twice counts the second time; one that the spring night leaves out
    ends when it would have been."""
    day, at = (day, at) if at else (day + timedelta(days=1), time.min)
    local = datetime.combine(day, at, tzinfo=zone)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def last_day(closes_at, zone):
    """The last day on which there is still time."""
    return (closes_at - MOMENT).astimezone(zone).date()


def days_left(closes_at, zone):
    """Days there until the last one: 0 today; None when it is over or has no end."""
    now = timezone.now()
    if closes_at is None or closes_at <= now:
        return None
    return (last_day(closes_at, zone) - now.astimezone(zone).date()).days


def say_days_left(closes_at, zone):
    days = days_left(closes_at, zone)
    if days is None:
        return ""
    if days == 0:
        return gettext("closes today")
    if days == 1:
        return gettext("closes tomorrow")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def say(moment, zone):
    """30.11.2026 klo 15.00"""
    return date_format(moment.astimezone(zone), "DATETIME_FORMAT")


def say_elsewhere(moment, zone):
    """What the other bank's clock shows then: Ruotsin aikaa 14.00; with its day if that is another."""
    here = moment.astimezone(zone)
    return ", ".join(
        gettext("%(time)s %(clock)s") % {"time": time_there(here, bank.zone), "clock": CLOCKS[bank.country]}
        for bank in other_banks(zone)
    )


def say_deadline(closes_at, zone):
    """A deadline at midnight is that of a whole day and is said as a day."""
    if is_midnight(closes_at, zone):
        return date_format(last_day(closes_at, zone), "DATE_FORMAT")
    return say(closes_at, zone)


def say_deadline_elsewhere(closes_at, zone):
    """Where a whole day ends earlier by the other bank's clock, its people would come too late: they are
    told the time. Where it ends later nobody can; then it is only said whose day is meant."""
    if not is_midnight(closes_at, zone):
        return say_elsewhere(closes_at, zone)
    day = last_day(closes_at, zone)
    for bank in other_banks(zone):
        there = closes_at.astimezone(bank.zone)
        if there.date() == day:
            words = {"time": time_format(there, "TIME_FORMAT"), "clock": CLOCKS[bank.country]}
            return gettext("until %(time)s %(clock)s") % words
    return next((str(CLOCKS[bank.country]) for bank in banks() if bank.zone == zone), "")


def is_midnight(moment, zone):
    return moment.astimezone(zone).time() == time.min


def other_banks(zone):
    return [bank for bank in banks() if bank.zone != zone]


def time_there(here, zone):
    there = here.astimezone(zone)
    if there.date() == here.date():
        return time_format(there, "TIME_FORMAT")
    return date_format(there, "DATETIME_FORMAT")
