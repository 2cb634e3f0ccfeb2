"""Puts fields of work and occupations into a database; what staff have changed since stays as it is."""

import csv
import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from .models import FieldOfWork, Occupation

DATA = Path(__file__).parent / "data"
CODES = ("isco08", "isco08_title", "aml2010", "ssyk2012")
# How a code that nobody has looked up is marked: data/occupations.csv.
UNSURE = {"~f": "Ammattiluokitus 2010", "~s": "SSYK 2012"}


def in_languages(name, words):
    """{"fi": …} as the columns of the languages there are."""
    return {f"{name}_{code}": words[code] for code, _name in settings.LANGUAGES if code in words}


@transaction.atomic
def seed_occupations():
    """Returns how many occupations were made."""
    words = tomllib.loads((DATA / "occupations.toml").read_text(encoding="utf-8"))
    fields = seed_fields(words["fields"])
    known = set(Occupation.objects.values_list("slug", flat=True))
    made = [
        Occupation(field=fields.of(slug, row["field"]), **occupation_fields(slug, row, words))
        for row in read_occupations()
        if (slug := slugify(row["en"])) not in known
    ]
    Occupation.objects.bulk_create(made)
    return len(made)


def read_occupations():
    with (DATA / "occupations.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


class Fields:
    """Which field an occupation belongs to: by itself, else by the section it is listed in."""

    def __init__(self):
        self.by_occupation = {}
        self.by_section = {}

    def add(self, field, source):
        self.by_occupation |= dict.fromkeys(source.get("occupations", ()), field)
        self.by_section |= dict.fromkeys(source.get("sections", ()), field)

    def of(self, slug, section):
        return self.by_occupation.get(slug) or self.by_section[section]


def seed_fields(sources):
    fields = Fields()
    for position, (slug, source) in enumerate(sources.items(), 1):
        defaults = in_languages("name", source) | {"position": position}
        field, _made = FieldOfWork.objects.get_or_create(slug=slug, defaults=defaults)
        fields.add(field, source)
    return fields


def occupation_fields(slug, row, words):
    names = {code: row[code] for code, _name in settings.LANGUAGES if code in row}
    codes = {name: "" if row[name] == "—" else row[name].replace(" / ", "/") for name in CODES}
    unsure = [name for mark, name in UNSURE.items() if mark in row["check"].split()]
    return {
        "slug": slug,
        "name_in_english": row["en"],
        "editors_note": f"Not looked up yet: {', '.join(unsure)}." if unsure else "",
        **codes,
        **in_languages("name", names | words["name"].get(slug, {})),
        **in_languages("other_names", words["words"].get(slug, {})),
    }
