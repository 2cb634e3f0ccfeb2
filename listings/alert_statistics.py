"""What alerts tell the municipalities: numbers only, and none so small that it could be somebody."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from .alert_searches import without_own_words
from .models import Alert, AlertFarewell

SMALLEST_SHOWN = 5


def shown(count):
    """None: there are some, but fewer than may be told."""
    return count if count >= SMALLEST_SHOWN or not count else None


def active():
    """[{kind, language, frequency, count}] of the alerts that send letters now."""
    rows = Alert.objects.awake().order_by("kind", "language", "frequency")
    rows = rows.values("kind", "language", "frequency").annotate(count=Count("pk"))
    return [row | {"count": shown(row["count"])} for row in rows]


def by_month():
    """[{month, kind, language, confirmed, ended}], the newest month first."""
    confirmed, ended = Counter(), Counter()
    rows = (
        Alert.objects.filter(confirmed_at__isnull=False).order_by().annotate(month=TruncMonth("confirmed_at"))
    )
    for row in rows.values("month", "kind", "language").annotate(count=Count("pk")):
        confirmed[row["month"].date(), row["kind"], row["language"]] += row["count"]
    for farewell in AlertFarewell.objects.all():
        began = farewell.ended_on - timedelta(days=farewell.days_active)
        confirmed[began.replace(day=1), farewell.kind, farewell.language] += 1
        ended[farewell.ended_on.replace(day=1), farewell.kind, farewell.language] += 1
    keys = sorted({*confirmed, *ended}, key=lambda key: (-key[0].toordinal(), *key[1:]))
    return [
        {
            "month": month,
            "kind": kind,
            "language": language,
            "confirmed": shown(confirmed[month, kind, language]),
            "ended": shown(ended[month, kind, language]),
        }
        for month, kind, language in keys
    ]


def most_used_criteria(kind, limit=20):
    """[(field, value, number of alerts)] of those that run now; values too few have chosen are left out."""
    counts = Counter()
    for criteria in Alert.objects.confirmed().filter(kind=kind).values_list("criteria", flat=True):
        for name, chosen in without_own_words(criteria).items():
            counts.update((name, value) for value in (chosen if isinstance(chosen, list) else [chosen]))
    common = [(name, value, count) for (name, value), count in counts.items() if shown(count)]
    return sorted(common, key=lambda row: (-row[2], row[0], str(row[1])))[:limit]


def reasons(days=365):
    """[{kind, reason, label, count}]: why people left in the last year."""
    since = timezone.localdate() - timedelta(days=days)
    rows = AlertFarewell.objects.filter(ended_on__gte=since).order_by("kind")
    rows = rows.values("kind", "reason").annotate(count=Count("pk")).order_by("kind", "-count")
    labels = dict(AlertFarewell.Reason.choices)
    return [row | {"label": labels[row["reason"]], "count": shown(row["count"])} for row in rows]
