"""Letters about listings, each in its reader's language; templates in templates/emails/listing-*."""

from django.conf import settings
from django.utils.translation import override

from outbox.letters import send_letter


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


def send_to_moderators(listing):
    """To those who may approve it, unless their account says they want no such letters."""
    for person in moderators_of(listing):
        write("listing-to-check", listing, person, check_url=settings.SITE_URL + listing.check_url)


def moderators_of(listing):
    people = {}
    for task in listing.get_workflow().tasks:
        for group in task.specific.groups.all():
            people |= {person.pk: person for person in group.user_set.filter(is_active=True)}
    return [person for _pk, person in sorted(people.items()) if wants_letters(person)]


def wants_letters(person):
    profile = getattr(person, "wagtail_userprofile", None)
    return profile is None or profile.submitted_notifications


def posters_of(listing):
    """Whoever posted it; if they have left, the organisation's managers."""
    if listing.posted_by and listing.posted_by.is_active:
        return [listing.posted_by]
    if not listing.organisation:
        return []
    managers = listing.organisation.memberships.filter(is_manager=True, user__is_active=True)
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
            "own_url": settings.SITE_URL + listing.own_url,
        }
    send_letter(name, to=person.email, language=language, context=context)
