"""One function a letter. Each speaks its reader's language; templates in templates/emails/."""

from django.conf import settings
from django.urls import reverse

from outbox.letters import send_letter


def send_contact_message(message):
    """To the municipality's mailbox, in the municipality's own language."""
    receiver = message.municipality
    if receiver.contact_email:
        send_letter(
            "contact-message",
            to=receiver.contact_email,
            language=receiver.office_language,
            context={"message": message},
            reply_to=[message.email],
            zone=receiver.zone,
        )


def send_accessibility_feedback(feedback):
    receiver = feedback.municipality
    address = receiver.accessibility_email or receiver.contact_email
    if address:
        send_letter(
            "accessibility-feedback",
            to=address,
            language=receiver.office_language,
            context={"feedback": feedback},
            reply_to=[feedback.email] if feedback.email else [],
            zone=receiver.zone,
        )


def send_review_reminder(person, pages):
    """One letter for all pages of one reader: [{page, reason, edit_url}]."""
    send_to_person("review-reminder", person, {"pages": pages})


def send_to_review(person, *, page, sender):
    send_to_person("workflow-submitted", person, {"sender": sender} | about(page))


def send_approved(person, *, page):
    send_to_person("workflow-approved", person, about(page))


def send_changes_asked(person, *, page, moderator, comment):
    send_to_person("workflow-rejected", person, {"moderator": moderator, "comment": comment} | about(page))


def send_to_person(name, person, context):
    send_letter(
        name, to=person.email, language=person.preferred_language, context={"person": person, **context}
    )


def about(page):
    return {
        "page": page,
        "page_title": page.get_admin_display_title(),
        "page_url": page.full_url,
        "edit_url": settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "page_language": dict(settings.LANGUAGES).get(page.locale.language_code, ""),
    }
