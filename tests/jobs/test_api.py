import json

import pytest

from tests.factories import VacancyFactory


@pytest.fixture
def vacancy(board):
    return VacancyFactory(
        live=True,
        title_fi="Kokki",
        title_sv="Kock",
        pay_min=3000,
        currency="EUR",
        positions=2,
        contact_name="Maija Malli",
        contact_email="maija@example.org",
        contact_phone="+358401234567",
        contact_role="keittiöpäällikkö",
        apply_email="haku@example.org",
    )


@pytest.mark.parametrize("query", ["place=atlantis", "language=xx", "sort=x", "q=%00", "since=9"])
def test_what_makes_no_sense_is_refused(vacancy, visitor, query):
    answer = visitor.get(f"/api/vacancies?{query}")

    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("pk", [0, 999999, 10**30])
def test_what_is_not_there_is_not_found(vacancy, visitor, pk):
    assert visitor.get(f"/api/vacancies/{pk}").status_code == 404


def test_drafts_are_not_in_it(board, visitor):
    draft, waiting = VacancyFactory(), VacancyFactory(submitted=True)

    assert visitor.get("/api/vacancies").json()["vacancies"] == []
    assert {visitor.get(f"/api/vacancies/{ad.pk}").status_code for ad in (draft, waiting)} == {404}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(vacancy, visitor, method):
    assert getattr(visitor, method)(f"/api/vacancies/{vacancy.pk}").status_code == 405
    assert getattr(visitor, method)("/api/vacancies").status_code == 405


def test_contacts_are_not_in_it(vacancy, visitor, language):
    for url in ("/api/vacancies", f"/api/vacancies/{vacancy.pk}"):
        answer = visitor.get(f"{url}?language={language}").content.decode()
        assert not [word for word in ("Maija", "maija@", "haku@", "401234567", "keitti") if word in answer]


def test_a_search_is_answered_like_on_the_site(vacancy, visitor, language):
    VacancyFactory(live=True, pajala=True)
    answer = visitor.get(f"/api/vacancies?place=kolari&language={language}").json()

    assert (answer["total"], answer["positions"], answer["page"], answer["pages"]) == (1, 2, 1, 1)
    found = answer["vacancies"][0]
    assert found["title"] == {"text": {"fi": "Kokki", "sv": "Kock"}[language], "language": language}
    assert f"/{language}/" in found["url"]


def test_one_is_told_in_full(vacancy, visitor, language):
    found = visitor.get(f"/api/vacancies/{vacancy.pk}?language={language}").json()

    assert found["description"] == {"text": vacancy.description_fi, "language": "fi"}
    assert found["pay"] == {"min": 3000.0, "max": None, "unit": "month", "currency": "EUR", "basis": "fixed"}
    assert found["closes_at"].endswith(("+02:00", "+03:00"))
    assert found["place"]["municipality"] == "kolari"


def test_any_site_may_read_it(vacancy, visitor):
    for url in ("/api/vacancies", f"/api/vacancies/{vacancy.pk}"):
        answer = visitor.get(url)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "public" in answer["Cache-Control"]
        assert not answer.cookies


def test_the_document_names_every_filter(visitor, db):
    document = visitor.get("/api/openapi.json").json()
    names = {one["name"] for one in document["paths"]["/api/vacancies"]["get"]["parameters"]}

    assert {"q", "place", "village", "field", "occupation", "form", "extent", "hours", "can_apply"} <= names
    assert {"pay", "offers", "no_experience", "remote", "since", "sort", "page", "language"} <= names
    assert "contact" not in json.dumps(document)


def test_the_page_about_it_is_ours(visitor, read, address, said, language):
    html = read(address("api", language=language))

    assert "/api/vacancies" in html.get_text()
    assert said("Open vacancies, filtered like on the site") in html.get_text()
    assert said("Words") in html.get_text()
    assert not html.select("script")
    assert html.select_one(".language-switch a")["href"] != address("api", language=language)


def test_its_short_address_leads_to_the_page(visitor, db):
    assert visitor.get("/api/", headers={"accept-language": "sv"}).url == "/sv/api/"
    assert visitor.get("/api/", headers={"accept-language": "fi"}).url == "/fi/api/"
