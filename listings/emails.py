"""Letters about listings, each in its reader's language; templates in templates/emails/listing-*."""

from django.conf import settings
from django.utils.translation import override

from outbox.letters import send_letter
from places.clocks import say_deadline


def send_submitted(listing, *, by):
    write("listing-submitted", listing, by)


def send_approved(listing):
    write_to_posters("listing-approved", listing)


def send_changes_asked(listing, *, reason):
    write_to_posters("listing-changes-asked", listing, reason=reason)


def send_refused(listing, *, reason):
    write_to_posters("listing-refused", listing, reason=reason)


def send_ended(listing, *, reason):
    write_to_posters("listing-ended", listing, reason=reason)


def send_ending(listing):
    """A week before its end."""
    write_to_posters("listing-ending", listing)


def send_outcome_question(listing):
    """Two weeks after its end."""
    write_to_posters("listing-filled", listing)


def send_to_moderators(listing):
    """To those who may approve it, unless their account says they want no such letters."""
    for person in moderators_of(listing):
        write("listing-to-check", listing, person, check_url=settings.SITE_URL + listing.check_url)


def moderators_of(listing):
    """Of a listing or an organisation: those of its municipality."""
    people = {}
    for task in listing.municipality.workflow.tasks:
        for group in task.specific.groups.all():
            people |= {person.pk: person for person in group.user_set.filter(is_active=True)}
    return [person for _pk, person in sorted(people.items()) if wants_letters(person)]


def wants_letters(person):
    profile = getattr(person, "wagtail_userprofile", None)
    return profile is None or profile.submitted_notifications


def posters_of(listing):
    """Whoever posted it; if they have left, the organisation's managers."""
    poster, organisation = listing.posted_by, listing.organisation
    has_stayed = organisation is None or organisation.memberships.filter(user=poster).exists()
    if poster and poster.is_active and has_stayed:
        return [poster]
    return managers_of(organisation) if organisation else []


def managers_of(organisation):
    managers = organisation.memberships.filter(is_manager=True, user__is_active=True)
    return [member.user for member in managers.select_related("user")]


def write_to_posters(name, listing, **context):
    for person in posters_of(listing):
        write(name, listing, person, **context)


def write(name, listing, person, **context):
    language = person.preferred_language
    with override(language):
        context |= {
            "person": person,
            "listing": listing,
            "listing_title": listing.title_in_reach,
            "public_url": settings.SITE_URL + listing.get_absolute_url(),
            "deadline": listing.closes_at and say_deadline(listing.closes_at, listing.municipality.zone),
            "own_url": settings.SITE_URL + listing.own_url,
            "extend_url": settings.SITE_URL + listing.desk_url("extend"),
            "end_url": settings.SITE_URL + listing.desk_url("end"),
        }
    send_letter(name, to=person.email, language=language, context=context)
