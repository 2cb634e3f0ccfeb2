"""Filters, their counts, what is said of them, and the ways out when nothing is found."""

import json
import random
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from jobs.filters import VacancySearch
from jobs.models import Occupation, Vacancy, VacancyEntry
from jobs.models.choices import EmploymentForm, Extent, Hours, Remote
from listings.results import LAST_PAGE, PAGE_SIZE
from places.models import Municipality


def search(query="", language="fi"):
    return VacancySearch(QueryDict(query), language=language)


def make(key="kolari", **fields):
    fields = {
        "title_fi": "Työ",
        "description_fi": "Teksti.",
        "live": True,
        "first_published_at": timezone.now(),
        "work_languages": {"fi": "good"},
        **fields,
    }
    return Vacancy.objects.create(municipality=Municipality.objects.get(key=key), **fields)


@pytest.fixture
def nobody_else(db):
    VacancyEntry.objects.all().delete()


@pytest.fixture
def crowd(nobody_else):
    """Forty vacancies of every kind, always the same."""
    dice = random.Random(7)
    occupations = list(Occupation.objects.all()[:6])
    for number in range(40):
        place = dice.choice(["kolari", "pajala"])
        make(
            place,
            title_fi=dice.choice(["Sairaanhoitaja", "Kokki", "Opettaja"]),
            village=dice.choice([None, *Municipality.objects.get(key=place).villages.all()[:3]]),
            occupation=dice.choice([None, *occupations]),
            employment_form=dice.choice(EmploymentForm.values[:4]),
            extent=dice.choice(Extent.values),
            hours=dice.sample(Hours.values, dice.randrange(3)),
            work_languages=dice.choice([{}, {"fi": "good"}, {"sv": "fluent"}, {"fi": "plus", "sv": "basic"}]),
            apply_in=dice.choice([[], ["fi"], ["fi", "sv", "en"]]),
            pay_min=dice.choice([None, 2000]),
            offers_home=dice.random() < 0.5,
            offers_visit=dice.random() < 0.2,
            no_experience_needed=dice.random() < 0.3,
            remote=dice.choice(Remote.values),
            positions=number % 3 + 1,
            first_published_at=timezone.now() - timedelta(hours=dice.randrange(40 * 24)),
        )


SEARCHES = [
    "",
    "place=kolari",
    "q=hoitaja",
    "q=hoitaja&place=pajala&extent=part",
    "form=permanent&form=seasonal&hours=day&hours=night",
    "can_apply=fi&pay=1",
    "can_apply=sv&can_apply=en&offers=home",
    "since=7&remote=partly",
    "no_experience=1&offers=visit&offers=home&place=kolari&place=pajala",
    "q=kokki&since=30&sort=closing",
]


@pytest.mark.parametrize("query", SEARCHES)
def test_a_count_is_what_choosing_it_gives(crowd, query):
    """Beside what is chosen in the other filters, and instead of what is chosen in its own."""
    counts = search(query).counts()
    chosen = search(query).chosen

    for name, numbers in counts.items():
        alone = {"place": ["village"], "field": ["occupation"]}.get(name, [])
        alone += {"village": ["place"], "occupation": ["field"]}.get(name, [])
        for value, number in numbers.items():
            changes = {name: [value] if name not in ("pay", "no_experience", "since") else value}
            others = search(search(query).query_string(**dict.fromkeys(alone), **changes))

            assert others.results().total == number, (query, name, value)
    assert set(counts) == set(search().fields) - {"q", "sort"}
    assert search(query).results().total <= search().results().total
    assert chosen == search(query).chosen


@pytest.mark.parametrize("query", SEARCHES)
def test_results_stored_search_and_queryset_are_the_same_vacancies(crowd, query):
    asked = search(query)
    results = asked.results()
    everything = list(asked.queryset())
    stored = VacancySearch.from_criteria(json.loads(json.dumps(asked.criteria())), "sv")

    assert results.total == len(everything)
    assert results.positions == sum(vacancy.positions for vacancy in everything)
    assert {item.pk for item in results.items} <= {vacancy.pk for vacancy in everything}
    if "since" not in query:
        assert set(stored.queryset()) == set(everything)
        assert stored.criteria() == asked.criteria()
    assert search(asked.query_string()).chosen == asked.chosen


def test_several_choices_of_a_filter_mean_any_of_them(nobody_else):
    make(employment_form="permanent"), make(employment_form="summer"), make(employment_form="agency")

    assert search("form=permanent&form=summer").results().total == 2
    assert search("form=permanent&form=summer&extent=part").results().total == 0


def test_full_or_part_time_is_both(nobody_else):
    make(extent="either"), make(extent="full")

    assert search().counts()["extent"] == {"full": 2, "part": 1}


def test_a_village_narrows_its_bank_and_adds_to_the_other(nobody_else, site):
    here, there = site.kolari.villages.first(), site.pajala.villages.first()
    make("kolari"), make("kolari", village=here), make("pajala"), make("pajala", village=there)

    assert search(f"place=kolari&village=kolari-{here.slug}").results().total == 1
    assert search(f"place=kolari&village=pajala-{there.slug}").results().total == 3
    assert search(f"village=kolari-{here.slug}&village=pajala-{there.slug}").results().total == 2


@pytest.mark.parametrize(
    ("fields", "enough"),
    [
        ({"work_languages": {"fi": "good"}}, {"fi"}),
        ({"work_languages": {"fi": "good", "sv": "plus"}}, {"fi"}),
        ({"work_languages": {"fi": "basic", "sv": "good"}}, set()),
        ({"work_languages": {"sv": "plus"}}, {"fi", "sv", "en"}),
        ({"work_languages": {"sv": "plus"}, "apply_in": ["sv", "en"]}, {"sv", "en"}),
        ({"work_languages": {"fi": "good"}, "apply_in": ["sv"]}, set()),
        ({"work_languages": {}}, {"fi"}),
        ({"work_languages": {}, "description_fi": "", "description_sv": "Text."}, {"sv"}),
    ],
)
def test_with_which_language_one_can_apply(nobody_else, fields, enough):
    make(**fields)
    counts = search().counts()["can_apply"]

    assert {language for language, number in counts.items() if number} == enough


def test_newest_closing_soon_and_page_after_page(nobody_else):
    now = timezone.now()
    made = [
        make(
            first_published_at=now - timedelta(hours=number),
            apply_by=timezone.localdate() + timedelta(days=100 - number) if number else None,
        )
        for number in range(PAGE_SIZE + 2)
    ]

    newest = search("sort=newest")
    assert [item.pk for item in newest.results().items] == [vacancy.pk for vacancy in made[:PAGE_SIZE]]
    assert [item.pk for item in newest.results(2).items] == [vacancy.pk for vacancy in made[PAGE_SIZE:]]
    # What is open-ended comes last.
    closing = [item.pk for page in (1, 2) for item in search("sort=closing").results(page).items]
    assert closing == [vacancy.pk for vacancy in [*reversed(made[1:]), made[0]]]


@pytest.mark.parametrize("words", ["", "q=työ&"])
@pytest.mark.parametrize(
    ("page", "number"),
    [("2", 2), ("3", 2), ("0", 2), ("-1", 2), ("x", 1), ("", 1), ("1" * 5000, 1), (str(10**24), 2), ("²", 1)],
)
def test_any_page_number_is_a_page(nobody_else, words, page, number):
    for _ in range(PAGE_SIZE + 1):
        make()
    results = search(f"{words}page={page}").results()

    assert (results.page, results.pages, results.total) == (number, 2, PAGE_SIZE + 1)
    assert len(results.items) == (1 if number == 2 else PAGE_SIZE)
    assert (results.previous, results.next) == ((1, None) if number == 2 else (None, 2))
    assert LAST_PAGE == 200


def test_the_same_few_statements_however_many_there_are(nobody_else):
    used = []
    for _ in range(2):
        for number in range(8):
            occupation = Occupation.objects.all()[number]
            make(("kolari", "pajala")[number % 2], occupation=occupation, pay_min=2000, hours=["day"])
        search().counts()
        with CaptureQueriesContext(connection) as statements:
            asked = search("q=työ&place=kolari&form=permanent&pay=1&hours=day")
            results = asked.results()
            [(item.organisation, item.municipality.name, item.village) for item in results.items]
            asked.counts()
        assert results.total
        used.append(len(statements))

    assert used[0] == used[1] <= 3


@pytest.mark.parametrize(
    "query", ["place=mars", "form=x", "since=2", "sort=x", "village=%00", "occupation=1"]
)
def test_what_there_is_not_is_refused(crowd, query):
    asked = search(query)

    assert not asked.is_valid()
    assert asked.results().total == 0
    assert asked.relaxations() == []


def test_what_is_gone_does_not_spoil_what_is_there(crowd):
    assert search("place=mars&place=kolari").chosen == {"place": ["kolari"]}
    assert not VacancySearch.from_criteria({"occupation": ["gone"]}, "fi").queryset().exists()


def test_a_search_is_described_in_its_readers_language(db):
    asked = search("q=hoitaja&place=kolari&pay=1&sort=closing&since=7&page=3")

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pay = str(search().fields["pay"].label)
        assert asked.describe(language) == f"hoitaja · Kolari · {pay}"
        assert search().describe(language) == ""


def test_a_chip_leaves_out_one_choice(db):
    chips = search("q=kokki&place=kolari&place=pajala&since=7").chips()

    assert [chip["label"] for chip in chips][:3] == ["kokki", "Kolari", "Pajala"]
    assert [chip["url"] for chip in chips][:3] == [
        "?place=kolari&place=pajala&since=7",
        "?q=kokki&place=pajala&since=7",
        "?q=kokki&place=kolari&since=7",
    ]


def test_ways_out_begin_across_the_river_and_tell_the_truth(nobody_else):
    make("pajala", title_fi="Kokki", extent="part")
    for _ in range(3):
        make("kolari", title_fi="Kokki", extent="full")
    make("kolari", title_fi="Opettaja", extent="part")
    asked = search("q=kokki&place=kolari&extent=part")
    ways = asked.relaxations()

    assert asked.results().total == 0
    assert [way["total"] for way in ways] == [1, 3, 1]
    assert ways[0]["url"] == "?q=kokki&extent=part"
    for way in ways:
        assert search(way["url"].removeprefix("?")).results().total == way["total"]


def test_no_way_out_is_promised_that_leads_nowhere(nobody_else):
    make("kolari", title_fi="Opettaja")

    assert search("q=kokki&place=pajala").relaxations() == []
    assert search().relaxations() == []


def test_every_choice_has_a_name_in_every_language(db):
    for language, _name in settings.LANGUAGES:
        for name, field in search(language=language).fields.items():
            for value, label in getattr(field, "choices", []):
                assert str(label), (name, value)
