import pytest

from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser

# Whatever steers the site is as large as a fingertip (44 pixels); for links among text see test_axe.py,
# whose rule target-size asks for 24 or the room around them (WCAG 2.2, 2.5.8).
SMALL = """() => {
    const steers = "header.site-header a[href], .button, button, select, textarea, summary, .pagination a, " +
        "input:not([type=hidden])";
    const size = (element) => {
        const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
        return Math.max(...boxes.map((box) => box.height));
    };
    return [...document.querySelectorAll(steers)]
        .filter((element) => element.checkVisibility({visibilityProperty: true}))
        .filter((element) => size(element) < 44 && !element.closest(".visually-hidden"))
        .map((element) => `${size(element)} ${element.outerHTML.slice(0, 80)}`);
}"""


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_whatever_steers_fits_a_finger(model, showcase, tab):
    tab.set_viewport_size({"width": 360, "height": 740})
    for state in ("seeded", "full"):
        tab.goto(showcase.addresses(model)[state])
        assert tab.evaluate(SMALL) == []


@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_whatever_signs_in_fits_a_finger(name, account_url, tab):
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(account_url(name))
    assert tab.evaluate(SMALL) == []
