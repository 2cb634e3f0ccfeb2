"""The front page: one search, the newest jobs of both banks, and the map's numbers."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from jobs.models import Vacancy
from listings.by_place import newest_of, open_by_bank, open_by_place
from pages.chooser_blocks import AddressBlock
from pages.models import ContentPage, HomePage
from places.models import Village
from tests.factories import VacancyFactory


@pytest.fixture
def no_jobs(db):
    Vacancy.objects.all().delete()


@pytest.fixture
def list_address(language):
    from django.urls import reverse

    with translation.override(language):
        return reverse("vacancies")


@pytest.fixture
def front(read, language):
    def page():
        caches["pages"].clear()
        return read(f"/{language}/")

    return page


def vacancy(**fields):
    return VacancyFactory(live=True, **fields)


def test_the_search_leads_to_the_list_with_the_words_and_the_place(front, list_address):
    form = front().select_one(".front-search")

    assert form["action"] == list_address
    assert form["method"] == "get"
    assert form.select_one("[name=q]")
    assert {option["value"] for option in form.select("[name=where] option")} >= {"", "kolari", "pajala"}
    for field in form.select("input, select"):
        assert form.select_one(f'label[for="{field["id"]}"]')


def test_the_button_tells_how_many_jobs_there_are(front, no_jobs):
    vacancy(), vacancy(), vacancy(pajala=True)
    VacancyFactory()

    assert re.search(r"\b3\b", front().select_one(".front-search button").text)


def test_without_a_job_nothing_is_promised(front, no_jobs, said):
    page = front()

    assert page.select_one(".front-search button").text == said("Jobs")
    assert page.select("main .listing-card") == []
    assert [option["value"] for option in page.select(".front-search option")] == [""]


def test_only_places_where_there_is_something_can_be_chosen(front, no_jobs):
    vacancy(village=Village.objects.get(slug="lappea"))
    vacancy(pajala=True, village=None)

    options = {option["value"]: option.text for option in front().select(".front-search option")}

    assert list(options) == ["", "kolari", "kolari-lappea", "pajala"]
    assert "(1)" in options["kolari-lappea"]


@pytest.mark.parametrize(
    ("where", "found"),
    [("", 3), ("kolari", 2), ("kolari-lappea", 1), ("pajala", 1), ("pajala-kangos", 0)],
)
def test_the_place_chosen_narrows_the_list(visitor, list_address, no_jobs, where, found):
    vacancy(village=Village.objects.get(slug="lappea"))
    vacancy(village=Village.objects.get(slug="kurtakko"))
    vacancy(pajala=True)

    response = visitor.get(list_address, {"q": "", "where": where})

    assert response.status_code == 200
    assert response.context["results"].total == found


@pytest.mark.parametrize("where", ["narnia", "kolari-narnia", "' OR 1=1 --", "\x00", "kolari\n"])
def test_a_place_that_is_none_is_refused_in_words(db, visitor, list_address, where):
    assert visitor.get(list_address, {"where": where}).status_code == 422


def test_the_newest_of_both_banks_are_shown(front, no_jobs):
    now = timezone.now()
    for days in range(6):
        vacancy(title_fi=f"Kolarin {days}", published_at=now - timedelta(days=days))
    for days in (20, 21, 22):
        vacancy(title_fi=f"Pajalan {days}", published_at=now - timedelta(days=days), pajala=True)

    titles = [card.text for card in front().select("main .listing-card h3 a")]

    assert titles == ["Kolarin 0", "Kolarin 1", "Pajalan 20", "Pajalan 21"]


def test_one_banks_jobs_fill_the_places_the_other_leaves(no_jobs, db):
    for days in range(3):
        vacancy(published_at=timezone.now() - timedelta(days=days))
    across = vacancy(pajala=True, published_at=timezone.now() - timedelta(days=9))

    newest = newest_of(Vacancy, 4)

    assert len(newest) == 4
    assert newest[-1] == across


def test_what_is_not_open_is_neither_shown_nor_counted(no_jobs, db):
    VacancyFactory()
    VacancyFactory(submitted=True)
    vacancy(apply_by=timezone.localdate() - timedelta(days=1))

    assert newest_of(Vacancy, 4) == []
    assert open_by_place(Vacancy) == {}
    assert open_by_bank(Vacancy)[1] == 0


def test_the_heading_of_the_newest_jobs_is_the_editors(front, language):
    page = HomePage.objects.get(locale__language_code=language)
    page.jobs_title = "Työtä tällä viikolla"
    page.save_revision().publish()

    assert "Työtä tällä viikolla" in [heading.text for heading in front().select("main h2")]


def test_each_village_with_jobs_is_a_link_with_its_full_name(front, no_jobs, list_address):
    vacancy(village=Village.objects.get(slug="akaslompolo"), positions=9)
    vacancy(village=Village.objects.get(slug="akaslompolo"))

    page = front()
    links = page.select(".river-map svg a") + page.select(".river-map__index a")

    assert [link["href"] for link in links] == [f"{list_address}?village=kolari-akaslompolo"] * 2
    assert all(link["aria-label"].startswith("Äkäslompolo, Kolari: 2 ") for link in links)


def test_the_links_of_the_map_lead_to_what_they_promise(front, visitor):
    for link in front().select(".river-map__index a"):
        promised = int(re.search(r": (\d+) ", link["aria-label"])[1])
        assert visitor.get(link["href"]).context["results"].total == promised, link["aria-label"]


def test_a_village_without_jobs_says_so_and_is_no_link(front, no_jobs):
    page = front()

    assert page.select(".river-map svg a") == []
    assert "Kangos, Pajala" in {
        mark["aria-label"].split(":")[0] for mark in page.select(".river-map svg [aria-label]") if mark
    }


def test_the_two_kolaris_can_be_told_apart(front, no_jobs):
    for village in Village.objects.filter(slug="kolari").select_related("municipality"):
        vacancy(village=village, pajala=village.municipality.key == "pajala")

    names = {link["aria-label"].split(":")[0] for link in front().select(".river-map svg a")}

    assert names == {"Kolari (FI), Kolari", "Kolari (SE), Pajala"}


def test_the_map_is_drawn_again_when_jobs_come(read, no_jobs, language):
    def counts():
        caches["pages"].delete("open-vacancy-by-place")
        return read(f"/{language}/").select(".river-map__index b")

    caches["pages"].clear()
    assert counts() == []

    vacancy(village=Village.objects.get(slug="kangos"), pajala=True)

    assert [number.text for number in counts()] == ["1"]


@pytest.mark.parametrize("key", ["kolari", "pajala"])
def test_a_municipality_tells_how_many_jobs_it_has(read, site, language, key, no_jobs, list_address):
    vacancy(), vacancy(), vacancy(), vacancy(pajala=True), vacancy(pajala=True)
    caches["pages"].clear()

    link = read(site.section(key, language).url).select_one(
        f'main a[href="{list_address}?place={key}"].button'
    )

    assert link.text.startswith("3 " if key == "kolari" else "2 ")


def test_a_municipality_without_jobs_has_no_such_button(read, site, language, no_jobs):
    caches["pages"].clear()

    assert read(site.section("kolari", language).url).select("main a.button[href*='place=']") == []


@pytest.fixture
def block_page(db, language):
    def make(**value):
        home = HomePage.objects.get(locale__language_code=language)
        page = ContentPage(title="Front", slug="front", locale=home.locale)
        page.body = [("latest_jobs", {"title": "Jobs here", "count": 2, "municipality": None} | value)]
        caches["pages"].clear()
        return home.add_child(instance=page)

    return make


def test_editors_can_show_the_newest_jobs_on_any_page(block_page, read, no_jobs):
    for number in range(3):
        vacancy(title_fi=f"Työ {number}")

    page = read(block_page().url)

    assert "Jobs here" in [heading.text for heading in page.select("main h2")]
    assert len(page.select("main .listing-card")) == 2


def test_the_block_can_be_about_one_bank(block_page, read, no_jobs, site, list_address):
    vacancy(title_fi="Kolarissa")
    vacancy(title_fi="Pajalassa", pajala=True)

    page = read(block_page(municipality=site.pajala).url)

    assert [card.text for card in page.select("main .listing-card h3 a")] == ["Pajalassa"]
    assert page.select(f'main a[href="{list_address}?place=pajala"]')


def test_a_block_with_nothing_to_show_is_not_there(block_page, read, no_jobs):
    page = read(block_page().url)

    assert page.select("main .listing-card") == []
    assert "Jobs here" not in page.select_one("main").text


@pytest.mark.parametrize("address", ["//example.org/", "/\\example.org/", "javascript:alert(1)", "tyopaikat"])
def test_an_editors_link_cannot_hide_where_it_leads(address):
    with pytest.raises(ValidationError):
        AddressBlock().clean(address)


@pytest.mark.parametrize("address", ["/fi/tyopaikat/?place=kolari", "https://example.org/"])
def test_an_editors_link_may_lead_to_a_part_of_the_site(address):
    assert AddressBlock().clean(address) == address


def test_seeded_texts_link_to_the_list_in_their_own_language(read, seeded, language, list_address):
    page = read(seeded("kolari/work", language).url)

    hrefs = [link["href"] for link in page.select("main a")]

    assert list_address in hrefs
    assert f"{list_address}?place=kolari" in hrefs


def test_the_page_for_employers_leads_to_posting(read, seeded, language):
    from django.urls import reverse

    with translation.override(language):
        address = reverse("post_vacancy")

    assert read(seeded("employers", language).url).select(f'main a[href="{address}"].button')
