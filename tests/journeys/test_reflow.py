"""Nothing is cut off or pushed out of the window: on a narrow phone, with wide letters, with large text."""

import pytest

from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# WCAG 2.2, 1.4.12.
TEXT_SPACING = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }
"""
LARGE_TEXT = "html { font-size: 200% !important }"
USE_SHEET = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = text ? [sheet] : [];
}"""
# What is wider than the window, or cut off by a box that neither scrolls nor is for listeners only.
LOST = """() => {
    const hidden = ".visually-hidden, .skip-link, [popover]:not(:popover-open), svg";
    const name = (element) => `${element.localName}.${element.className}: ${element.innerText.slice(0, 30)}`;
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? [`the page: ${root.scrollWidth}`] : [];
    for (const element of document.querySelectorAll("body *")) {
        if (!element.checkVisibility({visibilityProperty: true}) || element.closest(hidden)) continue;
        const {overflowX, overflowY} = getComputedStyle(element);
        const cuts = [overflowX, overflowY].some((way) => way === "hidden" || way === "clip");
        const isLarger = element.scrollWidth > element.clientWidth + 1 ||
            element.scrollHeight > element.clientHeight + 1;
        if (cuts && isLarger && element.textContent.trim()) found.push("cut: " + name(element));
        const isOut = element.getBoundingClientRect().right > root.clientWidth + 1;
        if (isOut && !element.closest("[tabindex='0']")) found.push("outside: " + name(element));
    }
    return found;
}"""


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_nothing_is_lost(model, showcase, tab):
    lost = []
    addresses = showcase.addresses(model)
    for state in ("seeded", "full"):
        tab.set_viewport_size(PHONE)
        tab.goto(addresses[state])
        for viewport, sheet in ((PHONE, ""), (PHONE, TEXT_SPACING), (DESK, TEXT_SPACING), (DESK, LARGE_TEXT)):
            tab.set_viewport_size(viewport)
            tab.evaluate(USE_SHEET, sheet)
            lost += [
                f"{state} {viewport['width']} {sheet.strip()[:20]}: {what}" for what in tab.evaluate(LOST)
            ]

    assert not lost, "\n".join(lost)


def test_a_refused_form_fits_a_phone(tab, seeded):
    tab.set_viewport_size(PHONE)
    tab.goto(seeded("contact").url)
    tab.locator("main form.form button[type=submit]").click()
    tab.locator(".error-summary").wait_for()
    tab.evaluate(USE_SHEET, TEXT_SPACING)

    assert tab.evaluate(LOST) == []


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_sign_in_fits_a_phone(name, tab, account_url):
    tab.set_viewport_size(PHONE)
    tab.goto(account_url(name))
    tab.evaluate(USE_SHEET, TEXT_SPACING)

    assert tab.evaluate(LOST) == []
