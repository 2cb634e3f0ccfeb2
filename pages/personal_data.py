"""What people have written to the municipalities, and letters on their way: shown to them, and ended."""

import email.policy
from email import message_from_bytes

from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _

from accounts.personal_data import rows
from accounts.signals import collect_person, erase_person
from outbox.models import OutboxMail

from .models import AccessibilityFeedback, ContactMessage

MESSAGES = (ContactMessage, AccessibilityFeedback)


def from_person(model, emails):
    matches = Q()
    for address in emails:
        matches |= Q(email__iexact=address)
    return model.objects.filter(matches)


@receiver(collect_person)
def collect(sender, user, emails, **kwargs):
    letters = [letter for letter in OutboxMail.objects.all() if letter.recipient.lower() in emails]
    return {
        _("Messages to the municipalities"): [
            entry for model in MESSAGES for entry in rows(from_person(model, emails))
        ],
        _("Letters to you"): [
            {"subject": letter.subject, "time": str(letter.created_at)} for letter in letters
        ],
    }


@receiver(erase_person)
def erase(sender, user, emails, **kwargs):
    kept = 0
    for model in MESSAGES:
        for message in from_person(model, emails).select_related("municipality"):
            if message.is_public_document:
                kept += 1
            else:
                message.delete()
    erase_letters(emails, user)
    return [_("messages that Pajala municipality received: %(count)s") % {"count": kept}] if kept else []


def erase_letters(emails, user):
    """Letters to the person, and those to others that name the person and have been sent."""
    # One word alone, a first name, stands in letters to others too.
    name = user.get_full_name() if user and user.last_name else ""
    named = {*emails, name} - {""}
    for letter in OutboxMail.objects.iterator():
        if letter.recipient.lower() in emails or (letter.sent_at and mentions(letter, named)):
            letter.delete()


def mentions(letter, names):
    message = message_from_bytes(bytes(letter.message), policy=email.policy.default)
    texts = [letter.subject, *(str(value) for value in message.values())]
    texts += [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    written = " ".join(texts).lower()
    return any(name.lower() in written for name in names)
