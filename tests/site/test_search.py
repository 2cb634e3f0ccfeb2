import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import SearchPage


@pytest.fixture
def search(db, language, visitor):
    page = SearchPage.objects.get(locale__language_code=language)

    def found(query, **more):
        response = visitor.get(page.url, {"q": query, **more})
        assert response.status_code == 200
        return response

    return found


def titles(response):
    return [result.title for result in response.context["results"]]


@pytest.mark.parametrize("key", ["kolari", "move/fi-se", "border/tax", "pajala-school", "privacy", "news"])
def test_the_words_of_a_title_find_the_page_in_its_language(key, search, seeded, language):
    page = seeded(key.replace("pajala-school", "pajala/school"), language)
    words = [word.strip(".,:;!?–()") for word in page.title.split()][:10]

    assert page.title in titles(search(" ".join(words)))


def test_case_and_spaces_do_not_matter(search):
    assert titles(search("kolari")) == titles(search("  KOLARI  ")) != []


def test_results_are_of_the_readers_language_only(search, language):
    results = search("Kolari").context["results"]

    assert {result.locale.language_code for result in results} == {language}


def test_no_results_help_on(search, said):
    html = search("zzzzqqq").content.decode()

    assert said("Try another word or a shorter one, or look at the main sections in the menu.") in html


def test_a_word_of_the_other_language_is_found_there(search, seeded, language):
    other = "sv" if language == "fi" else "fi"
    wanted = seeded("privacy", other)
    html = search(wanted.title).content.decode()

    assert wanted.url in html


def test_an_empty_search_asks_for_words(search):
    response = search("")

    assert "results" not in response.context or not response.context["results"]


def test_a_draft_is_not_found(search, seeded, language):
    page = seeded("privacy", language)
    page.unpublish()

    assert page.title not in titles(search(page.title)) if search(page.title).context.get("results") else True


@pytest.mark.parametrize("query", ["a\x00b", "+".join("abcdefghijk"), "x" * 101, "a b c d e f g h i j k"])
def test_what_cannot_be_searched_for_says_so(query, search):
    response = search(query)

    assert b'role="alert"' in response.content or not response.context["results"]


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_search_on_postgresql_reads_an_index_and_not_every_page(db, visitor):
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/fi/haku/?q=asunto")
    search = next(query["sql"] for query in queries if "indexentry" in query["sql"])
    words = re.search(r'AND (\("wagtailsearch_indexentry"."title" \|\| .+)\) ORDER BY', search)[1]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few pages would all be read
        cursor.execute(f"EXPLAIN SELECT 1 FROM wagtailsearch_indexentry WHERE {words}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "page_words" in plan
