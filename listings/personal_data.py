"""What ads, organisations and reports keep about a person: shown to them, and ended."""

import re
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Revision

from accounts.personal_data import row, rows
from accounts.signals import collect_person, erase_person

from . import organisation_letters as letters
from .kinds import every_kind
from .models import DailyCount, Invitation, Membership, Report
from .moderation import end, withdraw

CONTACTS = ("contact_name", "contact_role", "contact_phone", "contact_email", "contact_hours")
# What Swedish authorities receive is a public document: it stays until their records plan lets it go.
PUBLIC_DOCUMENTS = Q(municipality__country="SE")


def address_is(field, emails):
    return reduce(or_, (Q(**{f"{field}__iexact": email}) for email in emails))


@receiver(collect_person)
def collect(sender, user, emails, **kwargs):
    invitations, memberships, ads = address_is("email", emails), [], []
    if user:
        invitations |= Q(invited_by=user)
        memberships = Membership.objects.filter(user=user).select_related("organisation")
        ads = [ad for kind in every_kind() for ad in kind.objects.filter(posted_by=user)]
    return {
        _("Organisations"): [
            row(member) | {"organisation": row(member.organisation)} for member in memberships
        ],
        _("Ads"): [row(ad.draft()) for ad in ads],
        _("Invitations"): rows(Invitation.objects.filter(invitations)),
        _("Reports on ads"): rows(Report.objects.filter(address_is("email", emails))),
    }


@receiver(erase_person)
def erase(sender, user, emails, **kwargs):
    Invitation.objects.filter(address_is("email", emails)).delete()
    if user:
        for listing in posted_by(user):
            forget_poster(listing, user, emails)
        for member in Membership.objects.filter(user=user).select_related("organisation"):
            hand_over(member)
    for kind in every_kind():
        for listing in naming(kind, emails):
            remove_traces(listing, traces(emails), with_contacts=listing.contact_email.lower() in emails)
    reports = Report.objects.filter(address_is("email", emails))
    reports.exclude(PUBLIC_DOCUMENTS).update(email="", message="")
    kept = reports.filter(PUBLIC_DOCUMENTS).count()
    return (
        [_("reports on ads that Pajala municipality received: %(count)s") % {"count": kept}] if kept else []
    )


def posted_by(user):
    return [listing for kind in every_kind() for listing in kind.objects.filter(posted_by=user)]


def naming(kind, emails):
    """Ads with the address somewhere, in any version of theirs."""
    revisions = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(kind))
    mentioned = revisions.filter(reduce(or_, (Q(content__icontains=email) for email in emails)))
    texts = [field.name for field in text_fields(kind)]
    named = reduce(or_, (Q(**{f"{name}__icontains": email}) for name in texts for email in emails))
    mentioned = [int(pk) for pk in mentioned.values_list("object_id", flat=True)]
    return kind.objects.rewrite(False).filter(named | Q(pk__in=mentioned))


def text_fields(kind):
    return [
        field
        for field in kind._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]


def traces(emails, *names):
    """Whatever of these stands in a text, in capitals or not."""
    found = sorted((trace for trace in {*emails, *names} if trace), key=len, reverse=True)
    return re.compile("|".join(re.escape(trace) for trace in found), re.IGNORECASE)


def forget_poster(listing, user, emails):
    """A draft goes; what has stood in public stays without the person. So does what Pajala received."""
    was_received = listing.submitted_at and is_public_document(listing)
    if not listing.first_published_at and not was_received:
        delete_listing(listing)
        return
    name = user.get_full_name()
    # One word alone, a first name, stands in other words too.
    remove_traces(listing, traces(emails, name if " " in name else ""), with_contacts=True, poster=user)


def is_public_document(thing):
    return type(thing).objects.filter(PUBLIC_DOCUMENTS, pk=thing.pk).exists()


def remove_traces(listing, pattern, *, with_contacts, poster=None):
    def cleaned(fields):
        texts = {
            name: pattern.sub("", value) for name, value in fields.items() if isinstance(value, str) and value
        }
        if with_contacts:
            texts |= dict.fromkeys(CONTACTS, "")
        return texts | {"posted_by": None} if poster and fields.get("posted_by") == poster.pk else texts

    rewrite(listing, cleaned)


def remove_contacts(listing):
    rewrite(listing, lambda fields: dict.fromkeys(CONTACTS, ""))


def rewrite(listing, cleaned):
    """The row and every version of it, without a new version and without a change of its dates."""
    # Every column as it stands, the untranslated ones too: modeltranslation would show one language's.
    stored = type(listing).objects.rewrite(False).filter(pk=listing.pk)
    names = [*(field.name for field in text_fields(type(listing))), "posted_by"]
    stored.update(**cleaned(stored.values(*names).get()))
    for revision in listing.revisions.all():
        label = cleaned({"title": revision.object_str}).get("title", revision.object_str)
        Revision.objects.filter(pk=revision.pk).update(
            content=revision.content | cleaned(revision.content), object_str=label
        )
    # What it is found by was made of the same texts.
    listing._meta.get_field("entry").related_model.write(type(listing).objects.filter(pk=listing.pk))


def delete_listing(listing):
    """With what is kept beside it: its history, its figures, what readers reported about it."""
    content_type = ContentType.objects.get_for_model(listing)
    ModelLogEntry.objects.filter(content_type=content_type, object_id=str(listing.pk)).delete()
    beside = {"content_type": content_type, "object_id": listing.pk}
    DailyCount.objects.filter(**beside).delete()
    Report.objects.filter(**beside).exclude(PUBLIC_DOCUMENTS).delete()
    listing.delete()


def hand_over(member):
    """The colleague who has been there longest manages; an organisation left by all shows nothing more."""
    others = member.organisation.memberships.exclude(pk=member.pk)
    if not others.exists():
        close(member.organisation)
    elif not others.filter(is_manager=True).exists():
        heir = others.order_by("joined_at", "pk").first()
        heir.is_manager = True
        heir.save(update_fields=["is_manager"])
        letters.send_manages(heir.user, heir.organisation)


def close(organisation):
    """Nobody answers for its ads. A household's name is a person's: it goes with the person."""
    listings = [ad for kind in every_kind() for ad in kind.objects.filter(organisation=organisation)]
    for listing in listings:
        if listing.review:
            withdraw(listing, by=None)
        if listing.is_open:
            end(listing, by=None)
    if listings and not organisation.is_household:
        return
    for listing in listings:
        type(listing).objects.filter(pk=listing.pk).update(organisation=None)
        rewrite(listing, lambda fields: {"organisation": None} if "organisation" in fields else {})
    if organisation.logo:
        organisation.logo.delete()
    content_type = ContentType.objects.get_for_model(organisation)
    ModelLogEntry.objects.filter(content_type=content_type, object_id=str(organisation.pk)).delete()
    organisation.delete()
