from http import HTTPStatus

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


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
