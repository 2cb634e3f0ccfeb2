import re
import uuid
from email import message_from_bytes, policy

import pytest
import time_machine

from outbox.models import OutboxMail
from outbox.sending import ServerAway, send_due
from pages.models import ContactMessage
from places.models import Municipality

MAILBOXES = {"kolari": "kirjaamo@kolari.example", "pajala": "registrator@pajala.example"}
WORDS = {"subject": "Koti", "message": "Onko taloja?", "name": "Liisa", "email": "liisa@example.com"}


@pytest.fixture(autouse=True)
def mailboxes(db, settings):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"  # Django's test runner puts its own there
    for key, address in MAILBOXES.items():
        Municipality.objects.filter(key=key).update(contact_email=address)


@pytest.fixture
def send(visitor, seeded, language):
    """Fills in the form and sends it; a field that is None is left out."""
    page = seeded("contact", language)

    def sent(to="kolari", **fields):
        municipality = Municipality.objects.get(key=to).pk
        values = {"municipality": municipality, "submission_key": uuid.uuid4(), **WORDS, **fields}
        return visitor.post(page.url, {name: value for name, value in values.items() if value is not None})

    return sent


def letters():
    return list(OutboxMail.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("message", ""),
        ("message", "   \n "),
        ("email", ""),
        ("email", "not an address"),
        ("email", "a@b"),
        ("municipality", None),
        ("municipality", "999999"),
        ("municipality", "x"),
        ("subject", "x" * 121),
        ("name", "x" * 121),
        ("message", "x" * 5001),
        ("email", "x" * 250 + "@example.com"),
        ("subject", "Koti\nBcc: everybody@example.com"),
        ("subject", "Koti\r\nBcc: everybody@example.com"),
        ("name", "Liisa\nBcc: everybody@example.com"),
        ("email", "liisa@example.com\nBcc: everybody@example.com"),
        ("email", "liisa@example.com, everybody@example.com"),
        ("subject", "a\x00b"),
        ("message", "a\x00b"),
        ("name", "a\x00b"),
        ("email", "a\x00@example.com"),
        ("submission_key", "not a number"),
        ("submission_key", ""),
    ],
)
def test_what_is_refused_is_neither_stored_nor_sent(field, value, send):
    response = send(**{field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ContactMessage.objects.exists()
    assert letters() == []


def test_the_page_of_a_refused_form_says_so_first(send, said):
    html = send(message="", email="nobody").content.decode()

    assert f"<title>{said('Error:')}" in html
    assert html.index("error-summary") < html.index('<form class="form"')
    assert 'href="#id_message"' in html
    assert 'href="#id_email"' in html
    assert 'value="Koti"' in html
    assert 'value="nobody"' in html


@pytest.mark.parametrize("key", ["kolari", "pajala"])
def test_a_message_goes_to_the_municipality_that_was_chosen(key, send, language):
    response = send(to=key)

    assert response.status_code == 302
    assert response.url.endswith("?sent=1#sent")
    message = ContactMessage.objects.get()
    assert message.municipality.key == key
    assert message.language == language
    [letter] = letters()
    assert letter.recipient == MAILBOXES[key]
    text = bytes(letter.message).decode()
    assert "Reply-To: liisa@example.com" in text


def test_the_letter_speaks_the_language_of_the_office(send, settings):
    for key in MAILBOXES:
        send(to=key)
    in_kolari, in_pajala = (bytes(letter.message).decode() for letter in letters())

    assert 'lang="fi"' in in_kolari
    assert 'lang="sv"' in in_pajala


def test_the_letter_tells_the_time_of_the_office(send):
    with time_machine.travel("2026-11-23T22:47:00Z", tick=False):
        for key in MAILBOXES:
            send(to=key)
    in_kolari, in_pajala = (
        message_from_bytes(bytes(letter.message), policy=policy.default).get_body(["plain"]).get_content()
        for letter in letters()
    )

    assert "24.11.2026 0.47" in in_kolari
    assert "2026-11-23 23:47" in in_pajala


def test_what_was_written_is_text_in_the_letter(send):
    send(message='<script>alert(1)</script><a href="https://evil.example">x</a>', subject="<b>Koti</b>")
    [letter] = letters()
    letter = message_from_bytes(bytes(letter.message), policy=policy.default)
    html = letter.get_body(["html"]).get_content()

    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert '<a href="https://evil.example"' not in html
    assert "<b>Koti" not in html


def test_a_long_subject_stays_one_header(send):
    send(subject="ä" * 120)
    [letter] = letters()

    headers, _, _body = bytes(letter.message).partition(b"\r\n\r\n")
    assert len(re.findall(rb"^(?:To|Cc|Bcc):", headers, re.MULTILINE)) == 1


def test_the_same_form_twice_is_one_message(send):
    number = uuid.uuid4()
    assert send(submission_key=number).status_code == 302
    assert send(submission_key=number).status_code == 302

    assert ContactMessage.objects.count() == 1
    assert len(letters()) == 1


def test_a_robot_is_thanked_and_forgotten(send):
    assert send(website="https://spam.example").status_code == 302

    assert not ContactMessage.objects.exists()
    assert letters() == []


def test_no_person_sees_the_trap(read, seeded, language):
    trap = read(seeded("contact", language).url).select_one("[name=website]")

    assert trap.get("tabindex") == "-1" or trap.find_parent(class_="field--website")
    assert trap.get("autocomplete") in ("off", None)


def test_a_municipality_without_a_mailbox_keeps_its_messages(send):
    Municipality.objects.update(contact_email="")
    assert send().status_code == 302

    assert ContactMessage.objects.count() == 1
    assert letters() == []


def test_mail_that_is_away_loses_nothing(send, settings, mailoutbox):
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    settings.OUTBOX_TRANSPORT = {
        "EMAIL_BACKEND": smtp,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }
    assert send().status_code == 302
    with pytest.raises(ServerAway):
        send_due()
    assert ContactMessage.objects.count() == 1
    assert OutboxMail.objects.waiting().count() == 1

    settings.OUTBOX_TRANSPORT = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    assert send_due() == 1
    assert len(mailoutbox) == 1
    assert not OutboxMail.objects.waiting().exists()


def test_a_message_that_cannot_be_stored_sends_no_letter(send, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("pages.emails.send_letter", fails)
    with pytest.raises(RuntimeError):
        send()

    assert not ContactMessage.objects.exists()
    assert letters() == []


def test_whoever_has_sent_is_thanked_and_may_reload(send, visitor, said):
    address = send().url
    for _ in range(2):
        html = visitor.get(address).content.decode()
        assert said("Your message has arrived") in html

    assert ContactMessage.objects.count() == 1


def test_the_swedish_receiver_tells_that_messages_are_public(read, seeded, language):
    pajala = Municipality.objects.get(key="pajala")
    notice = getattr(pajala, f"public_records_notice_{language}")

    assert notice
    assert notice in read(seeded("contact", language).url).main.text
