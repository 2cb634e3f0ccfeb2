"""Two letters about the end of a listing: a week before it, and two weeks after it to ask how it went.
`reminded_at` says when the last one was written, so that each is written once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from . import emails
from .kinds import every_kind

WEEK = timedelta(days=7)
TWO_WEEKS = timedelta(days=14)
# Whoever was not asked in time is not asked any more.
TOO_LATE = timedelta(days=60)


def ending(model):
    """Public, in their last week, and not so new that the poster has just chosen that day."""
    now = timezone.now()
    return model.objects.open().filter(
        closes_at__lte=now + WEEK, reminded_at=None, first_published_at__lt=F("closes_at") - WEEK
    )


def unanswered(model):
    """Over for two weeks without a word of how it went."""
    if not model.OUTCOME_FIELD:
        return model.objects.none()
    now = timezone.now()
    return model.objects.was_public().filter(
        Q(reminded_at=None) | Q(reminded_at__lt=F("closes_at")),
        closes_at__lte=now - TWO_WEEKS,
        closes_at__gt=now - TOO_LATE,
        source="",
        **{model.OUTCOME_FIELD: ""},
    )


def remind_posters():
    """Writes what is due and says how many of each: (before the end, after it)."""
    before = after = 0
    for model in every_kind():
        before += sum(write_once(listing, ending, emails.send_ending) for listing in ending(model))
        after += sum(
            write_once(listing, unanswered, emails.send_outcome_question) for listing in unanswered(model)
        )
    return before, after


@transaction.atomic
def write_once(listing, due, send):
    """The letter and the note that it was written are one: two commands at once write one letter."""
    rows = type(listing)._default_manager.select_for_update(of=("self",))
    locked = rows.get(pk=listing.pk)
    if not due(type(listing)).filter(pk=listing.pk).exists():
        return False
    send(locked)
    type(listing)._default_manager.filter(pk=listing.pk).update(reminded_at=timezone.now())
    return True
