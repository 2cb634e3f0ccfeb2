import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from pages.models import AccessibilityFeedback, ContactMessage

MODELS = {"contactmessage": ContactMessage, "accessibilityfeedback": AccessibilityFeedback}


@pytest.fixture
def received(site):
    def make(key, model=ContactMessage, days_ago=0, **fields):
        fields = {"name": "Aino", "email": "aino@example.org", "message": "Hei!", "language": "fi"} | fields
        message = model.objects.create(municipality=getattr(site, key), **fields)
        model.objects.filter(pk=message.pk).update(received_at=timezone.now() - timedelta(days=days_ago))
        return model.objects.get(pk=message.pk)

    return make


def address(message, view):
    return reverse(f"{message._meta.model_name}:{view}", args=[message.pk])


def index(name):
    return reverse(f"{name}:list")


def save(client, received_message, **fields):
    sent = {"version": received_message.version, "staff_note": ""} | fields
    return client.post(address(received_message, "edit"), sent)


@pytest.mark.parametrize("name", MODELS)
def test_visitors_read_no_messages(visitor, received, name):
    message = received("kolari", MODELS[name])
    for url in (
        index(name),
        address(message, "edit"),
        address(message, "record"),
        address(message, "record_json"),
    ):
        assert visitor.get(url).status_code == 302


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("view", ["edit", "record", "record_json", "delete", "history", "usage"])
def test_messages_of_the_other_side_are_closed(received, moderator_pajala, name, view):
    message = received("kolari", MODELS[name], message="Secret of Kolari")

    response = moderator_pajala.get(address(message, view))

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert "Secret" not in moderator_pajala.get(index(name)).content.decode()


@pytest.mark.parametrize("name", MODELS)
def test_nobody_adds_a_message(administrator, name):
    assert administrator.get(f"{index(name)}add/").status_code == 404
    assert "add/" not in administrator.get(index(name)).content.decode()


@pytest.mark.parametrize("name", MODELS)
def test_public_document_is_not_deleted_and_the_screen_says_why(
    received, moderator_pajala, administrator, name
):
    message = received("pajala", MODELS[name])
    for client in (moderator_pajala, administrator):
        client.post(address(message, "delete"))
        client.post(
            reverse("wagtail_bulk_action", args=["pages", name, "delete"]) + f"?id={message.pk}", follow=True
        )
        assert MODELS[name].objects.filter(pk=message.pk).exists()

    html = moderator_pajala.get(address(message, "edit")).content.decode()
    with override("sv"):
        assert gettext("A public document of %(receiver)s.").partition("%")[0].strip() in html
    assert address(message, "delete") not in html


def test_message_to_finland_is_deleted_by_administrators_only(received, moderator_kolari, administrator):
    message = received("kolari", subject="Old")
    moderator_kolari.post(address(message, "delete"))
    assert ContactMessage.objects.filter(pk=message.pk).exists()
    administrator.post(address(message, "delete"))
    assert not ContactMessage.objects.filter(pk=message.pk).exists()


def test_what_was_received_is_never_changed(received, editor_kolari):
    message = received("kolari", subject="Alkuperäinen")
    save(
        editor_kolari, message, subject="Changed", message="Changed", email="x@example.org", is_answered="on"
    )
    message.refresh_from_db()
    assert (message.subject, message.message, message.email) == ("Alkuperäinen", "Hei!", "aino@example.org")
    assert message.answered_at


def test_two_people_do_not_overwrite_each_others_notes(received, editor_kolari, moderator_kolari):
    message = received("kolari", subject="Note")
    assert save(moderator_kolari, message, staff_note="I called her").status_code == 302

    response = save(editor_kolari, message, staff_note="I wrote to her")

    assert response.status_code == 409
    assert "I called her" in response.content.decode()
    assert "I wrote to her" in response.content.decode()
    message.refresh_from_db()
    assert message.staff_note == "I called her"


def test_message_is_marked_answered_and_opened_again(received, editor_kolari, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    message = received("kolari", subject="Kysymys")

    save(editor_kolari, message, is_answered="on", staff_note="Soitettu")
    message.refresh_from_db()
    assert message.answered_at == timezone.now()
    assert message.staff_note == "Soitettu"

    time_machine.move_to(now + timedelta(days=1), tick=False)
    editor_kolari.force_login(editor_kolari.user)
    save(editor_kolari, message, is_answered="on")
    message.refresh_from_db()
    assert message.answered_at < timezone.now(), "the first answer counts"

    save(editor_kolari, message)
    message.refresh_from_db()
    assert message.answered_at is None


@pytest.mark.parametrize(
    ("persona", "key", "language"), [("editor_kolari", "kolari", "fi"), ("editor_pajala", "pajala", "sv")]
)
@pytest.mark.parametrize("days_ago", [0, 13, 14, 15, 20])
def test_feedback_shows_its_days_left(request, received, persona, key, language, days_ago):
    client = request.getfixturevalue(persona)
    feedback = received(key, AccessibilityFeedback, days_ago=days_ago)
    assert feedback.days_left == 14 - days_ago
    assert feedback.is_overdue is (days_ago > 14)

    with override(language):
        clock = feedback.clock
    assert clock in client.get(index("accessibilityfeedback")).content.decode()
    assert clock[1:] in client.get(address(feedback, "edit")).content.decode()


def test_answered_feedback_has_no_clock(received, editor_kolari):
    feedback = received("kolari", AccessibilityFeedback, days_ago=20, answered_at=timezone.now())
    assert not feedback.is_overdue
    with override("fi"):
        assert feedback.clock not in editor_kolari.get(index("accessibilityfeedback")).content.decode()


def test_list_is_filtered_by_what_waits(received, editor_kolari):
    waits, answered = (
        received("kolari", subject="Waits"),
        received("kolari", subject="Done", answered_at=timezone.now()),
    )

    def found(**filters):
        return {
            message.pk
            for message in editor_kolari.get(index("contactmessage"), filters).context["object_list"]
        }

    assert found() == {waits.pk, answered.pk}
    assert found(state="waits") == {waits.pk}
    assert found(state="answered") == {answered.pk}


@pytest.mark.parametrize("name", MODELS)
def test_sheet_holds_ones_own_messages_with_metadata(received, editor_pajala, name):
    message = received("pajala", MODELS[name], message="=1+1")
    received("kolari", MODELS[name], message="Kolarin oma")

    response = editor_pajala.get(index(name), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.values)

    assert len(rows) == 2
    assert str(message.submission_key) in rows[1]
    assert "=1+1" in rows[1]
    assert "Kolarin oma" not in str(rows)


@pytest.mark.parametrize("name", MODELS)
def test_registrar_gets_everything_that_is_known_of_a_message(received, moderator_pajala, name):
    message = received("pajala", MODELS[name], message="Hej & välkommen", language="sv")

    record = json.loads(moderator_pajala.get(address(message, "record_json")).content)
    html = moderator_pajala.get(address(message, "record")).content.decode()

    assert record["id"] == str(message.submission_key)
    assert record["receiver"] == "Pajala kommun"
    assert record["received_at"].endswith(("+01:00", "+02:00")), "in the receiver's own clock"
    assert (record["language"], record["message"]) == ("sv", "Hej & välkommen")
    for words in (record["id"], record["receiver"], record["received_at"], "Hej &amp; välkommen"):
        assert words in html
    assert "<script" not in html


def test_words_of_a_stranger_are_never_markup(received, editor_kolari):
    message = received("kolari", subject="<script>alert(1)</script>", message="<b>x</b>")
    for url in (index("contactmessage"), address(message, "edit"), address(message, "record"), "/cms/"):
        assert "<script>alert(1)" not in editor_kolari.get(url).content.decode()


def test_letters_about_messages_lead_to_the_inbox(received, mailoutbox, site, editor_kolari):
    from pages.emails import send_accessibility_feedback, send_contact_message

    site.kolari.contact_email = "kirjaamo@example.org"
    for message, send in (
        (received("kolari", subject="Hei"), send_contact_message),
        (received("kolari", AccessibilityFeedback), send_accessibility_feedback),
    ):
        message.municipality = site.kolari
        send(message)
        assert index(message._meta.model_name) in mailoutbox[-1].body
