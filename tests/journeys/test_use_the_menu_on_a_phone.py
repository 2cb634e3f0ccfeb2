import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(reader, seeded):
    reader.set_viewport_size(PHONE)
    reader.goto(seeded("home").url)
    return reader


def test_opens_closes_and_leads_by_touch(phone, seeded):
    menu = phone.locator("#site-menu")
    assert not menu.is_visible()

    phone.locator("header .menu-button:visible").click()
    assert menu.is_visible()
    menu.locator("button").click()
    assert not menu.is_visible()

    phone.locator("header .menu-button:visible").click()
    menu.locator(f'a[href="{seeded("kolari").url}"]').click()
    phone.wait_for_url(f"**{seeded('kolari').url}")


def test_opens_closes_and_leads_by_keyboard(phone, seeded):
    menu = phone.locator("#site-menu")
    button = phone.locator("header .menu-button:visible")
    button.focus()
    phone.keyboard.press("Enter")
    assert menu.is_visible()
    assert menu.evaluate("menu => menu.getBoundingClientRect().right <= innerWidth")

    phone.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("button => button === document.activeElement")

    phone.keyboard.press("Space")
    phone.keyboard.press("Tab")
    assert menu.evaluate("menu => menu.contains(document.activeElement)")
    phone.keyboard.press("Tab")
    target = phone.evaluate("document.activeElement.href")
    phone.keyboard.press("Enter")
    phone.wait_for_url(target)


def test_the_menu_fits_with_every_entry(phone):
    phone.locator("header .menu-button:visible").click()

    assert phone.locator("#site-menu a").count() >= 5
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
