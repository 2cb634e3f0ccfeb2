from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from .forms import ProfileForm
from .middleware import SECOND_FACTORS
from .models import User


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
