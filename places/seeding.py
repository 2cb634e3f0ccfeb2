"""Puts the two banks into an empty database; what editors have changed since stays as it is."""

import tomllib
from pathlib import Path

from django.conf import settings

from .models import Crossing, Municipality, Village

PLACES = Path(__file__).parent / "data" / "places.toml"


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
