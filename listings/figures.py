"""A listing's views and apply clicks per day, drawn as bars without script and told as a table."""

from datetime import timedelta

from django.utils import timezone

from .counts import rows_of

DAYS = 30
HEIGHT = 100
STEP, BAR = 20, 14


def figures_of(listing):
    """None before it was public. Whole numbers only: a drawing knows no decimal comma."""
    if not listing.first_published_at:
        return None
    zone = listing.municipality.zone
    last = timezone.localdate(min(filter(None, [listing.closes_at, timezone.now()])), zone)
    counted = {row.day: row for row in rows_of(listing)}
    first = max(timezone.localdate(listing.first_published_at, zone), last - timedelta(days=DAYS - 1))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    most = max([row.views for day, row in counted.items() if day >= first] + [1])
    return {
        "views": sum(row.views for row in counted.values()),
        "applies": sum(row.applies for row in counted.values()),
        "days": [bar(number, day, counted.get(day), most) for number, day in enumerate(days)],
        "first": first,
        "last": last,
        "most": most,
        "width": max(len(days), 7) * STEP,
        "height": HEIGHT,
        "bar": BAR,
    }


def bar(number, day, row, most):
    views, applies = (row.views, row.applies) if row else (0, 0)
    tall, short = views * HEIGHT // most, min(applies, most) * HEIGHT // most
    return {
        "day": day,
        "views": views,
        "applies": applies,
        "x": number * STEP,
        "tall": tall,
        "tall_y": HEIGHT - tall,
        "short": short,
        "short_y": HEIGHT - short,
    }
