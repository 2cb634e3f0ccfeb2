from django import template
from django.utils.formats import date_format
from django.utils.html import format_html

from .. import clocks

register = template.Library()


@register.simple_tag
def clock(moment, zone, *, weekday="", elsewhere=True):
    """{% clock event.start bank.zone %}: 30.11.2026 klo 15.00 (Ruotsin aikaa 14.00); with the day of the
    week before it where `weekday` is its date format: "D" short, "l" in full."""
    here = moment.astimezone(zone)
    day = f"{date_format(here, weekday)} " if weekday else ""
    other = clocks.say_elsewhere(moment, zone) if elsewhere else ""
    return shown(here, day + clocks.say(moment, zone), other)


@register.simple_tag
def deadline(closes_at, zone, *, elsewhere=True):
    """{% deadline ad.closes_at ad.municipality.zone %}: 30.11.2026 (Ruotsin aikaa klo 23.00 asti); nothing
    for what has no end."""
    if not closes_at:
        return ""
    other = clocks.say_deadline_elsewhere(closes_at, zone) if elsewhere else ""
    moment = closes_at.astimezone(zone)
    if clocks.is_midnight(closes_at, zone):
        moment = clocks.last_day(closes_at, zone)
    return shown(moment, clocks.say_deadline(closes_at, zone), other)


@register.simple_tag
def days_left(closes_at, zone):
    """3 päivää jäljellä, päättyy tänään; nothing when it is over or has no end."""
    return clocks.say_days_left(closes_at, zone)


def shown(moment, text, other):
    time = format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)
    return format_html('{} <span class="soft">({})</span>', time, other) if other else time
