"""Measures finding vacancies as they become more: `python -m tests.bench_search [--rows 1000 10000 100000]`.

On SQLite and on PostgreSQL, each in a process of its own: results and counts by words that are rare, middling
(1.5 % of the ads) and common (15 %), the list and an ad as pages, and saving an ad. Medians in milliseconds,
SQL statements in brackets; for PostgreSQL the time in the database too.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.services import find_initdb, postgres, say

ROWS = [1000, 10_000, 100_000]
REPEATS = 9
# How many ads hold them: set in their texts by chance, besides the made-up words.
SHARES = {"rare": ("purjelento", 0.0005), "medium": ("moottorikelkka", 0.015), "common": ("vuorotyö", 0.15)}
VOCABULARY, WORDS_AN_AD = 25_000, 120
WRITTEN = 10_000
WITHOUT_INDEX = {
    "postgresql": ["DROP INDEX jobs_vacancyentry_words"],
    "sqlite": ["DROP TRIGGER jobs_vacancyentry_words_insert"],
}
NEW_KEY = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
BATCH = 1000


def main(rows=ROWS):
    with tempfile.TemporaryDirectory() as folder:
        measure_in_process({"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}, rows)
        if find_initdb():
            with postgres() as environment:
                measure_in_process(environment, rows)
        else:
            say("PostgreSQL is missing: its half is left out")


def measure_in_process(environment, rows):
    with tempfile.TemporaryDirectory() as media:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DJANGO_DEBUG": "on", "MEDIA_ROOT": media}
        subprocess.run(
            [sys.executable, "-m", "tests.bench_search", "--here", "--rows", *map(str, rows)],
            check=True, cwd=Path(__file__).parent.parent, env=os.environ | settings | environment,
        )  # fmt: skip


def measure_here(rows):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("seed_site", stdout=open(os.devnull, "w"))  # noqa: SIM115
    bench = Bench()
    print(f"\n{connection.vendor}")  # noqa: T201
    table = {}
    for number in rows:
        bench.grow(number)
        for name, figure in bench.measure():
            table.setdefault(name, []).append(figure)
    width = max(map(len, table))
    print(" " * width, *(f"{number:>22,}" for number in rows))  # noqa: T201
    for name, figures in table.items():
        print(f"{name:{width}}", *(f"{figure:>22}" for figure in figures))  # noqa: T201


class Bench:
    def __init__(self):
        from jobs.models import Occupation
        from listings.models import Organisation
        from places.models import Municipality

        self.random = random.Random(2026)
        self.number = 0
        self.places = [(place, list(place.villages.all())) for place in Municipality.objects.all()]
        self.occupations = list(Occupation.objects.select_related("field"))
        self.employers = [
            Organisation.objects.create(name=f"Työnantaja {n} Oy", municipality=place, country=place.country)
            for n in range(50)
            for place, _villages in self.places[n % 2 : n % 2 + 1]
        ]
        self.vocabulary = {code: self.make_words(code) for code in ("fi", "sv")}
        self.weights = [1 / (rank + 3) for rank in range(VOCABULARY)]

    def make_words(self, code):
        """Made-up words with what is stored for each: its stem, and for every third a compound's part."""
        consonants, vowels = "hjklmnprstv", {"fi": "aeiouyäö", "sv": "aeiouyåäö"}[code]
        words = []
        for rank in range(VOCABULARY):
            syllables = 2 + rank % 4
            word = "".join(
                self.random.choice(consonants) + self.random.choice(vowels) for _ in range(syllables)
            )
            words.append((word, [word, word[:-1], *([word[2:]] if rank % 3 == 0 else [])]))
        return words

    def grow(self, number):
        """Written one by one up to WRITTEN; beyond, these are copied in the database."""
        from django.db import connection

        from jobs.models import Vacancy, VacancyEntry

        started = time.perf_counter()
        for first in range(self.number, min(number, WRITTEN), BATCH):
            ads = [self.make_ad() for _ in range(min(BATCH, number - first))]
            Vacancy.objects.bulk_create([vacancy for vacancy, _tokens in ads])
            VacancyEntry.objects.bulk_create([self.make_entry(*ad) for ad in ads])
            self.number += len(ads)
        if number > self.number:
            self.copy(number)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        say(f"{number:,} ads after {time.perf_counter() - started:.0f} s")

    def copy(self, number):
        from django.core.management.color import no_style
        from django.db import connection
        from django.db.models import Max, Min

        from jobs.models import Vacancy, VacancyEntry
        from listings.word_index import ensure_index

        keys = Vacancy.objects.filter(entry__isnull=False).aggregate(first=Min("pk"), last=Max("pk"))
        span = keys["last"] - keys["first"] + 1
        with connection.cursor() as cursor:
            for statement in WITHOUT_INDEX[connection.vendor]:
                cursor.execute(statement)
            for shift in range(span, number - WRITTEN + span, span):
                for model in (Vacancy, VacancyEntry):
                    cursor.execute(copy_of(model, shift), [keys["first"], keys["last"]])
            for statement in connection.ops.sequence_reset_sql(no_style(), [Vacancy]):
                cursor.execute(statement)
        ensure_index(VacancyEntry, "default")
        self.number = VacancyEntry.objects.count()

    def make_ad(self):
        from django.utils import timezone

        from jobs.models import Vacancy
        from jobs.models.choices import EmploymentForm, Extent, Hours

        pick = self.random.choice
        place, villages = pick(self.places)
        code = "fi" if self.random.random() < 0.55 else "sv"
        words = self.random.choices(self.vocabulary[code], self.weights, k=WORDS_AN_AD)
        texts = [word for word, _stored in words]
        texts += [word for word, share in SHARES.values() if self.random.random() < share]
        published = timezone.now() - timedelta(minutes=self.random.randrange(90 * 24 * 60))
        vacancy = Vacancy(
            municipality=place,
            village=pick([*villages, None]),
            organisation=pick(self.employers),
            occupation=pick(self.occupations),
            live=True,
            first_published_at=published,
            apply_by=timezone.localdate() + timedelta(days=self.random.randrange(2, 90)),
            employment_form=pick(EmploymentForm.values),
            extent=pick(Extent.values),
            hours=self.random.sample(Hours.values, 2),
            offers_home=self.random.random() < 0.2,
            work_languages={pick(["fi", "sv"]): "good"},
            pay_min=2500 if self.random.random() < 0.5 else None,
            positions=self.random.randrange(1, 4),
            currency=place.currency,
            **{f"title_{code}": " ".join(texts[:4]), f"description_{code}": " ".join(texts)},
        )
        vacancy.closes_at = vacancy.end_of_applying()
        return vacancy, words

    def make_entry(self, vacancy, words):
        """As VacancyEntry.of makes it, without looking up words that are in no dictionary anyway."""
        from listings.words import HEAD_MARK, stored_words

        entry = self.without_words(vacancy)
        plain = {token for _word, tokens in words for token in tokens}
        known = [word for word, _share in SHARES.values() if f" {word}" in vacancy.description]
        heads = {token for _word, tokens in words[:4] for token in tokens}
        for name in (vacancy.occupation.name_fi, vacancy.occupation.name_sv or "", vacancy.municipality.name):
            heads |= stored_words(name, "fi")
        for word in known:
            plain |= stored_words(word, "fi")
        entry.words = " ".join([*sorted(plain | heads), *sorted(HEAD_MARK + head for head in heads)])
        return entry

    def without_words(self, vacancy):
        from jobs.models import VacancyEntry

        return VacancyEntry(
            listing=vacancy,
            published_at=vacancy.first_published_at,
            closes_at=vacancy.closes_at,
            municipality_id=vacancy.municipality_id,
            village_id=vacancy.village_id,
            **VacancyEntry.columns_of(vacancy),
        )

    def measure(self):
        from jobs.models import Vacancy

        yield "list, results", self.timed(lambda: search("").results())
        yield "list, counts", self.timed(lambda: search("").counts())
        for name, (word, _share) in SHARES.items():
            yield f"{name} word, results", self.timed(lambda word=word: search(f"q={word}").results())
            yield f"{name} word, counts", self.timed(lambda word=word: search(f"q={word}").counts())
        filtered = "q=vuorotyö&place=kolari&form=permanent&form=summer"
        yield "common, 2 filters, results", self.timed(lambda: search(filtered).results())
        yield "common, 2 filters, counts", self.timed(lambda: search(filtered).counts())
        yield "misspelt word, results", self.timed(lambda: search("q=moottorikelkak").results())
        dead_end = "q=purjelento&hours=night&offers=visit"
        yield "nothing, ways out", self.timed(lambda: search(dead_end).relaxations())
        yield "page 200 by closing", self.timed(lambda: search("sort=closing").results(page=200))
        vacancy = Vacancy.objects.filter(live=True).order_by("pk").last()
        yield "save", self.timed(vacancy.save)
        yield from self.measure_pages(vacancy)

    def measure_pages(self, vacancy):
        from django.test import Client
        from django.urls import reverse
        from django.utils import translation

        client = Client()
        with translation.override("fi"):
            pages = {
                "list page": reverse("vacancies"),
                "common word, page": reverse("vacancies") + "?q=vuorotyö",
                "ad page": vacancy.get_absolute_url(),
            }
        for name, address in pages.items():
            yield name, self.timed(lambda address=address: client.get(address))

    def timed(self, act):
        from django.db import connection

        act()  # connections, dictionaries and what is remembered for a minute
        whole, inside, statements = [], [], 0
        for _ in range(REPEATS):
            spent = []

            def watch(execute, *call, spent=spent):
                started = time.perf_counter()
                try:
                    return execute(*call)
                finally:
                    spent.append(time.perf_counter() - started)

            with connection.execute_wrapper(watch):
                started = time.perf_counter()
                act()
                whole.append(time.perf_counter() - started)
            inside.append(sum(spent))
            statements = len(spent)
        figure = f"{statistics.median(whole) * 1000:.1f} ({statements})"
        # SQLite works while it is read, so there is no such figure.
        if connection.vendor == "postgresql":
            figure += f" db {statistics.median(inside) * 1000:.1f}"
        return figure


def copy_of(model, shift):
    from django.db import connection

    columns = [field.column for field in model._meta.concrete_fields]
    changed = {
        model._meta.pk.column: f"{model._meta.pk.column} + {shift}",
        "creation_key": NEW_KEY[connection.vendor],
    }
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} FROM "{model._meta.db_table}"'
        f" WHERE {model._meta.pk.column} BETWEEN %s AND %s"
    )


def search(query):
    from django.http import QueryDict

    from jobs.filters import VacancySearch

    return VacancySearch(QueryDict(query), language="fi")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    (measure_here if options.here else main)(options.rows)
