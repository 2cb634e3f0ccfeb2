from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Vacancy
from tests.factories import VacancyFactory

MOST_QUESTIONS = 10


@pytest.fixture
def three(board):
    """A nurse in Kolari, a nurse and a lorry driver in Pajala."""
    swedish = {"title_fi": "", "description_fi": "", "description_sv": "Text.", "pajala": True, "live": True}
    return [
        VacancyFactory(live=True, title_fi="Sairaanhoitaja", positions=3),
        VacancyFactory(title_sv="Sjuksköterska", **swedish),
        VacancyFactory(title_sv="Lastbilsförare", occupation=None, summary_sv="", **swedish),
    ]


def titles(html):
    return {link.get_text() for link in html.select(".listing-card h3 a")}


def option(html, name, value):
    return html.select_one(f'#filters input[name="{name}"][value="{value}"]')


@pytest.mark.parametrize(
    "query",
    ["place=atlantis", "sort=x", "since=never", "q=" + "a+" * 50, "field=%00", "q=%00", "form=%FF"],
)
def test_a_search_that_makes_no_sense_says_so_and_shows_everything(
    three, read, visitor, address, language, query
):
    url = address("vacancies", language=language) + f"?{query}"
    html = read(url, status=422)

    assert html.select_one("[role=alert]")
    assert len(titles(html)) == 3


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=999999999999999999999", "page=x", "page=%FF", "nothing=1", "filters=1"],
)
def test_what_can_be_read_as_something_is(three, read, address, query):
    assert len(titles(read(address("vacancies") + f"?{query}"))) == 3


def test_drafts_and_what_waits_stand_on_no_list(board, read, address, language):
    VacancyFactory()
    VacancyFactory(submitted=True)

    assert titles(read(address("vacancies", language=language))) == set()


def test_ads_and_positions_are_counted_in_words(three, read, address):
    assert read(address("vacancies")).select_one("#count").get_text() == "3 työpaikkaa, 5 tehtävää"
    assert read(address("vacancies", language="sv")).select_one("#count").get_text() == "3 jobb, 5 tjänster"


def test_one_is_one(board, read, address):
    VacancyFactory(live=True)

    assert read(address("vacancies")).select_one("#count").get_text() == "1 työpaikka"


def test_every_choice_tells_how_many_it_would_leave(three, read, address, language):
    html = read(address("vacancies", language=language))

    assert option(html, "place", "pajala").parent.select_one(".filter-group__count").get_text() == "2"
    assert option(html, "place", "kolari").parent.select_one(".filter-group__count").get_text() == "1"
    assert not option(html, "form", "seasonal")


def test_a_choice_narrows_the_list_and_can_be_taken_back(three, read, address, language):
    html = read(address("vacancies", language=language) + "?place=pajala&q=sjuksk%C3%B6terska")

    assert titles(html) == {"Sjuksköterska"}
    assert option(html, "place", "pajala").has_attr("checked")
    assert html.select_one("#listing-words")["value"] == "sjuksköterska"
    chips = {chip.get_text(" ", strip=True): chip["href"] for chip in html.select("a.chip")}
    assert len(chips) == 2
    left = next(url for label, url in chips.items() if "Pajala" in label)
    assert titles(read(address("vacancies", language=language) + left)) == {"Sairaanhoitaja", "Sjuksköterska"}


def test_the_state_follows_into_the_other_language(three, read, address):
    html = read(address("vacancies") + "?place=pajala")

    assert (
        html.select_one(".language-switch a")["href"] == address("vacancies", language="sv") + "?place=pajala"
    )


def test_the_same_search_can_be_mailed_and_fed(three, read, address, language):
    html = read(address("vacancies", language=language) + "?place=pajala&filters=open")
    links = [link["href"] for link in html.select(".listing-results__ways a")]

    assert links == [
        address("make_alert", "vacancy", language=language) + "?place=pajala",
        address("vacancies_rss", language=language) + "?place=pajala",
        address("vacancies_atom", language=language) + "?place=pajala",
    ]
    assert html.select_one("link[type='application/atom+xml']")["href"] == links[2]


def test_nothing_found_shows_the_ways_on(three, read, address, language):
    html = read(address("vacancies", language=language) + "?place=kolari&q=lastbilsf%C3%B6rare")
    way = html.select_one(".listing-nothing li a")

    assert titles(html) == set()
    assert titles(read(address("vacancies", language=language) + way["href"])) == {"Lastbilsförare"}
    assert (
        address("make_alert", "vacancy", language=language)
        in html.select_one(".listing-nothing .button")["href"]
    )


def test_a_typing_error_is_said(three, read, address, language):
    html = read(address("vacancies", language=language) + "?q=sairanhoitaja")

    assert "Sairaanhoitaja" in titles(html)
    assert "sairanhoitaja" in html.select_one(".listing-results > .notice").get_text()


def test_a_card_says_what_it_is(three, read, address, said, language):
    html = read(address("vacancies", language=language))
    card = next(card for card in html.select(".listing-card") if card.h3.get_text() == "Lastbilsförare")

    assert three[2].organisation.name in card.get_text()
    assert "Pajala" in card.select_one(".bank-dot").get_text()
    assert said("Sweden") in card.get_text()
    assert said("permanent") in card.get_text()
    assert said("Swedish").lower() in card.select_one(".listing-card__languages").get_text().lower()
    assert card.h3.a.get("lang") == (None if language == "sv" else "sv")
    assert card.select_one(".tag--new")


def test_new_is_three_days(board, read, address):
    VacancyFactory(live=True, published_at=timezone.now() - timedelta(days=3, minutes=1))
    assert not read(address("vacancies")).select(".tag--new")

    VacancyFactory(live=True, published_at=timezone.now() - timedelta(days=2, hours=23))
    assert len(read(address("vacancies")).select(".tag--new")) == 1


def test_examples_are_marked(board, read, address, said, language):
    VacancyFactory(live=True, is_example=True)

    assert (
        said("Made-up example")
        in read(address("vacancies", language=language)).select_one(".listing-card").get_text()
    )


def test_a_long_list_has_pages(board, read, address, language):
    for number in range(21):
        VacancyFactory(live=True, title_fi=f"Paikka {number}", title_sv=f"Plats {number}")
    first = read(address("vacancies", language=language) + "?place=kolari")
    second = read(first.select_one(".pagination a[rel=next]")["href"])

    assert len(titles(first)) == 20
    assert len(titles(second)) == 1
    assert not titles(first) & titles(second)
    assert "place=kolari" in second.select_one(".pagination a[rel=prev]")["href"]


def test_the_order_can_be_chosen(board, read, address, language):
    VacancyFactory(
        live=True, title_fi="Myöhemmin", title_sv="Senare", apply_by=timezone.localdate() + timedelta(days=9)
    )
    VacancyFactory(
        live=True, title_fi="Pian", title_sv="Snart", apply_by=timezone.localdate() + timedelta(days=1)
    )
    VacancyFactory(live=True, title_fi="Auki", title_sv="Öppet", apply_by=None)
    html = read(address("vacancies", language=language) + "?sort=closing")
    first, *_more, last = [link.get_text() for link in html.select(".listing-card h3 a")]

    assert (first, last) in {("Pian", "Auki"), ("Snart", "Öppet")}
    assert html.select_one(".listing-sort [aria-current]")


def test_searches_stay_out_of_search_engines(three, read, address):
    assert not read(address("vacancies")).select("meta[name=robots]")
    assert read(address("vacancies") + "?q=kokki").select_one("meta[name=robots]")["content"] == "noindex"


def test_shared_caches_may_keep_the_list_for_a_minute(three, visitor, editor_kolari, address, language):
    answer = visitor.get(address("vacancies", language=language))

    assert {"public", "max-age=60", "s-maxage=60"} <= set(answer["Cache-Control"].split(", "))
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert "private" in editor_kolari.get(address("vacancies", language=language))["Cache-Control"]


def test_the_list_stands_first_in_the_menu(three, read, address, language):
    entry = read(address("vacancies", language=language)).select_one("#site-menu li a")

    assert entry["href"] == address("vacancies", language=language)
    assert entry["aria-current"] == "page"


def test_open_ads_are_in_the_sitemap(board, visitor, page_of):
    real, example = VacancyFactory(live=True), VacancyFactory(live=True, is_example=True)
    draft = VacancyFactory()
    sitemap = visitor.get("/sitemap.xml").content.decode()

    assert page_of(real, "fi") in sitemap
    assert page_of(real, "sv") in sitemap
    assert page_of(example) not in sitemap
    assert page_of(draft) not in sitemap


def questions(visitor, url):
    visitor.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert visitor.get(url).status_code == 200
    return len(asked)


def test_few_questions_however_many_ads(board, visitor, address, language):
    url = address("vacancies", language=language)
    numbers = {}
    for number in (10, 200):
        while Vacancy.objects.count() < number:
            VacancyFactory(live=True)
        for query in ("", "?q=sairaanhoitaja&place=kolari&sort=best", "?q=zzzzzzz&place=pajala"):
            numbers.setdefault(query, []).append(questions(visitor, url + query))

    assert max(max(pair) for pair in numbers.values()) <= MOST_QUESTIONS
    assert [pair for pair in numbers.values() if pair[1] > pair[0]] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_number_beside_a_filter_is_never_broken(page, base_url, address, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(base_url + address("vacancies", language=language) + "?filters=open")
    page.evaluate("document.querySelectorAll('.filter-group').forEach((group) => { group.open = true })")
    lines = page.eval_on_selector_all(
        ".filter-group__count",
        "all => all.map((count) => count.offsetHeight / parseFloat(getComputedStyle(count).lineHeight))",
    )

    assert len(lines) > 20
    assert max(lines) < 1.5
