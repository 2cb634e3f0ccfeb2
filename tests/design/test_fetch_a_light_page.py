import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from tornedalen.stylesheet import IMPORT, SHEET, StylesheetStorage, joined

STATIC = Path(settings.BASE_DIR) / "static"
KILOBYTE = 1000


def weight(text):
    return len(gzip.compress(text.encode(), 6))


def css_files():
    found = (entry for finder in get_finders() for entry in finder.list([]))
    return [(path, source) for path, source in found if path.startswith("css/")]


@pytest.fixture(scope="module")
def sheet():
    return joined({path: (source, path) for path, source in css_files()}, SHEET)


def test_the_stylesheet_is_one_piece(sheet):
    assert not IMPORT.search(sheet)
    assert "/*" not in sheet
    assert sheet.startswith("@layer reset, tokens, base, layout, components, utilities;")


def test_readers_get_the_stylesheet_in_one_piece(tmp_path):
    """Collected twice, as at every update of a site: the second time must not lose the parts."""
    storage = StylesheetStorage(location=tmp_path, base_url="/static/")
    for _time in range(2):
        paths = {path: (source, path) for path, source in css_files()}
        for path, source in css_files():
            storage.delete(path)
            with source.open(path) as part:
                storage.save(path, part)
        results = list(storage.post_process(paths))

    assert not [problem for *_names, problem in results if isinstance(problem, Exception)]
    collected = (tmp_path / storage.stored_name(SHEET)).read_text()
    assert "@import" not in collected
    assert ".site-header" in collected


def test_the_stylesheet_holds_every_part(sheet):
    parts = IMPORT.findall((STATIC / SHEET).read_text())
    on_disk = {f"components/{path.name}" for path in (STATIC / "css" / "components").glob("*.css")}
    assert on_disk <= set(parts)
    assert ".site-header" in sheet
    assert ".river-map" in sheet


def test_all_css_of_a_page_weighs_little(sheet):
    assert weight(sheet) <= 15 * KILOBYTE


def test_all_scripts_of_a_page_weigh_little():
    scripts = "".join(path.read_text() for path in (STATIC / "js").glob("*.js"))
    assert weight(scripts) <= 10 * KILOBYTE


@pytest.mark.parametrize("path", sorted((STATIC / "illustrations").glob("*.svg")), ids=lambda path: path.stem)
def test_an_illustration_weighs_little(path):
    assert weight(path.read_text()) <= 15 * KILOBYTE


@pytest.mark.parametrize("address", ["/fi/", "/sv/"])
def test_a_page_asks_for_one_stylesheet_and_no_script(visitor, db, address):
    html = visitor.get(address).content.decode()

    assert html.count('rel="stylesheet"') == 1
    assert "<script" not in html
    assert "https://fonts." not in html
