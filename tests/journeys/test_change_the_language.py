import pytest

from pages.models import EventPage

pytestmark = pytest.mark.browser


def switch(tab):
    with tab.expect_navigation():
        tab.locator(".language-switch a").first.click()


@pytest.mark.parametrize("key", ["home", "move/fi-se", "contact"])
def test_the_same_page_in_the_other_language_and_back(key, reader, seeded, language):
    page = seeded(key)
    reader.goto(page.url)
    assert reader.locator("html").get_attribute("lang") == language

    switch(reader)
    assert reader.locator("html").get_attribute("lang") != language
    assert reader.locator("h1").inner_text() != reader.locator(".language-switch a").inner_text()

    switch(reader)
    assert reader.url.endswith(page.url)


def test_what_was_searched_for_stays(reader, seeded):
    reader.goto(f"{seeded('search').url}?q=Kolari&page=1")
    switch(reader)

    assert reader.url.endswith("?q=Kolari&page=1")
    assert reader.locator("main [name=q]").input_value() == "Kolari"


def test_the_link_speaks_the_language_it_leads_to(reader, seeded, language):
    reader.goto(seeded("home").url)
    link = reader.locator(".language-switch a").first

    assert link.get_attribute("lang") == link.get_attribute("hreflang") != language


def test_an_event_keeps_its_place(reader, showcase):
    event = EventPage.objects.live().filter(locale=showcase.locale, is_example=True).first()
    reader.goto(event.url)
    switch(reader)
    switch(reader)

    assert reader.url.endswith(event.url)
