"""The verbs of a listing's life. Each is one transaction on a locked row, says who does it (`by=`), leaves
an entry in the history and hands its letters to the outbox in the same transaction.

`save_draft` → `submit` → `approve`, `ask_changes` or `refuse` by the municipality's moderators → live →
`end`, or the end of its last day. A change to a live listing waits in a revision while the public row stays,
and may be dropped by `discard`.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateField
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TaskState

from . import emails
from .states import State, state_of

# Wagtail's own notes on what is public, locked or scheduled, and ours.
WAGTAILS = {
    field.name
    for mixin in (DraftStateMixin, RevisionMixin, LockableMixin)
    for field in mixin._meta.local_fields
}
OF_STATE = WAGTAILS | {"submitted_at", "refused_at", "ended_at"}


class Outdated(Exception):
    """Somebody else was faster: what the person looked at is no longer what stands there."""


def on_locked_row(verb):
    @wraps(verb)
    def run(listing, **kwargs):
        with transaction.atomic():
            locked = type(listing)._default_manager.select_for_update(of=("self",)).get(pk=listing.pk)
            answer = verb(locked, **kwargs)
        return locked if answer is None else answer

    return run


@transaction.atomic
def save_draft(listing, *, by):
    """Keeps what was written. A listing that is live stays as it is; its new text waits in a revision."""
    if listing.pk is None:
        listing.live = False
        listing.posted_by = by
        listing.save()
    else:
        take_over_state(listing)
        if not listing.live:
            listing.save()
    return listing.save_revision(user=by, clean=False, log_action=True)


def take_over_state(listing):
    """Locks the row and takes over what others may have done since the text was read: a draft that was
    approved a moment ago must not become one again."""
    row = type(listing)._default_manager.select_for_update(of=("self",)).get(pk=listing.pk)
    for field in row._meta.concrete_fields:
        if field.name in OF_STATE:
            setattr(listing, field.attname, getattr(row, field.attname))


@on_locked_row
def submit(listing, *, by):
    """To the municipality's moderators; again after changes were asked for."""
    draft = listing.draft()
    listing.refused_at = None
    listing.submitted_at = timezone.now()
    type(listing).objects.filter(pk=listing.pk).update(refused_at=None, submitted_at=listing.submitted_at)
    if listing.are_changes_asked:
        listing.review.resume(by)
    elif not listing.is_in_review:
        listing.get_workflow().start(listing, by)
    log(instance=listing, action="listings.submit", user=by)
    emails.send_submitted(draft, by=by)
    emails.send_to_moderators(draft)


@on_locked_row
def withdraw(listing, *, by):
    """Back to a draft before the moderators have answered."""
    if listing.review:
        listing.review.cancel(user=by)
    log(instance=listing, action="listings.withdraw", user=by)


def has_change(listing):
    """Whether something waits beside what is public: written only, or with the moderators."""
    return listing.is_open and (listing.has_unpublished_changes or listing.review is not None)


@on_locked_row
def discard(listing, *, by, revision):
    """Drops the change its poster looked at: `revision` is its number. What is public becomes the newest
    text again, by a number of its own, so that whoever has the change open still sees what happened."""
    if not has_change(listing) or listing.latest_revision_id != revision:
        raise Outdated
    if listing.review:
        listing.review.cancel(user=by)
    newest = listing.save_revision(user=by, clean=False, changed=False)
    rows = type(listing).objects.filter(pk=listing.pk)
    rows.update(live_revision=newest, has_unpublished_changes=False)
    log(instance=listing, action="listings.discard", user=by)
    return rows.get()


@on_locked_row
def approve(listing, *, by, revision):
    """Publishes what the moderator looked at: `revision` is its number."""
    review_of(listing, by, revision)
    draft = listing.draft()
    listing.review.current_task_state.approve(user=by)
    log(instance=listing, action="listings.approve", user=by)
    emails.send_approved(draft)


@on_locked_row
def ask_changes(listing, *, by, revision, reason):
    review_of(listing, by, revision)
    listing.review.current_task_state.reject(user=by, comment=reason)
    log(instance=listing, action="listings.ask_changes", user=by, data={"reason": reason})
    emails.send_changes_asked(listing.draft(), reason=reason)


@on_locked_row
def refuse(listing, *, by, revision, reason):
    """Not published and not asked for again; its poster may write another. A live one stays as it was."""
    review_of(listing, by, revision)
    listing.review.cancel(user=by)
    if not listing.live:
        type(listing).objects.filter(pk=listing.pk).update(refused_at=timezone.now())
    log(instance=listing, action="listings.refuse", user=by, data={"reason": reason})
    emails.send_refused(listing.draft(), reason=reason)


@on_locked_row
def extend(listing, *, by, until):
    """A later last day for what is public now: seen at once, since nothing else changes. The draft of a
    change that waits gets it too, or publishing that would bring the old day back."""
    if not listing.is_open:
        raise Outdated
    if getattr(listing, listing.END_FIELD) == until:
        return listing
    draft = listing.draft()
    for version in (listing, draft):
        setattr(version, listing.END_FIELD, until)
    listing.reminded_at = None
    listing.save()
    has_change = listing.has_unpublished_changes
    draft.reminded_at = None
    revision = draft.save_revision(user=by, clean=False, changed=has_change)
    if not has_change:
        revision.publish(user=by, changed=False, log_action=False, skip_permission_checks=True)
    log(instance=listing, action="listings.extend", user=by, data={"until": until.isoformat()})
    return type(listing).objects.get(pk=listing.pk)


@on_locked_row
def publish(listing, *, by, revision):
    """What staff wrote on its poster's behalf goes out without waiting. Who may has been asked by the
    caller; one that is being checked is approved instead."""
    if listing.is_in_review or listing.latest_revision_id != revision:
        raise Outdated
    if listing.review:
        listing.review.cancel(user=by)
    draft = listing.draft()
    listing.latest_revision.publish(user=by, skip_permission_checks=True)
    log(instance=listing, action="listings.publish", user=by)
    emails.send_approved(draft)


@on_locked_row
def end(listing, *, by, reason=""):
    """Takes it out of public now. By staff with a reason, which its poster is told."""
    if not listing.is_open:
        raise Outdated
    listing.ended_at = timezone.now()
    listing.save()
    if listing.review:
        listing.review.cancel(user=by)
    # Whose it is has been asked by the caller; Wagtail knows of staff's rights only.
    UnpublishAction(listing, user=by, log_action=False).execute(skip_permission_checks=True)
    log(instance=listing, action="listings.end", user=by, data={"reason": reason})
    if reason:
        emails.send_ended(listing, reason=reason)


def review_of(listing, by, revision):
    """Refuses what is no longer waiting, what was changed since the moderator read it, and people who
    are not this municipality's moderators."""
    if not listing.is_in_review or listing.latest_revision_id != revision:
        raise Outdated
    task = listing.review.current_task_state
    if task.status != TaskState.STATUS_IN_PROGRESS:
        raise Outdated
    if "approve" not in [name for name, *_rest in task.task.specific.get_actions(listing, by)]:
        raise PermissionDenied


def may_be_submitted(listing):
    state = state_of(listing)
    if state in {State.LIVE, State.ENDED}:
        return listing.has_unpublished_changes
    return state not in {State.IN_REVIEW, State.CHANGE_IN_REVIEW}


@transaction.atomic
def copy(listing, *, by, key, steps_done, years=0):
    """A draft with the same text. `key` is the button's own number: pressed twice, it is one copy. Days
    move on by that many years; without years, those that have passed are left out."""
    draft = listing.draft()
    made = type(listing)(creation_key=key, posted_by=by, steps_done=steps_done, live=False)
    for field in made._meta.concrete_fields:
        if field.editable and not field.primary_key and is_text(made, field):
            setattr(made, field.attname, moved(field, getattr(draft, field.attname), years))
    made.save()
    made.save_revision(user=by, clean=False)
    log(instance=made, action="listings.copy", user=by, data={"of": listing.pk})
    return made


def is_text(listing, field):
    """Not Wagtail's own notes on what is public, locked or scheduled; nor the columns whose names stand for
    whichever language is active."""
    return field.name not in WAGTAILS | listing.base_fields()


def moved(field, value, years):
    if value is None or type(field) is not DateField:
        return value
    if not years:
        return value if value >= timezone.localdate() else None
    try:
        return value.replace(year=value.year + years)
    except ValueError:  # the 29th of February
        return value.replace(year=value.year + years, day=28)
