"""Puts the two banks into an empty database; what editors have changed since stays as it is."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .models import Crossing, ExchangeRate, Municipality, Village
from .money import KEPT_DAYS, KRONA

PLACES = Path(__file__).parent / "data" / "places.toml"
DEMO_RATE = "11.2000"


def translated(record):
    """Spreads {"fi": {"name": …}} over name_fi …; a language without words of its own stays empty
    and falls back."""
    languages = {code for code, _name in settings.LANGUAGES}
    fields = {name: value for name, value in record.items() if not isinstance(value, dict)}
    for code in languages & record.keys():
        fields |= {f"{name}_{code}": value for name, value in record[code].items()}
    return fields


def village_fields(row):
    swedish = row.get("sv", row["fi"])
    words = {
        "fi": {"name": row["fi"], "name_in": row["fi_in"]},
        "sv": {"name": swedish, "name_in": f"i {swedish}"},
    }
    return translated(words) | {
        "latitude": row.get("latitude"),
        "longitude": row.get("longitude"),
        "position_source": row.get("source", ""),
        "position_checked": row.get("checked", True),
        "editors_note": row.get("note", ""),
    }


def seed_places():
    data = tomllib.loads(PLACES.read_text(encoding="utf-8"))
    for row in data["municipalities"]:
        fields = translated(row)
        Municipality.objects.get_or_create(key=fields.pop("key"), defaults=fields)
    for row in data["crossings"]:
        fields = translated(row)
        Crossing.objects.get_or_create(
            latitude=fields.pop("latitude"), longitude=fields.pop("longitude"), defaults=fields
        )
    for key, rows in data["villages"].items():
        municipality = Municipality.objects.get(key=key)
        for row in rows:
            Village.objects.get_or_create(
                municipality=municipality, slug=row["slug"], defaults=village_fields(row)
            )


def seed_demo_rate():
    """A rate of about the right size, so that a site without network shows what a conversion looks like.
    Never for readers of a real site."""
    today = timezone.localdate()
    if not ExchangeRate.objects.filter(currency=KRONA, day__gt=today - timedelta(days=KEPT_DAYS)).exists():
        ExchangeRate.objects.create(currency=KRONA, day=today - timedelta(days=1), rate=DEMO_RATE)
