"""JobPosting by Google's rules, and hostile words on every page that shows an ad."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.utils import timezone

from jobs.models import Vacancy
from listings.models import Organisation
from tests.factories import VacancyFactory

PAYLOADS = [
    "<script>window.__xss=1</script>",
    "</script><script>window.__xss=1</script>",
    '"><img src=x onerror=window.__xss=1>',
    "' onmouseover='window.__xss=1",
    "<!--<script>",
    "]]><script>window.__xss=1</script>",
    "\u2028\u2029<svg/onload=window.__xss=1>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "<a href=javascript:window.__xss=1>x</a>",
    "&lt;script&gt;window.__xss=1&lt;/script&gt;",
    "- <b>x\n\n- <i>y",
]
REQUIRED = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}
TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}


@pytest.fixture
def posting(read, page_of):
    def of(vacancy, language="fi"):
        blocks = read(page_of(vacancy, language)).select("script[type='application/ld+json']")
        assert len(blocks) <= 1
        return json.loads(blocks[0].string) if blocks else None

    return of


def test_made_up_and_imported_ads_have_none(board, posting):
    assert posting(VacancyFactory(live=True, is_example=True)) is None
    assert posting(VacancyFactory(live=True, source="jobtech", source_id="1")) is None


def test_what_google_requires_is_there(board, posting, language):
    data = posting(VacancyFactory(live=True, positions=3, reference="A-1"), language)

    assert set(data) >= REQUIRED
    assert data["@type"] == "JobPosting"
    assert data["jobLocation"]["address"]["addressCountry"] == "FI"
    assert data["description"].startswith("<p>")
    assert data["identifier"]["value"] == "A-1"
    assert data["totalJobOpenings"] == 3
    assert data["directApply"] is False
    assert data["inLanguage"] == "fi"
    datetime.fromisoformat(data["datePosted"])


@pytest.mark.parametrize(
    "form", [value for value, _label in Vacancy._meta.get_field("employment_form").choices]
)
@pytest.mark.parametrize("extent", ["full", "part", "either"])
def test_kinds_of_employment_are_googles(board, posting, form, extent):
    types = posting(VacancyFactory(live=True, employment_form=form, extent=extent))["employmentType"]

    assert types
    assert set(types) <= TYPES


def test_pay_is_only_what_was_entered(board, posting):
    assert "baseSalary" not in posting(VacancyFactory(live=True))
    assert "baseSalary" not in posting(VacancyFactory(live=True, pay_min=1, pay_basis="commission"))
    pay = posting(VacancyFactory(live=True, pajala=True, pay_min=Decimal("180.50"), pay_unit="hour"))[
        "baseSalary"
    ]

    assert pay == {
        "@type": "MonetaryAmount",
        "currency": "SEK",
        "value": {"@type": "QuantitativeValue", "minValue": 180.5, "unitText": "HOUR"},
    }


def test_the_last_moment_has_the_workplaces_offset(board, posting):
    day = {"apply_by": date(2027, 6, 30), "apply_by_time": time(15, 0)}

    assert posting(VacancyFactory(live=True, **day))["validThrough"] == "2027-06-30T15:00:00+03:00"
    assert (
        posting(VacancyFactory(live=True, pajala=True, **day))["validThrough"] == "2027-06-30T15:00:00+02:00"
    )
    assert "validThrough" not in posting(VacancyFactory(live=True, apply_by=None))


def test_work_from_anywhere_says_from_where(board, posting):
    data = posting(VacancyFactory(live=True, remote="fully", remote_countries=["FI", "SE"]))

    assert data["jobLocationType"] == "TELECOMMUTE"
    assert [country["name"] for country in data["applicantLocationRequirements"]] == ["FI", "SE"]


def test_contacts_are_not_in_it(board, posting):
    data = posting(VacancyFactory(live=True, contact_name="Maija Malli", contact_email="maija@example.org"))

    assert "aija" not in json.dumps(data)


def text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in {"source", "source_id"}
    ]


def hostile(payload):
    """An ad whose every text is the payload, straight in the database, where no form has looked at it."""
    vacancy = VacancyFactory(live=True)
    for row in (vacancy, vacancy.organisation):
        values = {field.name: payload[: field.max_length] for field in text_fields(type(row))}
        type(row).objects.filter(pk=row.pk).update(**values)
    return Vacancy.objects.get(pk=vacancy.pk)


def assert_only_words(html):
    attributes = {name for tag in html.find_all(True) for name in tag.attrs}
    links = [link["href"].strip().lower() for link in html.select("a[href]")]

    assert not [name for name in attributes if name.startswith("on")]
    assert not html.select("script:not([src]):not([type='application/ld+json'])")
    assert not [
        script for script in html.select("script[src], img") if not script["src"].startswith("/static/")
    ]
    assert not [link for link in links if link.startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_words(board, visitor, read, address, page_of, language, payload):
    vacancy = hostile(payload)
    title = " ".join(payload.split())
    shown = {
        address("vacancies", language=language): ".listing-card h3",
        page_of(vacancy, language): "h1",
        address("report_vacancy", vacancy.pk, language=language): "h2",
    }
    for url, heading in shown.items():
        html = read(url)

        assert_only_words(html)
        assert " ".join(html.select_one(f"main {heading}").get_text().split()) == title
    Vacancy.objects.update(live=False, first_published_at=timezone.now())
    assert_only_words(read(page_of(vacancy, language), status=410))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_data(board, read, page_of, language, payload):
    blocks = read(page_of(hostile(payload), language)).select("script[type='application/ld+json']")
    data = json.loads(blocks[0].string)

    assert len(blocks) == 1
    assert " ".join(data["title"].split()) == " ".join(payload.split())
    assert "<script" not in data["description"]
    assert not [sign for sign in "<>&\u2028\u2029" if sign in blocks[0].string]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_stay_words_in_feeds(board, visitor, address, language, payload):
    hostile(payload)
    for kind, part in (("vacancies_rss", "item/description"), ("vacancies_atom", "{*}entry/{*}summary")):
        answer = visitor.get(address(kind, language=language))
        told = ElementTree.fromstring(answer.content).findall(f".//{part}")

        assert len(told) == 1
        assert {tag.name for tag in BeautifulSoup(told[0].text, "html.parser").find_all(True)} == {"p"}


def test_an_organisations_hostile_website_is_no_link(board, read, page_of):
    vacancy = VacancyFactory(live=True)
    Organisation.objects.update(website="javascript://pajala.se/%0aalert(1)")

    assert "javascript" not in str(read(page_of(vacancy)))
