from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.models import User
from pages.models import ContentPage, GuidePage, NewsIndexPage

from .editing import edit_address, texts, write


@pytest.fixture(autouse=True)
def nothing_due(db):
    assert not ContentPage.objects.filter(review_by__lt=timezone.localdate()).exists()


@pytest.fixture
def pages(site):
    return list(ContentPage.objects.child_of(site.section("kolari", "fi"))[:2])


def overdue(*pages, owner=None, days=1):
    for page in pages:
        type(page).objects.filter(pk=page.pk).update(
            review_by=timezone.localdate() - timedelta(days=days), owner=owner
        )


def remind(mailoutbox, capsys):
    mailoutbox.clear()
    call_command("remind_reviews")
    return {letter.to[0] for letter in mailoutbox}


def test_nobody_hears_before_the_day(pages, editor_kolari, mailoutbox, capsys):
    overdue(*pages, owner=editor_kolari.user, days=0)
    assert remind(mailoutbox, capsys) == set()
    assert capsys.readouterr().out == "0 letters\n"


def test_drafts_are_nobodys_duty(pages, editor_kolari, mailoutbox, capsys):
    overdue(pages[0], owner=editor_kolari.user)
    pages[0].unpublish()
    assert remind(mailoutbox, capsys) == set()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_owner_gets_one_letter_for_all_pages(pages, editor_kolari, mailoutbox, capsys, language):
    User.objects.filter(pk=editor_kolari.user.pk).update(preferred_language=language)
    overdue(*pages, owner=editor_kolari.user)

    assert remind(mailoutbox, capsys) == {"editor.kolari@example.org"}

    assert len(mailoutbox) == 1
    assert f'<html lang="{language}">' in texts(mailoutbox)
    for page in pages:
        assert page.title in mailoutbox[0].body
        assert edit_address(page) in mailoutbox[0].body


def test_reminder_comes_once_a_week_at_most(pages, editor_kolari, mailoutbox, capsys, time_machine):
    now = timezone.now()
    overdue(pages[0], owner=editor_kolari.user)
    assert remind(mailoutbox, capsys)
    assert not remind(mailoutbox, capsys)

    time_machine.move_to(now + timedelta(days=6))
    overdue(pages[1], owner=editor_kolari.user)
    assert remind(mailoutbox, capsys)
    assert pages[0].title not in mailoutbox[0].body

    time_machine.move_to(now + timedelta(days=7, minutes=-5))
    assert remind(mailoutbox, capsys)
    assert pages[0].title in mailoutbox[0].body
    assert pages[1].title not in mailoutbox[0].body


@pytest.mark.parametrize("owner", ["nobody", "somebody who left", "the other side"])
def test_without_an_owner_who_can_open_it_moderators_are_told(pages, owner, mailoutbox, capsys):
    left = User.objects.create_user("left@example.org", is_active=False)
    owners = {
        "somebody who left": left,
        "the other side": User.objects.get(email="editor.pajala@example.org"),
    }
    overdue(pages[0], owner=owners.get(owner))
    assert remind(mailoutbox, capsys) == {"moderator.kolari@example.org"}


def test_shared_page_without_owner_is_told_to_both_sides(site, mailoutbox, capsys):
    overdue(NewsIndexPage.objects.get(locale__language_code="fi"))
    assert remind(mailoutbox, capsys) == {"moderator.kolari@example.org", "moderator.pajala@example.org"}


def test_guides_steps_count_when_their_date_has_passed(editor_kolari, mailoutbox, capsys):
    guide = GuidePage.objects.live().filter(locale__language_code="fi").exclude(steps="[]").first()
    GuidePage.objects.filter(pk=guide.pk).update(owner=editor_kolari.user)
    assert remind(mailoutbox, capsys) == set(), "steps that were never reviewed stand on the desk only"

    today = timezone.localdate()
    guide = GuidePage.objects.get(pk=guide.pk)
    guide.steps[0].value["reviewed_on"] = today - timedelta(days=200)
    guide.steps[0].value["review_by"] = today - timedelta(days=1)
    guide.save()

    assert remind(mailoutbox, capsys) == {"editor.kolari@example.org"}
    assert guide.title in mailoutbox[0].body


def test_history_of_the_page_tells_of_the_reminder(pages, editor_kolari, mailoutbox, capsys):
    overdue(pages[0], owner=editor_kolari.user)
    remind(mailoutbox, capsys)
    assert PageLogEntry.objects.filter(page=pages[0], action="pages.remind_of_review").count() == 1
    history = editor_kolari.get(f"/cms/pages/{pages[0].pk}/history/").content.decode()
    assert "pages.remind_of_review" not in history.replace('value="pages.remind_of_review"', "")


def test_new_owner_of_a_published_page_holds_at_once(pages, editor_kolari, moderator_kolari):
    page = pages[0]
    write(editor_kolari, page, owner=str(moderator_kolari.user.pk))
    page.refresh_from_db()
    assert page.owner == moderator_kolari.user


def test_owner_is_one_of_those_who_may_edit_the_page(pages, editor_kolari):
    stranger = User.objects.get(email="editor.pajala@example.org")
    response = write(editor_kolari, pages[0], owner=str(stranger.pk))
    assert "owner" in response.context["form"].errors
    assert stranger.email not in editor_kolari.get(edit_address(pages[0])).content.decode()
