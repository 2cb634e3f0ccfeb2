from datetime import timedelta

import pytest
from django.utils import timezone

from listings import moderation
from tests.factories import VacancyFactory


@pytest.fixture
def closed(board):
    return VacancyFactory(
        live=True,
        title_fi="Mennyt paikka",
        description_fi="Tekstiä.",
        apply_by=timezone.localdate() - timedelta(days=2),
    )


def test_a_closed_ad_is_gone_and_says_so(closed, visitor, read, page_of, said, language):
    html = read(page_of(closed, language), status=410)

    assert html.h1.get_text() == "Mennyt paikka"
    assert said("You can no longer apply for this job.") in html.get_text()
    assert "Tekstiä." not in html.get_text()
    assert closed.apply_url not in str(html)
    assert html.select_one("meta[name=robots]")["content"] == "noindex"
    assert not html.select("script[type='application/ld+json'], link[rel=canonical]")


def test_it_shows_what_is_open_instead(closed, read, page_of, language):
    VacancyFactory(live=True, title_fi="Avoin paikka")
    VacancyFactory(title_fi="Luonnos")
    titles = [
        link.get_text() for link in read(page_of(closed, language), status=410).select(".listing-card a")
    ]

    assert titles == ["Avoin paikka"]


def test_one_ended_by_its_poster_is_gone_too(board, read, page_of, language):
    vacancy = VacancyFactory(live=True)
    moderation.end(vacancy, by=vacancy.posted_by)

    read(page_of(vacancy, language), status=410)


def test_whatever_its_address_said(closed, read, address):
    read(address("vacancies") + f"{closed.pk}-old-name/", status=410)


def test_nothing_can_be_done_with_it(closed, visitor, address, language):
    for name in ("report_vacancy", "vacancy_ics"):
        assert visitor.get(address(name, closed.pk, language=language)).status_code == 410
    assert visitor.post(address("count_vacancy", closed.pk)).status_code == 410
    assert visitor.post(address("report_vacancy", closed.pk), {"reason": "fraud"}).status_code == 410


def test_it_stands_on_no_list(closed, visitor, address, language):
    for name in ("vacancies", "vacancies_rss", "vacancies_atom"):
        assert "Mennyt paikka" not in visitor.get(address(name, language=language)).content.decode()
    assert "Mennyt paikka" not in visitor.get("/api/vacancies").content.decode()
    assert visitor.get(f"/api/vacancies/{closed.pk}").status_code == 404
