import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text()
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")

# What is written on what. Large means 24 px or more, or a shape that must only be seen.
TEXT_PAIRS = [
    ("ink", "snow"),
    ("ink", "birch"),
    ("ink-soft", "snow"),
    ("ink-soft", "birch"),
    ("river", "snow"),
    ("river", "birch"),
    ("danger", "snow"),
    ("ok", "snow"),
    ("on-sun", "sun"),
    ("on-deep", "river-deep"),
    ("on-deep-soft", "river-deep"),
]
SHAPE_PAIRS = [
    ("ruska", "snow"),
    ("forest", "snow"),
    ("ruska", "birch"),
    ("forest", "birch"),
    ("on-sun", "sun"),
]


def colour(name, scheme):
    value = re.search(rf"--{name}: (.+);", TOKENS)[1]
    both = HEX.findall(value)
    return both[0] if scheme == "light" or len(both) == 1 else both[1]


def luminance(code):
    channels = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_knows_black_from_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out(text, ground, scheme):
    assert contrast(colour(text, scheme), colour(ground, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_marks_can_be_told_from_their_ground(shape, ground, scheme):
    assert contrast(colour(shape, scheme), colour(ground, scheme)) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_fields_can_be_seen(scheme):
    assert contrast(colour("ink-soft", scheme), colour("snow", scheme)) >= 3


def test_only_the_tokens_hold_colours():
    """The error pages' sheet stands alone, since they must show when nothing else does."""
    own = {CSS / "tokens.css", CSS / "error.css"}
    strays = {
        path.relative_to(CSS).as_posix(): HEX.findall(path.read_text())
        for path in CSS.rglob("*.css")
        if path not in own and HEX.search(path.read_text())
    }
    assert strays == {}


def test_error_pages_use_the_same_colours():
    own = set(HEX.findall((CSS / "error.css").read_text()))
    assert own <= set(HEX.findall(TOKENS))


def test_every_token_in_use_is_defined():
    defined = set(re.findall(r"(--[\w-]+):", "".join(p.read_text() for p in CSS.rglob("*.css"))))
    used = set(re.findall(r"var\((--(?!w-)[\w-]+)", "".join(p.read_text() for p in CSS.rglob("*.css"))))
    assert used <= defined


def test_links_of_the_cms_stand_out_on_its_dark_ground():
    dark = (CSS / "cms.css").read_text().split(".w-theme-dark {")[1].split("}")[0]
    links = re.findall(r": var\(--([\w-]+)\);", dark)
    assert len(links) == 4
    assert all(contrast(colour(link, "dark"), "#262626") >= 4.5 for link in links)
