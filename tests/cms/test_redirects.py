import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from pages.models import ContentPage, NewsIndexPage, NewsPage

from .editing import write

LANGUAGES = ["fi", "sv"]


@pytest.fixture
def news(site):
    def make(language):
        index = NewsIndexPage.objects.get(locale__language_code=language)
        page = index.add_child(instance=NewsPage(title="Old name", slug="old-name", locale=index.locale))
        page.save_revision().publish()
        return page

    return make


@pytest.mark.parametrize("language", LANGUAGES)
def test_draft_with_another_address_moves_nothing(news, editor_kolari, visitor, language):
    page = news(language)
    address = page.get_url()
    write(editor_kolari, page, slug="new-name")
    assert visitor.get(address).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_address_leads_to_the_new_one(
    news, moderator_kolari, visitor, language, django_capture_on_commit_callbacks
):
    page = news(language)
    old = page.get_url()
    with django_capture_on_commit_callbacks(execute=True):
        write(moderator_kolari, page, slug="new-name", action="action-publish")
    page.refresh_from_db()

    response = visitor.get(old)

    assert (response.status_code, response.url) == (301, page.get_url())
    assert page.get_url().endswith("/new-name/")
    assert visitor.get(response.url).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_under_a_page_follow_it(
    site, moderator_kolari, visitor, language, django_capture_on_commit_callbacks
):
    section = site.section("kolari", language)
    parent, child = (
        ContentPage(title=name, slug=name, locale=section.locale) for name in ("parent", "child")
    )
    section.add_child(instance=parent)
    parent.add_child(instance=child)
    old = child.get_url()

    with django_capture_on_commit_callbacks(execute=True):
        write(moderator_kolari, parent, slug="renamed", action="action-publish")

    response = visitor.get(old)
    assert response.status_code == 301
    assert response.url == f"{section.get_url()}renamed/child/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_of_a_page_that_moves_follow_it(
    site, moderator_kolari, visitor, language, django_capture_on_commit_callbacks
):
    section = site.section("kolari", language)
    parent, child, target = (
        ContentPage(title=name, slug=name, locale=section.locale) for name in ("parent", "child", "target")
    )
    section.add_child(instance=parent)
    parent.add_child(instance=child)
    section.add_child(instance=target)
    old = child.get_url()

    with django_capture_on_commit_callbacks(execute=True):
        move = reverse("wagtailadmin_pages:move_confirm", args=[parent.pk, target.pk])
        assert moderator_kolari.post(move).status_code == 302

    response = visitor.get(old)
    assert response.status_code == 301
    assert response.url == f"{section.get_url()}target/parent/child/"
    assert visitor.get(response.url).status_code == 200


def test_redirects_made_so_are_marked(news, moderator_kolari, django_capture_on_commit_callbacks):
    page = news("fi")
    with django_capture_on_commit_callbacks(execute=True):
        write(moderator_kolari, page, slug="new-name", action="action-publish")
    assert Redirect.objects.get(old_path="/fi/uutiset/old-name").automatically_created
