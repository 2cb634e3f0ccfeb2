"""Nothing is cut off or pushed out of the window: on a narrow phone, with wide letters, with large text."""

import pytest

from .probes import LOST, PHONE, TEXT_SPACING, USE_SHEET, lost
from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_nothing_is_lost(model, showcase, tab):
    found = []
    addresses = showcase.addresses(model)
    for state in ("seeded", "full"):
        tab.set_viewport_size(PHONE)
        tab.goto(addresses[state])
        found += [f"{state} {what}" for what in lost(tab)]

    assert not found, "\n".join(found)


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
