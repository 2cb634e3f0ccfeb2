from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from listings.models import DailyCount
from places.models import ExchangeRate, Municipality
from tests.factories import OrganisationFactory, VacancyFactory

MOST_QUESTIONS = 8


@pytest.fixture
def vacancy(board):
    """In Finnish with a Swedish summary, in Kolari."""
    return VacancyFactory(
        live=True,
        title_fi="Sairaanhoitaja, kotihoito",
        pay_min=3250,
        pay_max=3600,
        currency="EUR",
        work_languages={"fi": "good", "sv": "plus"},
        hours=["day", "shift"],
        offers_home=True,
        apply_by=date(2027, 6, 30),
        apply_by_time=time(15, 0),
        contact_name="Maija Malli",
        contact_hours="9–11",
    )


def facts(html):
    return {
        row.dt.get_text(strip=True): row.dd.get_text(" ", strip=True)
        for row in html.select(".fact-list > div")
    }


def test_a_draft_is_not_there(board, read, page_of, language):
    read(page_of(VacancyFactory(), language), status=404)


def test_an_ad_that_waits_for_its_moderator_is_not_there(board, read, page_of, language):
    read(page_of(VacancyFactory(submitted=True), language), status=404)


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_a_number_nobody_has_is_not_found(board, read, address, language, pk):
    read(address("vacancies", language=language) + f"{pk}-x/", status=404)


def test_a_wrong_slug_leads_to_the_right_one(vacancy, visitor, address, page_of, language):
    for slug in ("x", "sairaanhoitaja-kotihoito-2", "%C3%A4", "<script>"):
        answer = visitor.get(address("vacancies", language=language) + f"{vacancy.pk}-{slug}/?from=a")

        assert answer.status_code == 301
        assert answer.url == page_of(vacancy, language) + "?from=a"
    assert visitor.get(address("vacancies", language=language) + f"{vacancy.pk}/").status_code == 301


def test_each_language_has_its_own_address(board, read, page_of):
    vacancy = VacancyFactory(live=True, title_fi="Kokki", title_sv="Kock till fjället")
    html = read(page_of(vacancy, "fi"))

    assert page_of(vacancy, "sv").endswith(f"{vacancy.pk}-kock-till-fjallet/")
    assert html.select_one(".language-switch a")["href"] == page_of(vacancy, "sv")
    links = {link["hreflang"]: link["href"] for link in html.select("link[rel=alternate][hreflang]")}
    assert links["sv"].endswith(page_of(vacancy, "sv"))
    assert links["fi"] == links["x-default"] == html.select_one("link[rel=canonical]")["href"]


def test_what_and_where_and_who_stand_on_top(vacancy, read, page_of, language):
    html = read(page_of(vacancy, language))
    head = html.select_one(".listing-head")

    assert head.h1.get_text() == vacancy.title_fi
    assert "Kolari" in head.get_text()
    assert vacancy.organisation.name in head.get_text()
    assert html.select_one("meta[property='og:title']")["content"] == vacancy.title_fi


def test_facts_stand_in_the_readers_language(vacancy, read, page_of, said, language):
    table = facts(read(page_of(vacancy, language)))

    assert table[said("Form of employment")].lower() == said("permanent")
    assert said("Finnish").lower() in table[said("Languages at work")].lower()
    assert said("a home can be arranged") in table[said("Comes with the job")].lower()


def test_the_text_keeps_its_own_language(vacancy, read, page_of):
    html = read(page_of(vacancy, "sv"))

    assert html.h1["lang"] == "fi"
    assert html.select_one("[lang=fi].prose").get_text(strip=True) == vacancy.description_fi
    assert vacancy.summary_sv in html.select_one(".listing-head .lead").get_text()
    assert html.select_one(".listing__text .notice")
    own = read(page_of(vacancy, "fi"))
    assert not own.h1.has_attr("lang")
    assert not own.select(".listing__text .notice, .prose[lang]")


def test_pay_stands_as_entered_and_roughly_in_the_other_currency(vacancy, read, page_of, said, language):
    ExchangeRate.objects.create(currency="SEK", day=timezone.localdate(), rate=Decimal("11.00000"))
    text = facts(read(page_of(vacancy, language)))[said("Pay")]
    row = read(page_of(vacancy, language)).select_one(".figures").get_text()

    assert text.startswith("3")
    assert text.endswith(("€/kk", "€/mån"))
    assert {"≈", "kr"} <= {sign for sign in ("≈", "kr") if sign in row}


def test_nothing_is_guessed_without_a_rate(vacancy, read, page_of, language):
    ExchangeRate.objects.all().delete()

    assert "≈" not in read(page_of(vacancy, language)).get_text()


def test_pay_told_later_is_said(board, read, page_of, said, language):
    vacancy = VacancyFactory(live=True, pay_told="before_interview")

    assert said("told before the interview") in read(page_of(vacancy, language)).get_text().lower()


def test_a_deadline_is_said_by_both_clocks(vacancy, read, page_of):
    text = read(page_of(vacancy, "fi")).select_one(".figures").get_text(" ", strip=True)

    assert "15.00" in text
    assert "14.00" in text


def test_the_way_to_apply_shows_where_it_leads(vacancy, read, page_of, language):
    html = read(page_of(vacancy, language))
    links = html.select(f'a[href="{vacancy.apply_url}"]')

    assert len(links) == 2
    assert {tuple(link["rel"]) for link in links} == {("nofollow", "ugc", "noopener")}
    assert "tyopaikat.example.org" in html.select_one("#apply").get_text()
    assert "Maija Malli" in html.select_one("#apply").get_text()


def test_an_address_that_is_no_web_address_is_no_link(vacancy, read, page_of):
    type(vacancy).objects.update(apply_url="javascript:alert(1)", link_url="data:text/html,x")
    html = read(page_of(vacancy))

    assert not [link for link in html.select("a[href]") if link["href"].startswith(("javascript", "data"))]


def test_only_a_checked_organisation_has_the_mark(board, read, page_of, language):
    kolari = Municipality.objects.get(key="kolari")
    checked = VacancyFactory(live=True)
    new = VacancyFactory(live=True, organisation=OrganisationFactory(is_new=True, municipality=kolari))

    with translation.override(language):
        assert kolari.office_name in read(page_of(checked, language)).select_one(".checked").get_text()
    assert not read(page_of(new, language)).select(".checked")


def test_an_example_says_so_and_stays_out_of_search_engines(board, read, page_of, language):
    example = VacancyFactory(live=True, is_example=True)
    html = read(page_of(example, language))

    assert html.select_one("meta[name=robots]")["content"] == "noindex"
    assert html.select_one(".body > .notice")
    assert not html.select("script[type='application/ld+json']")


def test_similar_ones_are_the_nearest_of_the_same_kind(board, read, page_of):
    kolari = Municipality.objects.get(key="kolari")
    here, near = kolari.villages.exclude(latitude=None).order_by("pk")[:2]
    vacancy = VacancyFactory(live=True, village=here)
    VacancyFactory(live=True, pajala=True, title_fi="Pajalassa")
    VacancyFactory(live=True, village=near, title_fi="Naapurissa")
    VacancyFactory(live=True, village=here, title_fi="Samassa kylässä")
    VacancyFactory(village=here, title_fi="Luonnos")
    titles = [link.get_text() for link in read(page_of(vacancy)).select(".listing-card h3 a")]

    assert titles[0] == "Samassa kylässä"
    assert set(titles) == {"Samassa kylässä", "Naapurissa", "Pajalassa"}


def test_its_last_day_goes_into_a_calendar(vacancy, visitor, address):
    answer = visitor.get(address("vacancy_ics", vacancy.pk))

    assert answer["Content-Type"].startswith("text/calendar")
    assert b"DTSTART:20270630T120000Z" in answer.content
    whole_day = VacancyFactory(live=True, apply_by=date(2027, 6, 30))
    assert b"DTSTART;VALUE=DATE:20270630" in visitor.get(address("vacancy_ics", whole_day.pk)).content
    open_ended = VacancyFactory(live=True, apply_by=None)
    assert visitor.get(address("vacancy_ics", open_ended.pk)).status_code == 404


def test_shared_caches_keep_it_no_longer_than_it_is_open(vacancy, visitor, page_of):
    assert {"public", "max-age=60"} <= set(visitor.get(page_of(vacancy))["Cache-Control"].split(", "))
    type(vacancy).objects.update(closes_at=timezone.now() + timedelta(seconds=20))
    seconds = int(visitor.get(page_of(vacancy))["Cache-Control"].split("max-age=")[1].split(",")[0])

    assert seconds <= 20


def test_a_page_for_somebody_signed_in_is_nobody_elses(vacancy, editor_kolari, page_of):
    assert "private" in editor_kolari.get(page_of(vacancy))["Cache-Control"]


def test_reading_is_counted_without_knowing_who(vacancy, visitor, address, page_of):
    visitor.get(page_of(vacancy))
    visitor.head(page_of(vacancy))
    assert not DailyCount.objects.exists()

    for what, times in (("view", 2), ("apply", 1)):
        for _time in range(times):
            answer = visitor.post(
                address("count_vacancy", vacancy.pk) + f"?what={what}",
                headers={"sec-fetch-site": "same-origin"},
            )
            assert answer.status_code == 204
            assert not answer.cookies
    row = DailyCount.objects.get(object_id=vacancy.pk)
    assert (row.views, row.applies) == (2, 1)


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_another_site_cannot_count(vacancy, visitor, address, headers):
    visitor.post(address("count_vacancy", vacancy.pk) + "?what=view", headers=headers)

    assert not DailyCount.objects.exists()


def test_people_who_signed_in_are_not_counted(vacancy, editor_kolari, address):
    editor_kolari.post(
        address("count_vacancy", vacancy.pk) + "?what=view", headers={"sec-fetch-site": "same-origin"}
    )

    assert not DailyCount.objects.exists()


def test_counting_asks_for_what_is_known(vacancy, visitor, address):
    same = {"sec-fetch-site": "same-origin"}

    assert visitor.get(address("count_vacancy", vacancy.pk) + "?what=view").status_code == 405
    assert visitor.post(address("count_vacancy", vacancy.pk) + "?what=x", headers=same).status_code == 422
    assert visitor.post(address("count_vacancy", VacancyFactory().pk), headers=same).status_code == 404


def test_few_questions(vacancy, visitor, page_of, language):
    for _number in range(10):
        VacancyFactory(live=True)
    visitor.get(page_of(vacancy, language))
    with CaptureQueriesContext(connection) as asked:
        visitor.get(page_of(vacancy, language))

    assert len(asked) <= MOST_QUESTIONS
