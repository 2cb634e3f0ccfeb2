import json
import re
from html import unescape

import pytest
from django.urls import reverse

from pages.content_checker import MEANINGLESS_ALT
from pages.models import ContentPage

from .editing import edit_address


def configuration(html):
    found = re.search(r'<script id="[^"]*axe[^"]*" type="application/json">(.*?)</script>', html, re.DOTALL)
    return json.loads(unescape(found[1]))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_visitors_have_no_bar(site, visitor, language):
    html = visitor.get(site.home(language).get_url()).content.decode()
    assert "wagtail-userbar" not in html


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_staff_check_a_draft_against_the_law(site, editor_kolari, language):
    address = reverse("wagtailadmin_pages:view_draft", args=[site.section("kolari", language).pk])
    rules = configuration(editor_kolari.get(address).content.decode())["options"]["runOnly"]
    assert {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"} == set(rules)


def test_editor_checks_while_writing(site, editor_kolari):
    page = ContentPage.objects.child_of(site.section("kolari", "fi")).first()
    html = editor_kolari.get(edit_address(page)).content.decode()
    found = configuration(html)
    assert "best-practice" in found["options"]["runOnly"]
    assert "alt-text-quality" in {rule["id"] for rule in found["spec"]["rules"]}
    assert found["spec"]["checks"][0]["options"]["pattern"] == MEANINGLESS_ALT


@pytest.mark.parametrize(
    "text",
    [
        "IMG_2034.jpg",
        "DSC 0012",
        "kuva",
        "Bild",
        "kuva 3",
        "Image of a bridge",
        "En bild på en bro",
        "talvi.webp",
    ],
)
def test_alternative_text_that_says_nothing_is_an_error(text):
    assert re.search(MEANINGLESS_ALT, text, re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    ["Silta Kolarinsaareen talvella", "Bron över Muonio älv", "Kuvataiteilija työhuoneessaan", "Bildäck"],
)
def test_alternative_text_that_tells_is_fine(text):
    assert not re.search(MEANINGLESS_ALT, text, re.IGNORECASE)
