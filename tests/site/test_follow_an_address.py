"""Where an address leads is remembered; what stands there is not."""

import pytest
from django.core.cache import caches
from wagtail.models import Page, Site

from pages.models import ContentPage, EventPage

ADDRESS = "/fi/kolari/asuminen/"


@pytest.fixture
def page(db, visitor):
    """A page that has been read a moment ago."""
    assert visitor.get(ADDRESS).status_code == 200
    return ContentPage.objects.get(url_path=ADDRESS)


def elsewhere(page, **fields):
    """Changed by another process, which tells this one nothing."""
    Page.objects.filter(pk=page.pk).update(**fields)


def test_a_page_unpublished_elsewhere_is_gone_at_once(page, visitor):
    elsewhere(page, live=False)

    assert visitor.get(ADDRESS).status_code == 404


def test_a_page_moved_elsewhere_no_longer_stands_at_its_old_address(page, visitor):
    elsewhere(page, slug="koti", url_path="/fi/kolari/koti/")

    assert visitor.get(ADDRESS).status_code == 404
    assert visitor.get("/fi/kolari/koti/").status_code == 200


def test_another_page_that_takes_the_address_is_shown(page, visitor, site):
    elsewhere(page, slug="koti", url_path="/fi/kolari/koti/")
    other = site.section("kolari", "fi").add_child(instance=ContentPage(title="Uusi sivu", slug="asuminen"))
    caches["pages"].set("unrelated", 1)

    assert visitor.get(ADDRESS).context["page"].pk == other.pk


def test_changed_text_is_shown_at_once(page, visitor):
    elsewhere(page, title="Muutettu otsikko")

    assert "Muutettu otsikko" in visitor.get(ADDRESS).text


@pytest.mark.parametrize(
    "address", ["/fi/kolari/asuminen/asuminen/", "/fi/asuminen/", "/sv/kolari/asuminen/"]
)
def test_an_address_that_only_ends_alike_leads_nowhere(page, visitor, address):
    assert visitor.get(address).status_code == 404


def test_the_part_of_a_page_is_not_taken_for_the_page(db, visitor):
    event = EventPage.objects.live().filter(locale__language_code="fi").first()
    for _ in range(2):
        assert visitor.get(event.url).headers["Content-Type"].startswith("text/html")
        assert visitor.get(f"{event.url}ical/").headers["Content-Type"].startswith("text/calendar")


def test_a_moved_front_page_is_followed(page, visitor, site):
    Site.objects.update(root_page=site.section("kolari", "fi"))
    caches["default"].delete("wagtail_site_root_paths")

    assert visitor.get("/fi/asuminen/").status_code == 200


def test_a_page_that_was_read_a_moment_ago_takes_one_query(page, visitor, django_assert_num_queries):
    with django_assert_num_queries(1):
        visitor.get(ADDRESS)


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_each_language_has_its_own_front_page(db, visitor, code):
    for _ in range(2):
        assert visitor.get(f"/{code}/").context["page"].locale.language_code == code
