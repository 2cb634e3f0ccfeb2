from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from .models import OutboxMail
from .sending import send_due


class OutboxBackend(BaseEmailBackend):
    """Stores each letter in the transaction of whoever writes it: a rolled-back request sends
    nothing, a committed one is never forgotten."""

    def send_messages(self, email_messages):
        letters = [letter for email in email_messages for letter in letters_of(email)]
        OutboxMail.objects.bulk_create(letters)
        if letters and settings.OUTBOX_SEND_AT_ONCE:
            # Robust: a mail server that is away is no reason to fail the request.
            transaction.on_commit(send_due, robust=True)
        return len(email_messages)


class DecoyBackend(BaseEmailBackend):
    """Does exactly the work of storing a letter, so that the time of an answer does not tell whether
    one was sent. What it stores is an empty row that counts as sent, until prune_outbox takes it."""

    def send_messages(self, email_messages):
        letters = [letter for email in email_messages for letter in letters_of(email)]
        for letter in letters:
            letter.sender = letter.recipient = letter.subject = ""
            letter.message = b""
            letter.sent_at = timezone.now()
        OutboxMail.objects.bulk_create(letters)
        return 0


def letters_of(email):
    """One for each address, hidden copies too; BadHeaderError when a header holds a line break."""
    message = email.message()
    return [
        OutboxMail(
            message_id=message["Message-ID"],
            sender=email.from_email,
            recipient=recipient,
            subject=str(email.subject)[:998],
            message=message.as_bytes(linesep="\r\n"),
        )
        for recipient in dict.fromkeys(email.recipients())
    ]
