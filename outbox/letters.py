"""Letters to people: a subject, a text and an HTML beside it, in the reader's language."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation


def send_letter(name, *, to, language, context, reply_to=(), zone=None, headers=None, connection=None):
    """Renders templates/emails/<name>-{subject,text,html} in the language and hands it to the outbox.

    `zone` is whose clock the reader lives by; without it the site's.
    """
    with translation.override(language), timezone.override(zone or timezone.get_default_timezone()):
        context = {"site_url": settings.SITE_URL, "site_name": settings.WAGTAIL_SITE_NAME, **context}
        subject = render_to_string(f"emails/{name}-subject.txt", context)
        letter = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string(f"emails/{name}-text.txt", context),
            to=[to],
            reply_to=list(reply_to),
            headers=headers,
            connection=connection,
        )
        letter.attach_alternative(render_to_string(f"emails/{name}-html.html", context), "text/html")
        letter.send()
