from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour where this site's differs from its defaults."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
    }

    def get_logout_redirect_url(self, request):
        return reverse("wagtail_serve", args=[""])

    def get_password_change_redirect_url(self, request):
        return reverse("account_home")

    def _get_login_attempts_cache_key(self, request, **credentials):
        # allauth's own key begins with the Host header: another port there would be a fresh limit.
        return credentials.get("email", "").lower()

    def get_reset_password_from_key_url(self, key):
        # Letters point to the site's own address, whatever host asked for them.
        return settings.SITE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_password_reset_mail(self, user, email, context):
        with translation.override(user.preferred_language):
            url = self.get_reset_password_from_key_url(f"{context['uid']}-{context['key']}")
            return super().send_password_reset_mail(user, email, context | {"password_reset_url": url})

    def send_mail(self, template_prefix, email, context):
        self.write(template_prefix, email, context).send()

    def pretend_mail(self, template_prefix, email, context):
        """All the work of a letter and no letter: the answer for an address that nobody has takes as
        long as for one that somebody has."""
        letter = self.write(template_prefix, email, context)
        letter.connection = get_connection("outbox.backends.DecoyBackend")
        letter.send()

    def write(self, template_prefix, email, context):
        with translation.override(language_of(email)):
            context = {"request": allauth_context.request, "email": email} | context
            return self.render_mail(template_prefix, email, context)

    def render_mail(self, template_prefix, email, context, headers=None):
        """The text is the letter; the HTML beside it is made from the same paragraphs."""
        context = context | {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context)
        context |= {"subject": subject, "paragraphs": paragraphs_of(body, code=context.get("code"))}
        letter = EmailMultiAlternatives(
            self.format_email_subject(subject),
            render_to_string("emails/letter.txt", context),
            self.get_from_email(),
            [email],
            headers=headers,
        )
        letter.attach_alternative(render_to_string("emails/letter.html", context), "text/html")
        return letter


def language_of(email):
    """The language its reader has chosen, else the one of the page."""
    chosen = User.objects.filter(emailaddress__email=email.lower()).values_list(
        "preferred_language", flat=True
    )
    return chosen.first() or translation.get_language()


def paragraphs_of(body, *, code):
    """The paragraphs of a text letter: a code alone is a code, a line above an address is a link."""
    paragraphs = []
    for block in filter(None, (block.strip() for block in body.split("\n\n"))):
        *above, last = block.split("\n")
        if last.startswith(("https://", "http://")):
            paragraphs.append({"text": block, "url": last, "label": " ".join(above).rstrip(":")})
        else:
            paragraphs.append({"text": block, "is_code": block == code})
    return paragraphs
