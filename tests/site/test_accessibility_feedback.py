import uuid

import pytest
import time_machine

from outbox.models import OutboxMail
from pages.models import AccessibilityFeedback
from places.models import Municipality

STATEMENTS = {"accessibility-fi": "kolari", "accessibility-sv": "pajala"}


@pytest.fixture(autouse=True)
def mailboxes(db, settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"  # Django's test runner puts its own there
    for municipality in Municipality.objects.all():
        Municipality.objects.filter(pk=municipality.pk).update(
            contact_email=f"registry@{municipality.key}.example",
            accessibility_email=f"accessibility@{municipality.key}.example",
        )


@pytest.fixture
def send(visitor, seeded, language):
    def sent(statement="accessibility-fi", **fields):
        values = {"message": "Kartta ei aukea", "submission_key": uuid.uuid4(), **fields}
        return visitor.post(seeded(statement, language).url, values)

    return sent


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("message", ""),
        ("message", "a\x00b"),
        ("message", "x" * 5001),
        ("address", "https://x.example/\nBcc: everybody@example.com"),
        ("address", "x" * 501),
        ("address", "a\x00b"),
        ("name", "Liisa\r\nBcc: everybody@example.com"),
        ("email", "nobody"),
        ("email", "a@example.com\nBcc: everybody@example.com"),
    ],
)
def test_what_is_refused_is_neither_stored_nor_sent(field, value, send):
    response = send(**{field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not AccessibilityFeedback.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(("statement", "key"), STATEMENTS.items())
def test_feedback_goes_to_the_municipality_of_the_statement(statement, key, send, language):
    other = Municipality.objects.exclude(key=key).get()
    assert send(statement, municipality=other.pk).status_code == 302

    feedback = AccessibilityFeedback.objects.get()
    assert feedback.municipality.key == key
    assert feedback.language == language
    [letter] = OutboxMail.objects.all()
    assert letter.recipient == f"accessibility@{key}.example"
    assert f'lang="{ {"kolari": "fi", "pajala": "sv"}[key] }"' in bytes(letter.message).decode()


def test_without_a_mailbox_of_its_own_the_registry_gets_it(send):
    Municipality.objects.update(accessibility_email="")
    send()

    assert OutboxMail.objects.get().recipient == "registry@kolari.example"


def test_without_any_mailbox_it_is_kept(send):
    Municipality.objects.update(accessibility_email="", contact_email="")
    assert send().status_code == 302

    assert AccessibilityFeedback.objects.count() == 1
    assert not OutboxMail.objects.exists()


def test_no_address_is_needed_and_then_nobody_is_answered(send):
    send(name="", email="")

    assert b"Reply-To" not in bytes(OutboxMail.objects.get().message)


def test_a_robot_is_thanked_and_forgotten(send):
    assert send(website="x").status_code == 302

    assert not AccessibilityFeedback.objects.exists()


def test_the_same_form_twice_is_one_row(send):
    number = uuid.uuid4()
    send(submission_key=number)
    send(submission_key=number)

    assert AccessibilityFeedback.objects.count() == OutboxMail.objects.count() == 1


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2027-03-01T23:30+02:00", 14),
        ("2027-03-02T00:30+02:00", 13),
        ("2027-03-15T12:00+02:00", 0),
        ("2027-03-16T12:00+02:00", -1),
    ],
)
def test_fourteen_days_to_answer(today, left, send):
    with time_machine.travel("2027-03-01T10:00+02:00", tick=False):
        send()
    with time_machine.travel(today, tick=False):
        assert AccessibilityFeedback.objects.get().days_left == left


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_statement_says_what_its_law_asks_for(statement, read, seeded, language):
    page = seeded(statement, language)
    html = read(page.url)

    assert html.select_one(f'main a[href="{page.supervisor_url}"]')
    assert ("306/2019" if page.law == "fi" else "2018:1937") in html.main.text
    assert "14" in html.main.text
    assert str(page.updated_on.year) in html.main.text
    assert html.select_one("main form[method=post] [name=message]")
    assert page.updated_on >= page.assessed_on
