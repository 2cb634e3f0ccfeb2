"""Which language an address without one leads to, and how a reader gets to the other."""

import pytest

from pages.models import EventPage

from .conftest import LANGUAGES


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        (None, "fi"),
        ("fi", "fi"),
        ("sv", "sv"),
        ("sv-FI,sv;q=0.9,fi;q=0.5", "sv"),
        ("fi-FI,fi;q=0.9,sv;q=0.8", "fi"),
        ("en-GB,en;q=0.9", "fi"),
        ("en,sv;q=0.5", "sv"),
        ("se-FI,fit,no", "fi"),
        ("*", "fi"),
        ("; DROP TABLE", "fi"),
        ("sv;q=nan,\xe4", "fi"),
        ("sv," * 3000, "sv"),
    ],
)
def test_the_root_follows_the_browser(accepts, expected, visitor, db):
    headers = {} if accepts is None else {"accept-language": accepts}
    response = visitor.get("/", headers=headers)

    assert response.status_code == 302
    assert response.url == f"/{expected}/"
    assert "Accept-Language" in response["Vary"]


def test_the_query_of_the_root_is_no_way_out(visitor, db):
    assert visitor.get("/?next=//evil.example").url.startswith("/fi/")


def test_a_first_visitor_sees_the_other_language(read):
    link = read("/fi/").select_one(".language-switch a")

    assert link["href"] == "/sv/"
    assert link["hreflang"] == link["lang"] == "sv"


def test_the_language_of_an_address_wins_over_the_browser(visitor, db):
    assert '<html lang="sv">' in visitor.get("/sv/", headers={"accept-language": "fi"}).content.decode()


@pytest.mark.parametrize("address", ["/en/", "/xx/", "/se/", "/FI/", "/fi-FI/"])
def test_a_language_the_site_does_not_have_is_not_found(address, visitor, db):
    response = visitor.get(address, follow=True)

    assert response.status_code == 404


def test_every_page_says_its_language_and_leads_to_its_counterpart(crawled):
    keys = {page.url: page.translation_key for page, _answer, _html in crawled}
    for page, _answer, html in crawled:
        assert html.html["lang"] == page.locale.language_code
        switches = html.select(".language-switch a")
        assert len(switches) == len(LANGUAGES) - 1
        for link in switches:
            assert link["hreflang"] != page.locale.language_code
            assert keys[link["href"]] == page.translation_key


def test_the_switch_keeps_the_query(read, seeded):
    for code, other in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
        link = read(f"{seeded('search', code).url}?q=koti%20hem&page=2").select_one(".language-switch a")
        assert link["href"] == f"{seeded('search', other).url}?q=koti%20hem&page=2"


def test_the_switch_does_not_carry_another_host(read, seeded):
    link = read(f"{seeded('news', 'fi').url}?next=https://evil.example").select_one(".language-switch a")

    assert link["href"].startswith(seeded("news", "sv").url)


def test_the_calendar_of_an_event_exists_in_each_language(visitor, db):
    for event in EventPage.objects.live():
        assert visitor.get(event.url + event.reverse_subpage("calendar")).status_code == 200


@pytest.fixture
def swedish_only(seeded):
    """A page whose Finnish side has been taken down."""
    seeded("about", "fi").unpublish()
    return seeded("about", "sv")


def test_a_page_taken_down_offers_the_other_language(swedish_only, read, seeded):
    html = read(seeded("about", "fi").url_path, 404)
    offer = html.select_one("main a[hreflang=sv]")

    assert offer["href"] == swedish_only.url
    assert swedish_only.title in offer.text
    assert offer["lang"] == "sv"


def test_an_address_with_only_the_language_changed_offers_the_page(swedish_only, read):
    html = read(swedish_only.url.replace("/sv/", "/fi/"), 404)

    assert html.select_one("main a[hreflang=sv]")["href"] == swedish_only.url


def test_the_switch_says_that_the_page_is_missing_and_leads_nearby(swedish_only, read, seeded):
    link = read(swedish_only.url).select_one(".language-switch a")
    ordinary = read(seeded("news", "sv").url).select_one(".language-switch a")

    assert link["href"] == "/fi/"
    assert len(link.text.strip()) > len(ordinary.text.strip())


def test_a_page_in_one_language_has_no_alternates(swedish_only, read):
    html = read(swedish_only.url)

    assert [link["hreflang"] for link in html.select("link[rel=alternate]")] == ["sv"]


def test_a_draft_is_not_offered(swedish_only, read, seeded):
    swedish_only.unpublish()

    assert read(seeded("about", "fi").url_path, 404).select("main a[hreflang]") == []
