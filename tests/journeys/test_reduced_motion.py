import pytest

from .probes import MOVEMENT

pytestmark = pytest.mark.browser

LASTING = "document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime > 1).length"
ENDLESS = "document.getAnimations().filter((one) => one.effect.getTiming().iterations > 1).length"


@pytest.mark.parametrize("key", ["home", "kolari", "move/fi-se", "contact"])
def test_nothing_moves_for_those_who_asked_for_calm(key, tab, seeded):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(seeded(key).url)

    assert tab.evaluate(LASTING) == 0
    assert tab.evaluate(MOVEMENT) == []
    assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("key", ["home", "kolari"])
def test_nothing_moves_by_itself_for_others(key, page, seeded):
    page.goto(seeded(key).url)

    assert (
        page.evaluate(
            "document.getAnimations().filter((one) => one.effect.getTiming().iterations > 1).length"
        )
        == 0
    )
    assert page.locator("video[autoplay], audio[autoplay], marquee").count() == 0
