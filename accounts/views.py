from allauth.account import views as allauth_views
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, UpdateView

from . import personal_data
from .forms import ProfileForm, RequestLoginCodeForm
from .middleware import SECOND_FACTORS
from .models import User
from .sign_up import make_account
from .signing_in_again import fresh_sign_in_required


class ConfirmCodeView(allauth_views.ConfirmLoginCodeView):
    """The code of a sign-up makes the account; any code signs in."""

    def _verify_form_valid(self, form):
        process = self._process
        if self.stage.login.signup and not process.user:
            process._user = make_account(process.state)
            with translation.override(process.user.preferred_language):
                messages.success(self.request, _("Your account is ready."))
        return super()._verify_form_valid(form)


class AccountHomeView(LoginRequiredMixin, UpdateView):
    """What a person can see and change about their own account."""

    form_class = ProfileForm
    template_name = "account/home.html"

    def get_object(self, queryset=None):
        # A copy: the page's header keeps showing what is saved while a form with errors is shown.
        return User.objects.get(pk=self.request.user.pk)

    def get_context_data(self, **kwargs):
        second_factor = is_mfa_enabled(self.request.user, types=SECOND_FACTORS)
        return super().get_context_data(**kwargs, has_second_factor=second_factor)

    def form_valid(self, form):
        user = form.save()
        with translation.override(user.preferred_language):
            messages.success(self.request, _("Your details are saved."))
            return HttpResponseRedirect(reverse("account_home"))


class SignInAgainView(LoginRequiredMixin, TemplateView):
    """For somebody who has nothing but the code by e-mail to show that it is them."""

    template_name = "account/sign_in_again.html"

    def post(self, request):
        user = request.user
        form = RequestLoginCodeForm({"email": user.email})
        if not form.is_valid():
            messages.error(request, form.errors["email"][0])
            return self.get(request)
        logout(request)
        LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
        confirm = reverse("account_confirm_login_code")
        return redirect(passthrough_next_redirect_url(request, confirm, REDIRECT_FIELD_NAME))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, next=self.request.GET.get(REDIRECT_FIELD_NAME, ""))


@method_decorator(fresh_sign_in_required, name="dispatch")
class OwnDataView(TemplateView):
    """Everything that is kept about a person, to read and to take along."""

    template_name = "account/own_data.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, found=personal_data.collect(self.request.user.email))

    def post(self, request):
        found = personal_data.collect(request.user.email)
        name = f"tornedalen-{timezone.localdate()}.json"
        return JsonResponse(
            found,
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


@method_decorator(fresh_sign_in_required, name="dispatch")
class EraseAccountView(TemplateView):
    template_name = "account/erase.html"

    def post(self, request):
        if request.user.is_staff:
            return self.get(request)
        kept = personal_data.erase(request.user.email)
        logout(request)
        return render(request, "account/erased.html", {"kept": kept})
