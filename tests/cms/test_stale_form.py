import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import Revision

from accounts.models import User
from pages.models import ContentPage, NewsIndexPage, NewsPage

from .editing import body, edit_address, newest, open_form, send, write


@pytest.fixture
def page(site):
    return ContentPage.objects.child_of(site.section("kolari", "fi")).first()


@pytest.fixture
def colleague(moderator_kolari):
    return moderator_kolari


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_stale_form_is_refused_and_shows_both_texts(page, editor_kolari, colleague, language):
    editor_kolari.user.wagtail_userprofile.preferred_language = language
    editor_kolari.user.wagtail_userprofile.save()
    form = open_form(editor_kolari, page)
    write(colleague, page, title="Saved by a colleague", **body("Colleague's words"))
    revisions = page.revisions.count()

    response = send(editor_kolari, page, form, title="Typed meanwhile", **body("My own words"))

    assert response.status_code == 409
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    with override(language):
        assert gettext("Not saved: somebody saved this page while you were writing") in html
    for words in ("Saved by a colleague", "Typed meanwhile", "Colleague&#x27;s words", "My own words"):
        assert f"{words}</td>" in html
    assert newest(page).title == "Saved by a colleague"
    assert page.revisions.count() == revisions


def test_stale_form_can_not_publish_submit_or_unpublish_either(page, moderator_kolari, editor_kolari):
    form = open_form(moderator_kolari, page)
    write(editor_kolari, page, title="Newer draft")

    for action in ("action-publish", "action-submit"):
        assert send(moderator_kolari, page, form, title="Stale", **{action: "1"}).status_code == 409

    page.refresh_from_db()
    assert page.title != "Stale"
    assert newest(page).title == "Newer draft"


def test_only_fields_that_differ_are_shown(page, editor_kolari, colleague):
    form = open_form(editor_kolari, page)
    write(colleague, page, summary="Somebody's new summary")

    response = send(editor_kolari, page, form, summary="Another summary")

    assert [texts["typed"] for texts in response.context["differences"]] == ["Another summary"]
    assert [texts["stored"] for texts in response.context["differences"]] == ["Somebody's new summary"]


def test_nothing_typed_is_lost_and_the_form_can_be_sent_again_on_purpose(page, editor_kolari, colleague):
    form = open_form(editor_kolari, page)
    write(colleague, page, title="Saved by a colleague")
    refused = send(editor_kolari, page, form, title="Typed meanwhile", **body("Long text of mine"))

    again = form | {
        "loaded_revision_id": str(refused.context["page"].latest_revision_id),
        "loaded_revision_created_at": refused.context["loaded_revision_created_at"],
    }
    response = send(editor_kolari, page, again, title="Typed meanwhile", **body("Long text of mine"))

    assert response.status_code == 302
    assert newest(page).title == "Typed meanwhile"
    assert "Long text of mine" in str(newest(page).body)
    assert Revision.objects.for_instance(page).filter(content__title="Saved by a colleague").exists()


def test_refused_form_does_not_save_by_itself(page, editor_kolari, colleague):
    form = open_form(editor_kolari, page)
    write(colleague, page, title="Saved by a colleague")

    html = send(editor_kolari, page, form, title="Typed").content.decode()

    assert "w-autosave-interval-value" not in html
    assert 'value="Typed"' in html or ">Typed</textarea>" in html


def test_stale_autosave_is_refused(page, editor_kolari, colleague):
    form = open_form(editor_kolari, page)
    write(colleague, page, title="Saved by a colleague")

    response = editor_kolari.post(
        edit_address(page), form | {"title": "Autosaved"}, headers={"accept": "application/json"}
    )

    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"
    assert newest(page).title == "Saved by a colleague"


def test_form_of_an_older_version_is_refused_when_somebody_saved_meanwhile(page, editor_kolari, colleague):
    write(editor_kolari, page, title="First")
    first = newest(page).latest_revision
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    form = open_form(editor_kolari, page, address)
    write(colleague, page, title="Second")

    assert editor_kolari.post(address, form).status_code == 409
    assert newest(page).title == "Second"


def test_fresh_form_is_saved(page, editor_kolari):
    assert write(editor_kolari, page, title="A new title").status_code == 302
    assert newest(page).title == "A new title"


def test_saving_twice_in_a_row_is_no_conflict(page, editor_kolari):
    for title in ("One", "Two"):
        assert write(editor_kolari, page, title=title).status_code == 302
    assert newest(page).title == "Two"


@pytest.fixture
def committed_page(django_db_setup, django_db_blocker):
    """Outside a transaction, as the threads of a server see it."""
    with django_db_blocker.unblock():
        parent = NewsIndexPage.objects.get(locale__language_code="fi")
        page = parent.add_child(instance=NewsPage(title="Race", slug="race", locale=parent.locale))
        page.save_revision().publish()
        yield page
        NewsPage.objects.get(pk=page.pk).delete()


def test_of_many_who_save_at_once_one_wins(committed_page):
    user = User.objects.get(email="editor.kolari@example.org")
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(user)
    forms = [open_form(client, committed_page) for client in clients]
    barrier = threading.Barrier(len(clients))
    statuses = []

    def save(number):
        barrier.wait()
        try:
            response = send(clients[number], committed_page, forms[number], title=f"Version {number}")
            statuses.append(response.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302] + [409] * (len(clients) - 1)
    assert committed_page.revisions.count() == 2
