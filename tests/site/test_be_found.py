"""What search engines and other programs read: addresses, alternates, titles, sitemap, robots."""

import datetime
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from pages.models import NewsPage, SearchPage

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_alternates_are_symmetric_and_name_a_default(crawled):
    alternates = {
        settings.SITE_URL + page.url: {
            link["hreflang"]: link["href"] for link in html.select("link[rel=alternate][hreflang]")
        }
        for page, _answer, html in crawled
    }
    for address, links in alternates.items():
        assert set(links) == {code for code, _name in settings.LANGUAGES} | {"x-default"}
        assert links["x-default"] == links[settings.LANGUAGE_CODE]
        assert address in links.values()
        assert all(alternates[other] == links for other in links.values())


def test_every_page_names_itself_as_canonical(crawled):
    for page, _answer, html in crawled:
        assert html.select_one("link[rel=canonical]")["href"] == settings.SITE_URL + page.url


def test_a_query_does_not_make_another_page(read, seeded):
    page = seeded("news", "fi")

    assert read(f"{page.url}?utm_source=x").select_one("link[rel=canonical]")["href"].endswith(page.url)


def test_the_canonical_address_is_not_the_visitors_host(read):
    html = read("/fi/", headers={"host": "127.0.0.1:9999"})

    assert html.select_one("link[rel=canonical]")["href"] == f"{settings.SITE_URL}/fi/"


def test_titles_are_unique(crawled):
    titles = Counter((page.locale_id, html.title.text) for page, _answer, html in crawled)

    assert [title for title, number in titles.items() if number > 1] == []


def test_every_page_has_one_heading_one_main_part_and_a_description(crawled):
    for page, _answer, html in crawled:
        assert len(html.select("h1")) == len(html.select("main")) == 1, page.url
        assert html.select_one("h1").text.strip()
        levels = [int(heading.name[1]) for heading in html.select("main :is(h1, h2, h3, h4, h5, h6)")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), page.url
        assert html.select_one("meta[name=description]")["content"].strip(), page.url


def test_no_id_stands_twice(crawled):
    for page, _answer, html in crawled:
        assert [
            name for name, number in Counter(tag["id"] for tag in html.select("[id]")).items() if number > 1
        ] == [], page.url


def test_no_link_of_the_site_is_broken(crawled, visitor):
    known = {page.url for page, _answer, _html in crawled}
    links = {
        link["href"].partition("#")[0]
        for _page, _answer, html in crawled
        for link in html.select("a[href^='/']")
    }
    broken = {link for link in links - known - {""} if visitor.get(link, follow=True).status_code != 200}

    assert broken == set()


def test_every_jump_within_a_page_has_its_place(crawled):
    for page, _answer, html in crawled:
        places = {tag["id"] for tag in html.select("[id]")}
        assert {link["href"][1:] for link in html.select("a[href^='#']")} <= places, page.url


def test_social_media_get_a_picture_of_ours(crawled):
    for _page, _answer, html in crawled:
        assert html.select_one("meta[property='og:image']")["content"].startswith(settings.SITE_URL)


def test_the_sitemap_holds_every_page_with_its_other_languages(visitor, every_page):
    response = visitor.get("/sitemap.xml")
    entries = ElementTree.fromstring(response.content).findall("s:url", SITEMAP)
    found = {entry.find("s:loc", SITEMAP).text: entry for entry in entries}

    assert set(found) == {settings.SITE_URL + page.url for page in every_page}
    for entry in entries:
        alternates = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", SITEMAP)}
        assert set(alternates) == {code for code, _name in settings.LANGUAGES}
        assert set(alternates.values()) <= set(found)


def test_the_sitemap_holds_no_draft(visitor, seeded):
    page = seeded("about", "fi")
    page.unpublish()
    sitemap = visitor.get("/sitemap.xml").content.decode()

    assert f"{settings.SITE_URL}{page.url_path}<" not in sitemap
    assert f"<loc>{settings.SITE_URL}{seeded('about', 'sv').url}</loc>" in sitemap


def test_robots_are_told_of_the_sitemap_and_kept_out_of_the_cms(visitor, db):
    lines = visitor.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /cms/" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines


def test_search_results_are_not_for_search_engines(read, seeded):
    address = seeded("search", "fi").url

    assert read(f"{address}?q=koti").select_one("meta[name=robots]")["content"] == "noindex"
    assert read(address).select_one("meta[name=robots]") is None


def test_security_txt_is_valid_for_months(visitor, db):
    response = visitor.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"].startswith(("mailto:", "https://"))
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert datetime.timedelta(days=30) < expires - timezone.now() < datetime.timedelta(days=366)


def test_the_icon_exists(visitor, db):
    response = visitor.get("/favicon.ico")

    assert response.status_code in (301, 302)
    assert finders.find(response.url.removeprefix(settings.STATIC_URL))


def test_a_page_without_a_slash_leads_to_the_page(visitor, seeded):
    page = seeded("news", "fi")
    response = visitor.get(page.url.rstrip("/"))

    assert response.status_code in (301, 302)
    assert response.url == page.url


def test_examples_say_so(read, db):
    page = NewsPage.objects.live().filter(is_example=True).first()

    assert read(page.url).select_one("main .notice")


def test_there_is_one_search_page_a_language(db):
    assert SearchPage.objects.count() == len(settings.LANGUAGES)


@pytest.mark.parametrize("address", ["/robots.txt", "/.well-known/security.txt", "/healthz"])
def test_nothing_can_be_sent_there(address, visitor, db):
    assert visitor.post(address).status_code in (403, 405)
