import io

import pytest
from PIL import Image, ImageChops

from .probes import FOCUS
from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser

STEPS = [".site-name", "main .button", "main [name=q]", "main .card a", "footer a"]


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_stop_is_seen(model, showcase, tab):
    tab.goto(showcase.addresses(model)["full"])
    unseen = []
    for _ in range(250):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break
        focus = tab.evaluate(FOCUS)
        if not focus["line"] or not focus["seen"]:
            unseen.append(focus)

    assert not unseen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mark_changes_enough_of_the_picture(scheme, tab, seeded):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(seeded("home").url)
    for selector in STEPS:
        element = tab.locator(selector).first
        tab.keyboard.press("Tab")
        tab.evaluate("document.activeElement.blur()")
        element.evaluate("element => element.scrollIntoView({block: 'center'})")
        box = element.bounding_box()
        before = picture_round(tab, box)
        element.evaluate("element => element.focus({preventScroll: true, focusVisible: true})")
        changed = ImageChops.difference(before, picture_round(tab, box))

        # A frame of two pixels round the box has twice its circumference.
        assert sum(changed.histogram()[60:]) >= 2 * (box["width"] + box["height"]), selector


def picture_round(tab, box):
    left, top = max(box["x"] - 8, 0), max(box["y"] - 8, 0)
    clip = {"x": left, "y": top, "width": box["width"] + 16, "height": box["height"] + 16}
    return Image.open(io.BytesIO(tab.screenshot(clip=clip))).convert("L")
