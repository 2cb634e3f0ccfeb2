from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.factories import VacancyFactory

KINDS = {"vacancies_rss": "item", "vacancies_atom": "{http://www.w3.org/2005/Atom}entry"}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def entries(visitor, address):
    def read(kind, language="fi", query=""):
        answer = visitor.get(address(kind, language=language) + query)
        assert answer.status_code == 200
        return list(ElementTree.fromstring(answer.content).iter(KINDS[kind]))

    return read


def text(entry):
    return " ".join(entry.itertext())


@pytest.mark.parametrize("query", ["?place=atlantis", "?sort=x", "?q=%00"])
def test_a_search_that_makes_no_sense_has_no_feed(board, visitor, address, kind, query):
    assert visitor.get(address(kind) + query).status_code == 404


def test_only_open_ads_are_in_it(board, entries, kind, language):
    VacancyFactory(title_fi="Luonnos")
    VacancyFactory(submitted=True, title_fi="Odottaa")
    VacancyFactory(live=True, title_fi="Mennyt", apply_by=timezone.localdate() - timedelta(days=2))

    assert entries(kind, language) == []


def test_it_follows_the_search(board, entries, kind, language):
    VacancyFactory(live=True, title_fi="Kolarissa", title_sv="I Kolari")
    VacancyFactory(live=True, pajala=True, title_fi="Pajalassa", title_sv="I Pajala")
    found = entries(kind, language, "?place=pajala")

    assert len(found) == 1
    assert {"fi": "Pajalassa", "sv": "I Pajala"}[language] in text(found[0])


def test_it_speaks_the_language_of_its_address(board, visitor, address, page_of, said, kind, language):
    vacancy = VacancyFactory(live=True, title_fi="Kokki", title_sv="Kock")
    answer = visitor.get(address(kind, language=language)).content.decode()

    assert said("Jobs") in answer
    assert page_of(vacancy, language) in answer
    assert f">{language}<" in answer or f'xml:lang="{language}"' in answer


def test_the_newest_fifty_come_first(board, entries, kind):
    for number in range(52):
        VacancyFactory(
            live=True, title_fi=f"Paikka {number:02}", published_at=timezone.now() - timedelta(hours=number)
        )
    found = entries(kind)

    assert len(found) == 50
    assert "Paikka 00" in text(found[0])
    assert "Paikka 49" in text(found[-1])


def test_an_ad_that_is_renamed_is_no_new_one(board, entries, kind):
    vacancy = VacancyFactory(live=True)

    def mark():
        found = entries(kind)[0]
        return next(part.text for part in found if part.tag.endswith(("guid", "}id")))

    before = mark()
    vacancy.title_fi = "Aivan toinen nimi"
    vacancy.save_revision().publish()

    assert mark() == before


def test_contacts_are_not_in_it(board, visitor, address, kind, language):
    VacancyFactory(
        live=True,
        contact_name="Maija Malli",
        contact_email="maija@example.org",
        contact_phone="+358401234567",
        apply_email="haku@example.org",
    )
    answer = visitor.get(address(kind, language=language)).content.decode()

    assert not [word for word in ("Maija", "maija@", "haku@", "401234567") if word in answer]


def test_what_xml_cannot_hold_is_left_out(board, entries, kind):
    VacancyFactory(live=True, title_fi="Kok\x0bki\x1b & <b>", summary_fi="\ufffe\x08]]>")

    assert "Kokki & <b>" in text(entries(kind)[0])


def test_it_may_be_kept_for_a_minute(board, visitor, address, kind):
    assert {"public", "max-age=60"} <= set(visitor.get(address(kind))["Cache-Control"].split(", "))
