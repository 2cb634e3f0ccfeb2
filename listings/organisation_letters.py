"""Letters about organisations and their people; templates in templates/emails/organisation-*.

The invitation goes to an address nobody has confirmed: it holds no word that a user has written.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.admin_url_finder import AdminURLFinder

from outbox.letters import send_letter

from .emails import managers_of, moderators_of
from .public_names import sounds_public


def send_to_check(organisation):
    for person in moderators_of(organisation):
        edit_url = AdminURLFinder(person).get_edit_url(organisation) or settings.CMS_PREFIX
        write(
            "organisation-to-check",
            organisation,
            person,
            check_url=settings.SITE_URL + edit_url,
            sounds_public=sounds_public(organisation.name),
        )


def send_checked(organisation):
    for person in managers_of(organisation):
        write("organisation-checked", organisation, person)


def send_refused(organisation, *, reason):
    for person in managers_of(organisation):
        write("organisation-refused", organisation, person, reason=reason)


def send_joined(member):
    for person in managers_of(member.organisation):
        if person != member.user:
            write("organisation-joined", member.organisation, person, member=member.user)


def send_removed(person, organisation):
    write("organisation-removed", organisation, person)


def send_manages(person, organisation):
    """To whoever has to take over because the last manager's account ended."""
    write("organisation-manages", organisation, person)


def send_invitation(invitation):
    with override(invitation.language):
        url = settings.SITE_URL + reverse("invitation", args=[invitation.token])
    send_letter(
        "organisation-invitation",
        to=invitation.email,
        language=invitation.language,
        context={"url": url, "expires_at": invitation.expires_at},
    )


def write(name, organisation, person, **context):
    with override(person.preferred_language):
        own_url = settings.SITE_URL + reverse("organisation", args=[organisation.public_id])
    send_letter(
        name,
        to=person.email,
        language=person.preferred_language,
        context={"person": person, "organisation": organisation, "own_url": own_url} | context,
    )
