"""The verbs of an organisation's life: its municipality checks it, its people come and go."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.log_actions import log

from places.models import Municipality

from . import organisation_letters as letters
from .models import Invitation, Membership, Organisation
from .moderation import Outdated, on_locked_row
from .public_names import sounds_public

INVITATION_DAYS = 14
# At once for an organisation; in a day for somebody who invites, and for an address that is invited.
MOST_OPEN, MOST_BY_PERSON, MOST_TO_ADDRESS = 10, 20, 3


class NumberTaken(Exception):
    """A checked organisation has this number already."""


class LastManager(Exception):
    """Somebody has to look after the organisation's people."""


class TooManyInvitations(Exception):
    """Nobody's letter-box is filled through us. Says why in words."""


@transaction.atomic
def add(organisation, *, by):
    """Whoever adds it manages it. It waits for its municipality to check that it is what it says."""
    if sounds_public(organisation.name):
        with override(organisation.municipality.office_language):
            organisation.staff_note = gettext(
                "The name sounds like a public body's: find out whether this person speaks for it."
            )
    organisation.save()
    Membership.objects.create(organisation=organisation, user=by, is_manager=True)
    letters.send_to_check(organisation)


@transaction.atomic
def change(organisation, *, by, must_be_checked):
    """`must_be_checked`: it is no longer what the municipality has looked at, or it was refused."""
    is_news = must_be_checked and (organisation.verified_at or organisation.refused_at)
    if must_be_checked:
        organisation.verified_at = organisation.verified_by = organisation.refused_at = None
    organisation.save()
    if is_news:
        log(instance=organisation, action="listings.change_organisation", user=by)
        letters.send_to_check(organisation)


@on_locked_row
def verify(organisation, *, by):
    """Its municipality has found that it is what it says it is."""
    check_right(organisation, by)
    if organisation.is_verified:
        raise Outdated
    if number_is_taken(organisation.country, organisation.registration_number, besides=organisation):
        raise NumberTaken
    organisation.verified_at, organisation.verified_by = timezone.now(), by
    organisation.refused_at = None
    try:
        with transaction.atomic():
            organisation.save(update_fields=["verified_at", "verified_by", "refused_at"])
    except IntegrityError as error:
        # Its twin was checked in this very moment.
        raise NumberTaken from error
    log(instance=organisation, action="listings.verify_organisation", user=by)
    letters.send_checked(organisation)


@on_locked_row
def refuse(organisation, *, by, reason):
    """Not what it says it is; its managers read why and may correct it."""
    check_right(organisation, by)
    if organisation.refused_at:
        raise Outdated
    organisation.verified_at = organisation.verified_by = None
    organisation.refused_at = timezone.now()
    organisation.save(update_fields=["verified_at", "verified_by", "refused_at"])
    log(instance=organisation, action="listings.refuse_organisation", user=by, data={"reason": reason})
    letters.send_refused(organisation, reason=reason)


def check_right(organisation, person):
    own = Municipality.objects.of_staff(person).filter(pk=organisation.municipality_id)
    if not person.has_perm("listings.change_organisation") or not own.exists():
        raise PermissionDenied


def number_is_taken(country, number, *, besides=None):
    """By one that has been checked: whoever comes first with a number must not lock out its owner."""
    others = Organisation.objects.checked().filter(country=country, registration_number=number)
    if besides:
        others = others.exclude(pk=besides.pk)
    return bool(number) and others.exists()


@transaction.atomic
def invite(organisation, *, email, language, by):
    """A letter to whoever it is; asked for twice it is one letter."""
    lock(organisation)
    if organisation.invitations.open().filter(email=email).exists():
        return
    check_limits(organisation, email, by)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        language=language,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    letters.send_invitation(invitation)


def check_limits(organisation, email, person):
    if organisation.invitations.open().count() >= MOST_OPEN:
        raise TooManyInvitations(
            gettext("Ten invitations wait for an answer already. Withdraw one of them first.")
        )
    today = Invitation.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if today.filter(invited_by=person).count() >= MOST_BY_PERSON:
        raise TooManyInvitations(gettext("You have invited many people today. Go on tomorrow."))
    if today.filter(email=email).count() >= MOST_TO_ADDRESS:
        raise TooManyInvitations(gettext("This address has had many invitations today. Try again tomorrow."))


@transaction.atomic
def accept(invitation, *, by):
    """One use, and for the address it was sent to only."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.email != by.email:
        raise PermissionDenied
    if not invitation.is_open:
        raise Outdated
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["answered_at"])
    member, is_new = Membership.objects.get_or_create(organisation=invitation.organisation, user=by)
    if is_new:
        letters.send_joined(member)


@transaction.atomic
def remove(member, *, by):
    """Takes a colleague out, or oneself; what they posted stays with the organisation."""
    keep_a_manager(member)
    member.delete()
    if member.user_id != by.pk:
        letters.send_removed(member.user, member.organisation)


@transaction.atomic
def set_manager(member, *, is_manager):
    if not is_manager:
        keep_a_manager(member)
    member.is_manager = is_manager
    member.save(update_fields=["is_manager"])


def keep_a_manager(member):
    """Of two managers leaving at once one stays."""
    lock(member.organisation)
    others = Membership.objects.filter(organisation=member.organisation_id, is_manager=True)
    if member.is_manager and not others.exclude(pk=member.pk).exists():
        raise LastManager


def lock(organisation):
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
