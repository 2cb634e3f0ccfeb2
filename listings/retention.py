"""How long things are kept. docs/data-protection.md tells people the same; a test compares the two."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from .emails import write_to_posters
from .kinds import every_kind
from .models import Invitation, Report
from .personal_data import CONTACTS, PUBLIC_DOCUMENTS, delete_listing, remove_contacts
from .reports import forget_networks

KEPT = {
    # After an ad has ended.
    "contacts": timedelta(days=183),
    "ended ads": timedelta(days=730),
    # After anybody last worked on it.
    "drafts": timedelta(days=365),
    # After it was answered.
    "reports": timedelta(days=365),
    # After it no longer works.
    "invitations": timedelta(days=30),
}
# So long before its end the poster of a draft is told.
WARNING = timedelta(days=30)
WARNED = "listings.warn_draft"


def purge():
    """Safe to repeat: a night that was left out is made up for by the next. Answers {what: how many}."""
    now = timezone.now()
    reports = Report.objects.filter(answered_at__lte=now - KEPT["reports"]).exclude(PUBLIC_DOCUMENTS)
    invitations = Invitation.objects.filter(expires_at__lte=now - KEPT["invitations"])
    return {
        "contacts": each(remove_contacts, with_contacts(ended(now - KEPT["contacts"]))),
        "ended ads": each(delete_listing, ended(now - KEPT["ended ads"], without=PUBLIC_DOCUMENTS)),
        "drafts": each(delete_listing, drafts(now - KEPT["drafts"], warned_until=now - WARNING)),
        "drafts warned": each(warn, drafts(now - KEPT["drafts"] + WARNING, warned_until=None)),
        "reports": reports.delete()[0],
        "networks of reports": forget_networks(),
        "invitations": invitations.delete()[0],
    }


def each(verb, listings):
    """One that fails takes nobody's turn away and nothing back."""
    for listing in listings:
        with transaction.atomic():
            verb(listing)
    return len(listings)


def ended(instant, *, without=None):
    """Ads that ended at the instant or before, and that nobody has worked on since."""
    # Taken down by staff before its day, or without one.
    taken_down = Q(live=False, changed_at__lte=instant) & (
        Q(closes_at=None) | Q(closes_at__gt=timezone.now())
    )
    return [
        listing
        for kind in every_kind()
        for listing in kind.objects.was_public()
        .filter(Q(closes_at__lte=instant) | taken_down)
        .exclude(latest_revision__created_at__gt=instant)
        .exclude(without or Q(pk=None))
    ]


def with_contacts(listings):
    def has_some(fields):
        return any(fields.get(name) for name in CONTACTS)

    return [
        listing
        for listing in listings
        if has_some(vars(listing)) or any(has_some(revision.content) for revision in listing.revisions.all())
    ]


def drafts(instant, *, warned_until):
    """Never public, not with the moderators, left alone since the instant. `warned_until`: those whose
    poster was warned then or before; None: those who have not been warned."""
    found = []
    for kind in every_kind():
        warnings = ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(kind),
            object_id=Cast(OuterRef("pk"), CharField()),
            action=WARNED,
            timestamp__gte=OuterRef("changed_at"),
        )
        rows = (
            kind.objects.filter(live=False, first_published_at=None, changed_at__lte=instant)
            .exclude(latest_revision__created_at__gt=instant)
            .exclude(PUBLIC_DOCUMENTS & Q(submitted_at__isnull=False))
        )
        if warned_until is None:
            rows = rows.filter(~Exists(warnings))
        else:
            rows = rows.filter(Exists(warnings.filter(timestamp__lte=warned_until)))
        found += [listing for listing in rows if not listing.is_in_review]
    return found


def warn(listing):
    log(instance=listing, action=WARNED)
    day = timezone.localdate() + WARNING
    write_to_posters("listing-draft-old", listing.draft(), day=day)
