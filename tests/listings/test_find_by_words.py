"""Judged by tests/listings/queries.toml: what people ask, and which advertisements should answer."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from jobs.filters import VacancySearch
from jobs.models import FieldOfWork, Occupation, Vacancy, VacancyEntry
from listings.models import Organisation
from places.models import Municipality, Village

HERE = Path(__file__).parent
QUERIES = tomllib.loads((HERE / "queries.toml").read_text())


@pytest.fixture
def ads(db):
    """The advertisements of ads.toml by their keys; no others are public."""
    VacancyEntry.objects.all().delete()
    data = tomllib.loads((HERE / "ads.toml").read_text())
    occupations = {key: make_occupation(key, words) for key, words in data["occupations"].items()}
    return {key: make_ad(ad, occupations[ad["occupation"]]) for key, ad in data["ads"].items()}


def make_occupation(key, words):
    names = ("name_fi", "name_sv", "name_in_english", "other_names_fi", "other_names_sv")
    names = dict(zip(names, words, strict=False))
    field, _made = FieldOfWork.objects.get_or_create(slug="labelled", defaults={"name_fi": "Koe"})
    return Occupation.objects.create(slug=f"labelled-{key}", field=field, **names)


def make_ad(ad, occupation):
    place, _, village = ad["place"].partition("/")
    municipality = Municipality.objects.get(key=place)
    employer, _made = Organisation.objects.get_or_create(
        name=ad["employer"], defaults={"municipality": municipality, "country": municipality.country}
    )
    texts = {}
    for code, _name in settings.LANGUAGES:
        if code in ad:
            texts[f"title_{code}"], texts[f"description_{code}"] = ad[code]
    return Vacancy.objects.create(
        municipality=municipality,
        village=Village.objects.get(municipality=municipality, slug=village) if village else None,
        organisation=employer,
        occupation=occupation,
        live=True,
        first_published_at=timezone.now(),
        **texts,
    )


def search(words, language="fi", **more):
    query = QueryDict(mutable=True)
    query.update({"q": words, **more})
    return VacancySearch(query, language=language)


def found(words, ads, **more):
    keys = {ad.pk: key for key, ad in ads.items()}
    return {keys[pk] for pk in search(words, **more).queryset().values_list("pk", flat=True)}


def first(words, ads):
    keys = {ad.pk: key for key, ad in ads.items()}
    return keys[search(words).results().items[0].pk]


def judged():
    return {words: set(keys.split()) for group in QUERIES.values() for words, keys in group.items()}


def test_words_find_what_people_mean(ads):
    right = wanted_in_all = found_in_all = 0
    faults = []
    for words, wanted in judged().items():
        answer = found(words, ads)
        right += len(answer & wanted)
        wanted_in_all += len(wanted)
        found_in_all += len(answer)
        if answer != wanted:
            faults.append(f"{words}: missing {sorted(wanted - answer)}, too many {sorted(answer - wanted)}")

    report = "\n".join([f"{right}/{wanted_in_all} found, {right}/{found_in_all} right", *faults])
    assert len(judged()) >= 150
    assert len(ads) >= 60
    assert right / wanted_in_all >= 0.97, report
    assert right / found_in_all >= 0.97, report


def test_the_page_and_the_list_agree_in_every_language(ads):
    for words in ("sairaanhoitajaksi", "sjuksköterskor", "sjukskoterska", "registered nurses"):
        for language, _name in settings.LANGUAGES:
            results = search(words, language).results()

            assert {ads["nurse-k"].pk, ads["nurse-p"].pk} == {item.pk for item in results.items}
            assert results.total == 2
            assert results.was_corrected is None


SLIPS = {
    "sairaanhoitja": ("sairaanhoitaja", "nurse-k nurse-p"),
    "sairanhoitaja": ("sairaanhoitaja", "nurse-k nurse-p"),
    "sjuksköterksa": ("sjuksköterska", "nurse-k nurse-p"),
    "sjukskotreska": ("sjukskoterska", "nurse-k nurse-p"),
    "bibliotekarje": ("bibliotekarie", "librarian-p"),
    "Metsäkoneenkuljetaja": ("metsäkoneenkuljettaja", "forest-machine-operator-p"),
    "elektirker i Pajala": ("elektriker Pajala", "electrician-p"),
    "moottorikelkaopas": ("moottorikelkkaopas", "snowmobile-guide-k"),
}


def test_a_slip_of_one_letter_still_finds_and_says_so(ads):
    for words, (meant, answer) in SLIPS.items():
        assert search(words).results().was_corrected == meant
        assert found(words, ads) == set(answer.split())


def test_a_slip_is_seen_whichever_is_asked_first(ads):
    asked = search("sairaanhoitja", place="kolari")

    assert asked.counts()["place"] == {"kolari": 1, "pajala": 1}
    assert asked.results().was_corrected == "sairaanhoitaja"


def test_what_is_spelt_right_or_too_short_is_not_changed(ads):
    for words in ("kokki", "sairaanhoitajaksi", "lentäjä", "kakki", "kokki lentäjä"):
        assert search(words).results().was_corrected is None


def test_no_other_spelling_while_the_filters_are_to_blame(ads):
    results = search("sairaanhoitaja", extent="part").results()

    assert (results.total, results.was_corrected) == (0, None)


def test_the_beginning_of_a_word_finds_when_nothing_else_does(ads):
    assert found("kirjanp", ads) == {"accountant-k"}
    assert found("systemutv", ads) == {"developer-p"}


def test_titles_and_names_come_before_texts(ads):
    """Nurses are what the ward's text speaks of too; the two own ads for practical nurses come first."""
    results = search("lähihoitaja", sort="best").results()

    assert [item.pk for item in results.items][2:] == [ads["nurse-k"].pk]
    assert search("lähihoitaja").order == "best"


def test_a_question_without_words_finds_everything(ads):
    for words in ("", "   ", "…", "i på till", '"', "((((", "%", "- - -", "\u3000"):
        assert search(words).results().total == len(ads)


HOSTILE = [
    *('"', "'", "''", "\\", "\\'", "* *", "hoitaja*", ":*", "hoitaja:*", "!hoitaja", "hoitaja & | kokki"),
    *("<->", "NEAR(hoitaja kokki)", "words:hoitaja", "^hoitaja", "AND", "OR", "NOT NOT", "(", ")", "{", "["),
    *("'; DROP TABLE jobs_vacancy; --", "1 OR 1=1", "a\u200bb", "\ufdfa", "ŀŀ", "ẚ", "ﬁ", "½", "²", "😀"),
    *("\U0001e900\U0001e901a", "ß", "İstanbul", "ПОВАР", "看護師", "ممرضة", "พยาบาล", "x" * 100, "ä" * 100),
    *("a " * 10, "sairaanhoitja " * 7, "1", "10**6", "-1", "%s", "%(q)s", "{0}", "\t", "\n", "\u2028"),
]


def test_strange_signs_break_nothing(ads):
    for words in HOSTILE:
        asked = search(words)

        assert asked.is_valid(), (words, asked.errors)
        asked.results()
        asked.counts()
        asked.relaxations()
        assert asked.queryset().count() == asked.results().total


def test_too_much_is_refused_and_finds_nothing(ads):
    for words in ("x" * 101, "x" * 10**6, " ".join("abcdefghijk"), "a\x00b", "\x00"):
        asked = search(words)

        assert "q" in asked.errors
        assert asked.results().total == 0
        assert asked.counts()["place"] == {"kolari": 0, "pajala": 0}
        assert asked.relaxations() == []
        assert not asked.queryset().exists()
