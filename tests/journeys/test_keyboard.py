import pytest

from pages.models import ContentPage

from .probes import STOP, STOPS
from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_tab_goes_through_the_page_in_order_and_out_again(model, showcase, tab):
    tab.goto(showcase.addresses(model)["seeded"])
    number = tab.evaluate(STOPS)

    visited = []
    for _ in range(number):
        tab.keyboard.press("Tab")
        visited.append(tab.evaluate(STOP))
    tab.keyboard.press("Tab")

    assert visited == list(range(number))
    assert tab.evaluate(
        "document.activeElement === document.body || document.activeElement === window.stops[0]"
    )


def test_the_first_stop_leads_past_the_menu(tab, seeded):
    tab.goto(seeded("news").url)
    tab.keyboard.press("Tab")
    skip = tab.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    box = skip.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0

    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_back_with_shift(tab, seeded):
    tab.goto(seeded("contact").url)
    tab.locator("main [name=message]").focus()
    tab.keyboard.press("Shift+Tab")
    assert tab.evaluate("document.activeElement.name") == "subject"


def test_questions_open_by_keyboard(tab, showcase):
    tab.goto(showcase.addresses(ContentPage)["full"])
    question = tab.locator("details summary").first
    question.focus()
    tab.keyboard.press("Enter")
    assert question.evaluate("summary => summary.parentElement.open")
    tab.keyboard.press("Space")
    assert not question.evaluate("summary => summary.parentElement.open")


def test_a_wide_table_scrolls_by_keyboard(tab, showcase):
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(showcase.addresses(ContentPage)["full"])
    box = tab.locator(".table-scroll").first

    assert box.get_attribute("tabindex") == "0"
    assert box.get_attribute("aria-label")


def test_a_message_is_written_and_sent_by_keyboard(page, seeded, letters):
    page.goto(seeded("contact").url)
    page.locator("main form.form input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    for words in ("Koti", "Onko taloja?", "Liisa", "reader@example.com"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**sent=1*")

    assert letters.count() == 1
