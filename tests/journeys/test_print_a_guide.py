import re

import pytest

pytestmark = pytest.mark.browser


def test_paper_shows_the_steps_and_no_menus(reader, seeded):
    reader.emulate_media(media="print")
    reader.goto(seeded("move/fi-se").url)

    assert reader.locator(".guide-step").first.is_visible()
    assert reader.locator("h1").is_visible()
    for part in (".site-menu", ".language-switch", ".menu-button", "[data-print]", "form"):
        assert reader.locator(f"{part}:visible").count() == 0, part


def test_paper_tells_where_an_official_link_leads(tab, seeded):
    tab.goto(seeded("move/fi-se").url)
    tab.emulate_media(media="print")
    link = tab.locator(".official-links a").first

    after = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert link.get_attribute("href") in after or "attr(href)" in after


def test_paper_is_not_dark(tab, seeded):
    tab.goto(seeded("move/fi-se").url)
    tab.emulate_media(media="print", color_scheme="dark")

    ink = tab.evaluate("getComputedStyle(document.body).color")
    paper = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", ink))) < 200
    assert sum(map(int, re.findall(r"\d+", paper))) > 700


@pytest.mark.parametrize("key", ["home", "move/fi-se", "kolari"])
def test_paper_is_wide_enough(key, tab, seeded):
    tab.goto(seeded(key).url)
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 680, "height": 900})

    assert tab.evaluate("document.documentElement.scrollWidth") <= 680


def test_the_button_prints_where_there_is_script(reader, seeded):
    if reader.runs_scripts:
        reader.add_init_script("window.print = () => { document.title = 'printed' }")
    reader.goto(seeded("move/fi-se").url)
    button = reader.locator("[data-print]")

    assert button.is_visible() == reader.runs_scripts
    if reader.runs_scripts:
        button.click()
        assert reader.title() == "printed"
