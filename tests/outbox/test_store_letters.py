import pytest
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection
from django.db import transaction

from outbox.models import OutboxMail


@pytest.fixture(autouse=True)
def outbox(settings, db):
    settings.EMAIL_BACKEND = "outbox.backends.OutboxBackend"


def letter(**options):
    return EmailMultiAlternatives(
        **{"subject": "Hei", "body": "Teksti", "to": ["anna@example.com"]} | options
    )


@pytest.mark.parametrize("field", ["subject", "from_email"])
def test_a_line_break_in_a_header_is_refused_and_nothing_is_stored(field):
    with pytest.raises(BadHeaderError):
        letter(**{field: "a\nBcc: everybody@example.com"}).send()

    assert not OutboxMail.objects.exists()


def test_a_line_break_in_an_address_is_refused_and_nothing_is_stored():
    with pytest.raises(BadHeaderError):
        letter(to=["anna@example.com\nBcc: everybody@example.com"]).send()

    assert not OutboxMail.objects.exists()


def test_a_letter_without_recipients_is_not_stored():
    letter(to=[]).send()

    assert not OutboxMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_request_sends_nothing():
    with transaction.atomic():
        letter().send()
        assert OutboxMail.objects.exists()
        transaction.set_rollback(True)

    assert not OutboxMail.objects.exists()


def test_the_whole_letter_is_stored_with_its_message_id():
    message = letter(subject="Äkäslompolo → Kengis", body="Yöttömän yön aika", reply_to=["x@example.com"])
    message.attach_alternative("<p>Yöttömän yön aika</p>", "text/html")

    assert message.send() == 1

    stored = OutboxMail.objects.get()
    assert stored.message_id.encode() in bytes(stored.message)
    assert "Yöttömän yön aika".encode() in bytes(stored.message)
    assert b"Reply-To: x@example.com" in bytes(stored.message)
    assert stored.subject == "Äkäslompolo → Kengis"
    assert str(stored) == stored.subject


def test_each_address_gets_a_row_and_hidden_copies_stay_hidden():
    letter(cc=["beata@example.com"], bcc=["cecilia@example.com", "anna@example.com"]).send()

    rows = OutboxMail.objects.all()
    assert {row.recipient for row in rows} == {"anna@example.com", "beata@example.com", "cecilia@example.com"}
    assert len({row.message_id for row in rows}) == 1
    assert all(b"cecilia" not in bytes(row.message) for row in rows)


def test_a_decoy_is_an_empty_row_that_nobody_sends():
    decoy = letter()
    decoy.connection = get_connection("outbox.backends.DecoyBackend")

    assert decoy.send() == 0

    row = OutboxMail.objects.get()
    assert (row.recipient, row.subject, bytes(row.message)) == ("", "", b"")
    assert not OutboxMail.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_on_a_developers_machine_letters_leave_at_once(settings, mailoutbox):
    settings.OUTBOX_SEND_AT_ONCE = True

    letter().send()

    assert [message.to for message in mailoutbox] == [["anna@example.com"]]
    assert OutboxMail.objects.get().sent_at
