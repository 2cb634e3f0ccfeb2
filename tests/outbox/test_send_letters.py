import socket
from datetime import timedelta
from email import message_from_bytes

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox import sending
from outbox.models import LEASE, PATIENCE, OutboxMail

pytestmark = pytest.mark.django_db


def write(count=1, **options):
    for number in range(count):
        EmailMessage("Hei", "Teksti", to=[f"reader{number}@example.com"], **options).send()
    return OutboxMail.objects.order_by("pk")


def test_letters_wait_untouched_while_no_server_answers(mail_server):
    mail_server.stop()
    write(3)

    with pytest.raises(sending.ServerAway):
        sending.send_due()

    assert OutboxMail.objects.due().count() == 3
    assert set(OutboxMail.objects.values_list("attempts", "last_error")) == {(0, "")}
    mail_server.start()
    assert sending.send_due() == 3
    assert len(mail_server.taken) == 3
    assert sending.send_due() == 0


def test_the_command_says_that_no_server_answers(mail_server):
    mail_server.stop()
    write()

    with pytest.raises(CommandError, match="No mail server"):
        call_command("send_outbox")
    mail_server.start()


def test_the_stored_bytes_go_out_unchanged(mail_server):
    EmailMessage("Äkäslompolo – Kengis " * 8, "Yöttömän yön aika\n.\nLoppu", to=["a@example.com"]).send()
    letter = OutboxMail.objects.get()

    assert sending.send_due() == 1

    (envelope,) = mail_server.taken
    assert envelope.original_content.rstrip() == bytes(letter.message).rstrip()
    assert message_from_bytes(envelope.content)["Message-ID"] == letter.message_id
    assert envelope.mail_from == "noreply@example.org"


def test_one_connection_carries_the_whole_batch(mail_server):
    write(5)

    assert sending.send_due() == 5

    assert mail_server.connections == 1


def test_a_mailbox_that_does_not_exist_is_given_up_and_holds_up_nobody(mail_server, caplog):
    mail_server.answer = lambda address: "550 no such user" if address.startswith("reader0") else "250 OK"
    first, second = write(2)

    assert sending.send_due() == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.next_try_at is None
    assert first.sent_at is None
    assert "550" in first.last_error
    assert second.sent_at
    assert OutboxMail.objects.given_up().get() == first
    (record,) = [record for record in caplog.records if record.name == "outbox.sending"]
    assert record.levelname == "ERROR"
    assert "reader0" not in record.getMessage()


def test_a_letter_that_was_given_up_can_be_taken_up_again(mail_server):
    mail_server.answer = lambda address: "550 no such user"
    write()
    sending.send_due()
    mail_server.answer = lambda address: "250 OK"

    call_command("send_outbox", "--again")

    assert len(mail_server.taken) == 1


@pytest.mark.parametrize("reply", ["451 try later", "554 relaying denied"])
def test_a_passing_refusal_is_tried_again_ever_more_seldom(mail_server, reply):
    mail_server.answer = lambda address: reply
    (letter,) = write()
    pauses = []

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(9):
            assert sending.send_due() == 0
            letter.refresh_from_db()
            assert not OutboxMail.objects.due().exists()
            pauses.append(letter.next_try_at - timezone.now())
            clock.move_to(letter.next_try_at)

    assert pauses[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert pauses[-1] == timedelta(hours=1)
    assert letter.attempts == 9


def test_after_five_days_a_letter_is_given_up(mail_server):
    mail_server.answer = lambda address: "451 try later"
    (letter,) = write()

    with time_machine.travel(timezone.now() + PATIENCE, tick=False):
        sending.send_due()

    letter.refresh_from_db()
    assert letter.next_try_at is None
    assert bytes(letter.message)


def test_a_server_that_hangs_lets_go_of_the_letter(mail_server, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT", 0.5)
    mail_server.pause_in = 1.5
    (letter,) = write()

    with pytest.raises(sending.ServerAway, match="timed out"):
        sending.send_due()

    letter.refresh_from_db()
    assert letter.leased_until is None
    assert letter.attempts == 1


def test_a_server_that_never_speaks_touches_no_letter(settings, mail_server, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT", 0.3)
    (letter,) = write()
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        settings.OUTBOX_TRANSPORT = settings.OUTBOX_TRANSPORT | {"EMAIL_PORT": mute.getsockname()[1]}

        with pytest.raises(sending.ServerAway):
            sending.send_due()

    letter.refresh_from_db()
    assert (letter.attempts, letter.leased_until) == (0, None)


def test_a_server_that_closes_in_the_middle_of_a_batch_leaves_the_rest_alone(mail_server):
    mail_server.answer = lambda address: "421 closing" if address.startswith("reader1") else "250 OK"
    letters = write(4)

    with pytest.raises(sending.ServerAway, match="421"):
        sending.send_due()

    assert [envelope.rcpt_tos for envelope in mail_server.taken] == [["reader0@example.com"]]
    assert [letter.attempts for letter in letters.all()] == [1, 1, 0, 0]


def test_any_other_failure_stays_with_its_letter(mail_server):
    broken = write(2)[0]
    OutboxMail.objects.filter(pk=broken.pk).update(recipient="no address at all @@")

    assert sending.send_due() == 1

    broken.refresh_from_db()
    assert broken.attempts == 1
    assert broken.last_error


def test_two_workers_never_take_the_same_letter():
    (letter,) = [OutboxMail.objects.create(message_id="<1>", sender="a", recipient="b", message=b"")]
    same = OutboxMail.objects.get()

    assert letter.lease()
    assert not same.lease()

    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        assert same.lease()
        # The first worker's failure is no news any more: the second one holds the letter.
        letter.mark_failed(OSError("late"))
    same.refresh_from_db()
    assert same.leased_until
    assert same.attempts == 0


def test_old_letters_are_deleted_and_waiting_ones_stay():
    long_ago = timezone.now() - timedelta(days=30)
    for number, fields in enumerate(
        (
            {"sent_at": long_ago},
            {"sent_at": timezone.now()},
            {"next_try_at": None},
            {"next_try_at": long_ago},
        )
    ):
        letter = OutboxMail.objects.create(
            message_id=f"<{number}>", sender="a", recipient="b", message=b"", **fields
        )
        OutboxMail.objects.filter(pk=letter.pk).update(created_at=long_ago)

    call_command("prune_outbox")

    assert set(OutboxMail.objects.values_list("message_id", flat=True)) == {"<1>", "<3>"}
