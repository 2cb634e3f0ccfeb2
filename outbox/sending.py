"""Hands stored letters to the mail server named in EMAIL_URL."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from .models import OutboxMail

logger = logging.getLogger(__name__)

# For each step of the dialogue. Five steps a letter must fit into models.LEASE.
TIMEOUT = 15
# The server knows the mailbox does not exist (RFC 5321, 4.2.3). Any other refusal may be our own
# fault (relaying, authentication, a full disk) and ends some day.
NO_SUCH_MAILBOX = {550, 551, 553}
CLOSING = 421


class ServerAway(Exception):
    """No mail server answers: no letter is to blame, and the rest need not be tried now."""


class StoredBytes:
    """Stands for a built message in Django's mail backends: what was stored goes out unchanged."""

    def __init__(self, content):
        self.content = content

    def as_bytes(self, **options):
        return self.content

    def get_charset(self):
        return None


class StoredLetter(EmailMessage):
    def __init__(self, letter):
        super().__init__(subject=letter.subject, from_email=letter.sender, to=[letter.recipient])
        self.content = bytes(letter.message)

    def message(self):
        return StoredBytes(self.content)


def transport():
    options = settings.OUTBOX_TRANSPORT
    backend = options["EMAIL_BACKEND"]
    if not backend.endswith("smtp.EmailBackend"):
        return get_connection(backend)
    return get_connection(
        backend,
        host=options["EMAIL_HOST"],
        port=options["EMAIL_PORT"],
        username=options["EMAIL_HOST_USER"],
        password=options["EMAIL_HOST_PASSWORD"],
        use_tls=options.get("EMAIL_USE_TLS", False),
        use_ssl=options.get("EMAIL_USE_SSL", False),
        timeout=TIMEOUT,
    )


def send_due(limit=100):
    """Send at most `limit` letters that are due over one connection; returns how many a server took.

    Raises ServerAway when there is no server to talk to; the letters then wait as they are.
    """
    letters = list(OutboxMail.objects.due()[:limit])
    if not letters:
        return 0
    connection = transport()
    try:
        connection.open()
    except OSError as error:
        raise ServerAway(f"{type(error).__name__}: {error}") from error
    try:
        return sum(send(letter, connection) for letter in letters)
    finally:
        hang_up(connection)


def send(letter, connection):
    """Whether the server took the letter. Whatever went wrong is kept on the letter."""
    if not letter.lease():
        return False
    try:
        connection.send_messages([StoredLetter(letter)])
    except Exception as error:
        # Whatever broke, the letter must survive it.
        give_back(letter, error)
        if is_away(error):
            raise ServerAway(f"{type(error).__name__}: {error}") from error
        return False
    letter.mark_sent()
    return True


def give_back(letter, error):
    again = letter.mark_failed(error, for_good=is_unknown_mailbox(error))
    logger.log(
        logging.WARNING if again else logging.ERROR,
        "letter %s %s: %s", letter.pk, "not sent yet" if again else "given up", type(error).__name__,
    )  # fmt: skip


def replies(error):
    """The codes a server answered with; none when it did not answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return {code for code, _ in error.recipients.values()}
    return {error.smtp_code} if isinstance(error, smtplib.SMTPResponseException) else set()


def is_unknown_mailbox(error):
    return isinstance(error, smtplib.SMTPRecipientsRefused) and replies(error) <= NO_SUCH_MAILBOX


def is_away(error):
    return isinstance(error, OSError) and (not replies(error) or CLOSING in replies(error))


def hang_up(connection):
    try:
        connection.close()
    except OSError:
        logger.info("the mail server did not say goodbye")
