import re

import pytest
from wagtail.models import TaskState, get_default_page_content_type

from accounts.models import User
from pages.models import ContentPage, NewsIndexPage

from .editing import edit_address, newest, open_form, send, texts, write

SIDES = [("kolari", "fi"), ("pajala", "sv")]


@pytest.fixture
def people(request):
    def named(role, key):
        return request.getfixturevalue(f"{role}_{key}")

    return named


@pytest.fixture
def section_page(site):
    def find(key, language):
        return ContentPage.objects.child_of(site.section(key, language)).first()

    return find


def review(client, page, action, comment=""):
    """What the moderator's buttons send."""
    return send(
        client,
        page,
        open_form(client, page),
        **{
            "action-workflow-action": "true",
            "workflow-action-name": action,
            "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
        },
    )


def test_editor_can_not_publish(section_page, editor_kolari):
    page = section_page("kolari", "fi")
    write(editor_kolari, page, action="action-publish", title="Not approved")
    page.refresh_from_db()
    assert page.title != "Not approved"


def test_moderator_of_the_other_side_can_not_approve(
    section_page, editor_kolari, moderator_pajala, mailoutbox
):
    page = section_page("kolari", "fi")
    write(editor_kolari, page, action="action-submit", title="Waits")

    response = moderator_pajala.get(edit_address(page))

    assert response.status_code == 302
    assert newest(page).title == "Waits"
    pages = {"workflow_state__base_content_type": get_default_page_content_type()}
    assert not TaskState.objects.reviewable_by(moderator_pajala.user).filter(**pages).exists()
    assert {address for letter in mailoutbox for address in letter.to} == {"moderator.kolari@example.org"}


@pytest.mark.parametrize(("key", "language"), SIDES)
def test_moderators_hear_of_what_is_sent_to_them(section_page, people, mailoutbox, key, language):
    page = section_page(key, language)

    write(people("editor", key), page, action="action-submit", title="Esteetön sivu")

    assert [letter.to for letter in mailoutbox] == [[f"moderator.{key}@example.org"]]
    letter = mailoutbox[0]
    assert "Esteetön sivu" in letter.subject
    assert f'<html lang="{language}">' in texts([letter])
    assert edit_address(page) in letter.body
    assert "Wagtail" not in texts([letter])


@pytest.mark.parametrize(("key", "language"), SIDES)
def test_approval_publishes_and_the_editor_hears(section_page, people, mailoutbox, key, language):
    page = section_page(key, language)
    write(people("editor", key), page, action="action-submit", title="Approved page")
    mailoutbox.clear()

    review(people("moderator", key), page, "approve")

    page.refresh_from_db()
    assert (page.title, page.live) == ("Approved page", True)
    assert [letter.to for letter in mailoutbox] == [[f"editor.{key}@example.org"]]
    assert f'<html lang="{language}">' in texts(mailoutbox)
    assert page.full_url in mailoutbox[0].body


@pytest.mark.parametrize(("key", "language"), SIDES)
def test_moderator_asks_for_changes_and_says_why(section_page, people, mailoutbox, key, language):
    editor, moderator = people("editor", key), people("moderator", key)
    page = section_page(key, language)
    before = page.title
    write(editor, page, action="action-submit", title="Not yet")
    mailoutbox.clear()

    review(moderator, page, "reject", comment="Tarkista aukioloajat")

    page.refresh_from_db()
    assert page.title == before
    assert [letter.to for letter in mailoutbox] == [[editor.user.email]]
    assert texts(mailoutbox).count("Tarkista aukioloajat") == 2
    desk = editor.get("/cms/").content.decode()
    assert "Tarkista aukioloajat" in desk
    assert edit_address(page) in desk

    mailoutbox.clear()
    write(editor, page, action="action-submit", title="Better now")
    assert [letter.to for letter in mailoutbox] == [[moderator.user.email]]
    review(moderator, page, "approve")
    page.refresh_from_db()
    assert page.title == "Better now"


def test_shared_page_is_approved_by_either_side(site, editor_kolari, moderator_pajala, mailoutbox):
    page = NewsIndexPage.objects.get(locale__language_code="fi")
    write(editor_kolari, page, action="action-submit", summary="Uutta molemmilta rannoilta")

    assert {letter.to[0] for letter in mailoutbox} == {
        "moderator.kolari@example.org",
        "moderator.pajala@example.org",
    }
    languages = {letter.to[0]: re.search('lang="(..)"', texts([letter]))[1] for letter in mailoutbox}
    assert languages == {"moderator.kolari@example.org": "fi", "moderator.pajala@example.org": "sv"}
    review(moderator_pajala, page, "approve")
    page.refresh_from_db()
    assert page.summary == "Uutta molemmilta rannoilta"


def test_letters_that_somebody_does_not_want_are_not_sent(section_page, editor_kolari, mailoutbox):
    profile = User.objects.get(email="moderator.kolari@example.org").wagtail_userprofile
    profile.submitted_notifications = False
    profile.save()
    write(editor_kolari, section_page("kolari", "fi"), action="action-submit", title="Quiet")
    assert mailoutbox == []


def test_moderator_who_lost_sight_of_the_section_hears_nothing(section_page, editor_kolari, mailoutbox):
    page = section_page("kolari", "fi")
    task = page.get_workflow().tasks.first().specific
    task.groups.set(User.objects.get(email="moderator.pajala@example.org").groups.all())

    write(editor_kolari, page, action="action-submit", title="Wrongly set up")

    assert mailoutbox == []
