from pathlib import Path

import pytest
import wagtail.admin
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils.translation import override

from pages.models import ContentPage

from .editing import edit_address

SCREENS = [
    "wagtailadmin_home",
    "parity_board",
    "wagtailadmin_explore_root",
    "wagtailimages:index",
    "wagtaildocs:index",
    "contactmessage:list",
    "accessibilityfeedback:list",
    "wagtailsnippets:index",
    "wagtailadmin_account",
]


def speak(client, language):
    client.user.wagtail_userprofile.preferred_language = language
    client.user.wagtail_userprofile.save()


@pytest.mark.parametrize(("persona", "language"), [("editor_kolari", "fi"), ("editor_pajala", "sv")])
def test_cms_opens_in_the_persons_own_language(request, persona, language):
    html = request.getfixturevalue(persona).get("/cms/").content.decode()
    assert f'<html lang="{language}"' in html


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_comes_in_the_chosen_language(editor_kolari, language, screen):
    speak(editor_kolari, language)
    response = editor_kolari.get(reverse(screen))
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_page_is_edited_in_any_of_the_three(site, editor_kolari):
    page = ContentPage.objects.child_of(site.section("kolari", "fi")).first()
    words = {"fi": "Tallenna luonnos", "sv": "Spara utkast", "en": "Save draft"}
    for language, save in words.items():
        speak(editor_kolari, language)
        assert save in editor_kolari.get(edit_address(page)).content.decode()


@pytest.mark.parametrize("screen", SCREENS)
def test_cms_carries_our_name_and_mark(editor_kolari, screen):
    html = editor_kolari.get(reverse(screen)).content.decode()
    title = html.partition("<title>")[2].partition("</title>")[0]
    assert "Wagtail" not in title
    assert "brand/favicon.svg" in html
    assert "cms-brand__mark" in html
    assert "css/cms.css" in html
    assert "wagtailadmin/images/favicon.ico" not in html


def test_missing_address_says_so_in_our_frame(editor_kolari):
    speak(editor_kolari, "sv")
    response = editor_kolari.get("/cms/nothing-here/")
    assert response.status_code == 404
    assert "cms-brand" in response.content.decode()


def menu(client):
    html = client.get("/cms/").content.decode()
    return {name for name in MENU_NAMES if f'"name": "{name}"' in html}


MENU_NAMES = {
    "explorer",
    "languages",
    "images",
    "documents",
    "messages",
    "snippets",
    "reports",
    "settings",
    "help",
}


def test_menu_of_staff_holds_what_they_need(editor_kolari, moderator_pajala):
    needed = {"explorer", "languages", "images", "documents", "messages", "snippets"}
    assert menu(editor_kolari) == needed
    assert menu(moderator_pajala) == needed


def test_menu_of_administrators_holds_the_rest(administrator):
    assert {"settings", "reports"} <= menu(administrator)
    assert "help" not in menu(administrator)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_words_that_wagtail_leaves_in_english_are_ours(language):
    catalogue = Path(wagtail.admin.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as file:
        own = read_po(file)
    untranslated = {"Saved", "View latest version", "Date updated"}
    assert not any(own.get(words) and own.get(words).string for words in untranslated)
    with override(language):
        from django.utils.translation import gettext

        for words in untranslated:
            assert gettext(words) != words
