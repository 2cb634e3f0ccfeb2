import time
from http import HTTPStatus

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# A person's session is written at most this often (seconds).
REFRESH = 300


def is_cms(request):
    return request.path_info.startswith(settings.CMS_PREFIX)


class StaffSecondFactorMiddleware:
    """Staff reach the CMS only with a second factor; without one they are led to set it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (
            settings.STAFF_SECOND_FACTOR_REQUIRED
            and is_cms(request)
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user, types=SECOND_FACTORS)
        ):
            messages.warning(
                request,
                _("The CMS needs a second factor. Set up an authenticator app or a security key first."),
            )
            return redirect("mfa_index")
        return self.get_response(request)


class IdleTimeOutMiddleware:
    """Whoever does nothing for a while is signed out, staff sooner than others. What is served without
    asking who reads it (files, feeds) sets no cookie and does not count as doing something."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed and not is_ping(request) and request.user.is_authenticated:
            self.refresh(request.session, is_staff=request.user.is_staff)
        return response

    def refresh(self, session, *, is_staff):
        age = settings.STAFF_SESSION_AGE if is_staff else settings.SESSION_COOKIE_AGE
        now = time.time()
        if session.get_expiry_age() > age or now - session.get("active_at", 0) >= REFRESH:
            session["active_at"] = now
            session.set_expiry(age)


def is_ping(request):
    """An open editor of the CMS says every few seconds that it is there, with nobody before it."""
    return request.resolver_match and request.resolver_match.app_name == "wagtailadmin_editing_sessions"


class InvalidFormMiddleware:
    """A page that shows a form again because of its errors answers 422, not 200."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if request.method == "POST" and response.status_code == HTTPStatus.OK and not is_cms(request):
            shown = (response.context_data or {}).values()
            if any(isinstance(form, BaseForm) and form.errors for form in shown):
                response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response
