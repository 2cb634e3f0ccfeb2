"""What a careful reader remarks on before an ad is sent. Remarks never stop anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from jobs.models import Vacancy
from listings.checks import warnings
from listings.states import State, state_of
from places.models import Municipality

from .writing import edit_url, send, write

NOTHING_TO_SAY = {
    "title_fi": "Sairaanhoitaja",
    "description_fi": "Tule terveysasemalle. Työ on monipuolista ja työyhteisö mukava.",
    "summary_sv": "Sjuksköterska till hälsocentralen.",
    "pay_min": 2900,
}


def vacancy(**fields):
    return Vacancy(municipality=Municipality.objects.get(key="kolari"), **NOTHING_TO_SAY | fields)


def remarks(**fields):
    return warnings(vacancy(**fields))


def today(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title_fi": "LVI-asentaja"},
        {"title_sv": "IT-stöd", "title_fi": "IT-tuki"},
        {"description_sv": "Man arbetar i team.", "description_fi": "Esimies auttaa."},
        {"description_fi": "Työskentelet nuorten ja lasten kanssa.", "summary_sv": "Du jobbar med unga."},
        {"description_fi": "Haemme äidinkielen opettajaa.", "title_fi": "Äidinkielen opettaja"},
        {"requirements_fi": "Hyvä suomen kielen taito."},
        {"apply_by": "in two weeks"},
    ],
)
def test_a_decent_ad_gets_no_remark(db, fields):
    if "apply_by" in fields:
        fields = {"apply_by": today(14)}
    assert remarks(**fields) == []


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"pay_min": None}, "terms"),
        ({"pay_min": None, "pay_told": "before_interview"}, "terms"),
        ({"summary_sv": ""}, "text"),
        ({"title_fi": "SAIRAANHOITAJA HETI"}, "what"),
        ({"title_fi": "Hoitaja heti!!!"}, "what"),
        ({"title_fi": "Hoitaja 3000 €/kk"}, "what"),
        ({"title_sv": "Sköterska 35 000 kr"}, "what"),
        ({"description_fi": "Olet nuori ja reipas."}, "text"),
        ({"description_sv": "Vi söker dig som är ung."}, "text"),
        ({"description_fi": "Olet 20-35-vuotias."}, "text"),
        ({"description_sv": "Du är 20–35 år."}, "text"),
        ({"requirements_fi": "Reipas mies."}, "languages"),
        ({"requirements_sv": "Glad tjej."}, "languages"),
        ({"description_fi": "Vain kantasuomalaisille."}, "text"),
        ({"description_sv": "Du är svenskfödd."}, "text"),
        ({"description_fi": "Olet perheetön."}, "text"),
        ({"apply_text_fi": "Liitä valokuva."}, "text"),
        ({"apply_text_sv": "Skicka ett foto."}, "text"),
        ({"requirements_fi": "Suomi äidinkielenä."}, "languages"),
        ({"merits_sv": "Svenska som modersmål."}, "languages"),
        ({"description_fi": "Hakumaksu on 20 euroa."}, "text"),
        ({"description_sv": "Startavgift tas ut."}, "text"),
        ({"description_fi": "Ensin palkaton koeviikko."}, "text"),
        ({"description_sv": "Först provjobbar du gratis."}, "text"),
    ],
)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_what_deserves_a_remark_gets_one(db, language, fields, step):
    with translation.override(language):
        found = remarks(**fields)

    assert [remark.step for remark in found] == [step]
    assert found[0].text


@pytest.mark.parametrize(("days", "number"), [(-1, 1), (0, 1), (6, 1), (7, 0)])
def test_a_last_day_that_is_near(db, days, number):
    assert [remark.step for remark in remarks(apply_by=today(days))] == ["apply"] * number


def test_a_remark_stops_nobody_and_leads_to_its_page(employer):
    ad = write(employer, text={"description_fi": "Olet nuori ja reipas."})

    response = employer.get(f"{ad.desk_url('preview')}")

    assert {remark["url"] for remark in response.context["remarks"]} >= {edit_url(ad, "text")}
    assert "nuori" in employer.get(edit_url(ad, "text")).content.decode().partition("<form class")[0]
    send(employer, ad)
    assert state_of(Vacancy.objects.get(pk=ad.pk)) == State.IN_REVIEW
