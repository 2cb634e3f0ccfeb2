from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from wagtail.models import Locale, Page

from pages.models import ContentPage, GuidePage, NewsIndexPage, NewsPage
from pages.parity import Board, lag_of, source_of

from .editing import write

BOARD = "/cms/languages/"


@pytest.fixture
def rows_of():
    def find(user, page):
        for row in Board(user).rows:
            if page.pk in {cell.page["pk"] for cell in row.cells if cell.page}:
                return row
        return None

    return find


@pytest.fixture
def pair(site):
    """A page of Kolari's section and its Swedish translation."""
    page = ContentPage.objects.child_of(site.section("kolari", "fi")).first()
    return page, page.get_translation(Locale.objects.get(language_code="sv"))


def state(row, language):
    return next(cell.key for cell in row.cells if cell.language == language)


def published(page, days_ago):
    when = timezone.now() - timedelta(days=days_ago)
    Page.objects.filter(pk=page.pk).update(last_published_at=when)


def test_board_is_for_staff_only(visitor):
    assert visitor.get(BOARD).status_code == 302
    assert visitor.get(reverse("source_changes", args=[3])).status_code == 302


def test_board_shows_own_and_shared_pages_only(site, editor_kolari, rows_of):
    own, others = site.section("kolari", "fi"), site.section("pajala", "fi")

    assert rows_of(editor_kolari.user, own)
    assert rows_of(editor_kolari.user, others) is None
    assert rows_of(editor_kolari.user, NewsIndexPage.objects.first())
    assert "Pajala" not in {str(row.municipality) for row in Board(editor_kolari.user).rows}


def test_changes_of_the_other_side_are_refused(site, editor_kolari):
    page = site.section("pajala", "fi")
    response = editor_kolari.get(reverse("source_changes", args=[page.pk]))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_fresh_site_is_in_step(administrator):
    assert [row.source["draft_title"] for row in Board(administrator.user).rows if row.lacking] == []


def test_source_is_in_the_municipalitys_own_language(site, administrator, rows_of):
    kolari = rows_of(administrator.user, site.section("kolari", "sv"))
    pajala = rows_of(administrator.user, site.section("pajala", "fi"))
    shared = rows_of(administrator.user, NewsIndexPage.objects.first())

    assert [state(kolari, "fi"), state(kolari, "sv")] == ["source", "in-step"]
    assert [state(pajala, "fi"), state(pajala, "sv")] == ["in-step", "source"]
    assert [state(shared, "fi"), state(shared, "sv")] == ["source", "in-step"]


def test_page_without_translation_is_missing(site, editor_kolari, rows_of):
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    page = index.add_child(instance=NewsPage(title="Only here", locale=index.locale))
    assert state(rows_of(editor_kolari.user, page), "sv") == "missing"

    page.unpublish()
    assert state(rows_of(editor_kolari.user, page), "sv") == "waits"
    assert rows_of(editor_kolari.user, page).lacking == []


def test_unpublished_translation_is_draft_only(pair, editor_kolari, rows_of):
    page, translation = pair
    translation.unpublish()
    assert state(rows_of(editor_kolari.user, page), "sv") == "draft"


def test_unpublished_source_with_a_published_translation_lacks_the_source(pair, editor_kolari, rows_of):
    page, _translation = pair
    page.unpublish()
    row = rows_of(editor_kolari.user, page)
    assert [state(row, "fi"), state(row, "sv")] == ["draft", "in-step"]


@pytest.mark.parametrize("days", [0, 1, 30])
def test_translation_is_behind_by_days_until_it_is_published_again(pair, moderator_kolari, rows_of, days):
    page, translation = pair
    published(page, days)
    published(translation, days + 10)

    row = rows_of(moderator_kolari.user, page)
    cell = row.lacking[0]
    assert (cell.language, cell.key, cell.days) == ("sv", "behind", days)
    for language in ("fi", "sv"):
        with override(language):
            expected = (
                ngettext(
                    "older than its source by %(days)s day", "older than its source by %(days)s days", days
                )
                % {"days": days}
                if days
                else gettext("older than its source: since today")
            )
            assert cell.label == expected

    write(moderator_kolari, translation, action="action-publish")
    assert rows_of(moderator_kolari.user, page).lacking == []


def test_translation_with_moderators_is_in_review(pair, editor_kolari, rows_of):
    page, translation = pair
    published(page, 1)
    published(translation, 5)
    write(editor_kolari, translation, action="action-submit")
    row = rows_of(editor_kolari.user, page)
    assert state(row, "sv") == "review"
    assert row.lacking == []


def test_worst_come_first(site, editor_kolari):
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    missing = index.add_child(instance=NewsPage(title="Missing", locale=index.locale))
    first, second, third = ContentPage.objects.child_of(site.section("kolari", "fi"))[:3]
    published(first, -1)
    third.get_translation(Locale.objects.get(language_code="sv")).unpublish()
    for page, days in ((first, 3), (second, 40)):
        published(page, days)
        published(page.get_translation(Locale.objects.get(language_code="sv")), 100)

    rows = Board(editor_kolari.user).rows
    assert [row.source["pk"] for row in rows[:4]] == [missing.pk, third.pk, second.pk, first.pk]


def filtered(client, **filters):
    return [row.source["pk"] for row in client.get(BOARD, filters).context["rows"].paginator.object_list]


def test_board_is_filtered(site, pair, editor_kolari):
    page, translation = pair
    translation.unpublish()
    ContentPage.objects.filter(pk=page.pk).update(
        owner=editor_kolari.user, review_by=timezone.localdate() - timedelta(days=1)
    )

    assert filtered(editor_kolari, language="sv") == [page.pk]
    assert filtered(editor_kolari, language="fi") == []
    assert filtered(editor_kolari, language="sv", state="draft") == [page.pk]
    assert filtered(editor_kolari, state="missing") == []
    assert filtered(editor_kolari, owner="mine") == [page.pk]
    assert page.pk not in filtered(editor_kolari, owner="nobody")
    assert page.pk in filtered(editor_kolari, section="kolari")
    assert page.pk not in filtered(editor_kolari, section="shared")
    assert page.pk in filtered(editor_kolari, review="overdue")
    assert set(filtered(editor_kolari, section="pajala")) == set(filtered(editor_kolari))


def test_guides_with_steps_to_review_are_out_of_date(editor_kolari):
    guide = GuidePage.objects.live().filter(locale__language_code="fi").exclude(steps="[]").first()
    assert guide.pk in filtered(editor_kolari, review="overdue")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_board_links_to_what_there_is_to_do(site, pair, editor_kolari, language):
    editor_kolari.user.wagtail_userprofile.preferred_language = language
    editor_kolari.user.wagtail_userprofile.save()
    page, translation = pair
    published(page, 2)
    published(translation, 5)
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    missing = index.add_child(instance=NewsPage(title="Only here", locale=index.locale))

    html = editor_kolari.get(BOARD).content.decode()

    assert f'<html lang="{language}"' in html
    assert reverse("wagtailadmin_pages:edit", args=[translation.pk]) in html
    assert reverse("source_changes", args=[translation.pk]) in html
    assert reverse("simple_translation:submit_page_translation", args=[missing.pk]) in html


def on_a_later_day(client, time_machine, moment):
    """The sign-in of the day before has run out."""
    time_machine.move_to(moment)
    client.force_login(client.user)


def test_changes_since_are_those_of_the_published_source(pair, moderator_kolari, time_machine):
    page, translation = pair
    now = timezone.now()
    write(moderator_kolari, page, action="action-publish", title="As translated")
    page.refresh_from_db()
    as_translated = page.live_revision_id
    on_a_later_day(moderator_kolari, time_machine, now + timedelta(days=1))
    write(moderator_kolari, translation, action="action-publish")
    on_a_later_day(moderator_kolari, time_machine, now + timedelta(days=2))
    write(moderator_kolari, page, title="A draft nobody saw")
    write(moderator_kolari, page, action="action-publish", title="As it is now")

    response = moderator_kolari.get(reverse("source_changes", args=[translation.pk]))
    comparison = moderator_kolari.get(response.url).content.decode()

    since = [page.pk, as_translated, "live"]
    assert response.url == reverse("wagtailadmin_pages:revisions_compare", args=since)
    assert "translated</span>" in comparison
    assert "nobody saw" not in comparison


def test_changes_of_a_translation_that_never_was_published_start_at_the_beginning(pair, editor_kolari):
    _page, translation = pair
    Page.objects.filter(pk=translation.pk).update(live=False, last_published_at=None)
    response = editor_kolari.get(reverse("source_changes", args=[translation.pk]))
    assert response.url.endswith("/compare/earliest...live/")


def test_source_has_nothing_to_be_compared_with(pair, editor_kolari):
    page, _translation = pair
    response = editor_kolari.get(reverse("source_changes", args=[page.pk]))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_editor_of_a_translation_that_is_behind_is_told(pair, editor_kolari, language):
    editor_kolari.user.wagtail_userprofile.preferred_language = language
    editor_kolari.user.wagtail_userprofile.save()
    page, translation = pair
    link = reverse("source_changes", args=[translation.pk])
    address = reverse("wagtailadmin_pages:edit", args=[translation.pk])
    assert link not in editor_kolari.get(address).content.decode()

    published(page, 3)
    published(translation, 9)
    html = editor_kolari.get(address).content.decode()

    assert link in html
    with override(language):
        expected = ngettext(
            "This translation is older than its source by %(days)s day.",
            "This translation is older than its source by %(days)s days.",
            3,
        )
        assert expected % {"days": 3} in html
        assert gettext("What changed in the source") in html
    assert link not in editor_kolari.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_page_that_stands_alone_is_its_own_source(site):
    index = NewsIndexPage.objects.get(locale__language_code="fi")
    page = index.add_child(instance=NewsPage(title="Only here", locale=index.locale))
    assert source_of(page) is None
    assert lag_of(page) is None


def board_queries(client):
    client.get(BOARD)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(BOARD).status_code == 200
    return len(queries)


def test_many_pages_take_no_more_queries_than_few(site, editor_kolari):
    before = board_queries(editor_kolari)
    parent = site.section("kolari", "fi")
    for number in range(200):
        page = ContentPage(title=f"Page {number}", slug=f"page-{number}", locale=parent.locale)
        parent.add_child(instance=page)

    assert board_queries(editor_kolari) == before
    assert before <= 25
