import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Locale

from pages.models import ContentPage, NewsIndexPage, NewsPage

from .editing import edit_address, write


@pytest.fixture
def swedish():
    return Locale.objects.get(language_code="sv")


@pytest.fixture
def news(site):
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    return index.add_child(
        instance=NewsPage(title="Uusi uutinen", slug="uusi-uutinen", locale=index.locale, owner=None)
    )


def address(page):
    return reverse("simple_translation:submit_page_translation", args=[page.pk])


def translate(client, page, locale, **more):
    return client.post(address(page), {"locales": [locale.pk], **more})


def test_visitor_translates_nothing(visitor, news, swedish):
    assert translate(visitor, news, swedish).status_code == 302
    assert not news.has_translation(swedish)


def test_page_of_the_other_side_is_not_translated(site, editor_pajala, swedish):
    parent = site.section("kolari", "fi")
    page = parent.add_child(instance=ContentPage(title="Vain suomeksi", locale=parent.locale))

    response = translate(editor_pajala, page, swedish)

    assert response.url == reverse("wagtailadmin_home")
    assert not page.has_translation(swedish)


def test_front_page_is_not_for_editors_to_translate(site, editor_kolari):
    english = Locale.objects.create(language_code="en")

    response = translate(editor_kolari, site.home("fi"), english, include_subtree="on")

    assert response.url == reverse("wagtailadmin_home")
    assert not site.home("fi").has_translation(english)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_page_whose_parent_has_no_translation_is_refused_in_words(site, editor_kolari, swedish, language):
    editor_kolari.user.wagtail_userprofile.preferred_language = language
    editor_kolari.user.wagtail_userprofile.save()
    section = site.section("kolari", "fi")
    parent = section.add_child(instance=ContentPage(title="Ylempi", locale=section.locale))
    page = parent.add_child(instance=ContentPage(title="Alempi", locale=section.locale))

    opened = editor_kolari.get(address(page))
    response = translate(editor_kolari, page, swedish)

    assert opened.status_code == 200
    assert address(parent) in opened.content.decode()
    assert response.status_code == 200
    with override(language):
        words = gettext("The page above, “%(title)s”, is not in that language yet. Translate it first.")
    assert words % {"title": "Ylempi"} in response.content.decode()
    assert not page.has_translation(swedish)


def test_page_that_is_translated_already_is_refused(news, editor_kolari, swedish):
    translate(editor_kolari, news, swedish)
    response = translate(editor_kolari, news, swedish)
    assert response.status_code == 200
    assert NewsPage.objects.filter(translation_key=news.translation_key).count() == 2


def test_subtree_that_is_half_translated_is_refused(site, editor_kolari, swedish):
    section = site.section("kolari", "fi")
    parent = section.add_child(instance=ContentPage(title="Ylempi", locale=section.locale))
    child = parent.add_child(instance=ContentPage(title="Alempi", locale=section.locale))
    elsewhere = site.section("kolari", "sv")
    elsewhere.add_child(
        instance=ContentPage(title="Nedre", locale=swedish, translation_key=child.translation_key)
    )

    response = translate(editor_kolari, parent, swedish, include_subtree="on")

    assert response.status_code == 200
    assert "include_subtree" in response.context["form"].errors
    assert not parent.has_translation(swedish)


def test_editor_makes_the_other_languages_draft_and_owns_it(news, editor_kolari, swedish):
    response = translate(editor_kolari, news, swedish)

    made = NewsPage.objects.get(translation_key=news.translation_key, locale=swedish)
    assert response.url == edit_address(made)
    assert not made.live
    assert made.slug == "uusi-uutinen"
    assert made.owner == editor_kolari.user
    assert made.get_parent().specific == NewsIndexPage.objects.get(locale=swedish)


def test_draft_keeps_clear_of_an_address_that_is_taken(news, editor_kolari, swedish):
    index = NewsIndexPage.objects.get(locale=swedish)
    index.add_child(instance=NewsPage(title="Taken", slug="uusi-uutinen", locale=swedish))

    translate(editor_kolari, news, swedish)

    made = NewsPage.objects.get(translation_key=news.translation_key, locale=swedish)
    assert made.slug == "uusi-uutinen-1"


def test_pages_under_it_come_along_when_asked(site, editor_kolari, swedish):
    section = site.section("kolari", "fi")
    parent = section.add_child(instance=ContentPage(title="Ylempi", locale=section.locale))
    child = parent.add_child(instance=ContentPage(title="Alempi", locale=section.locale))

    translate(editor_kolari, parent, swedish, include_subtree="on")

    assert parent.has_translation(swedish)
    assert child.get_translation(swedish).owner == editor_kolari.user


def test_translation_is_published_by_a_moderator(news, editor_kolari, moderator_kolari, visitor, swedish):
    translate(editor_kolari, news, swedish)
    made = NewsPage.objects.get(translation_key=news.translation_key, locale=swedish)

    write(editor_kolari, made, title="En nyhet", slug="en-nyhet")
    write(moderator_kolari, made, action="action-publish")

    assert visitor.get("/sv/nyheter/en-nyhet/").status_code == 200


def test_new_addresses_have_plain_letters(site):
    index = NewsIndexPage.objects.get(locale__language_code="sv")
    page = index.add_child(instance=NewsPage(title="Öppet på lördagar", locale=index.locale))
    assert page.slug == "oppet-pa-lordagar"
