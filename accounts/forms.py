"""allauth's forms where this site's differ, and the person's own details."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from .models import User
from .sign_up import send_code

NO_EMAIL = {"required": _("Write your e-mail address.")}
# Names stand in letters to other people, where nothing may look like an address to click on.
name_only = RegexValidator(r"[\r\n@/:<>]|www\.", _("Write a name only."), inverse_match=True)


def name_field(label, autocomplete, **options):
    return forms.CharField(
        label=label,
        max_length=60,
        validators=[name_only],
        widget=forms.TextInput({"autocomplete": autocomplete}),
        **options,
    )


class SignUpForm(account_forms.SignupForm):
    first_name = name_field(
        _("First name"), "given-name", error_messages={"required": _("Write your first name.")}
    )
    last_name = name_field(_("Last name"), "family-name", required=False)
    field_order = ["first_name", "last_name", "email", "website"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # No password is asked for; one may be chosen later.
        del self.fields["password1"]
        self.fields["email"].error_messages |= NO_EMAIL
        # People never see this field; robots fill in everything. allauth's own holds an inline style.
        self.fields["website"] = forms.CharField(required=False, label=_("Leave this empty"))

    def clean_email(self):
        return get_adapter().clean_email(self.cleaned_data["email"].lower())

    def clean(self):
        if not self.errors:
            self.count_letter(self.cleaned_data["email"])
        return self.cleaned_data

    def count_letter(self, email):
        """No address is flooded with letters, and no network or robot army sends many."""
        limits = {"request_login_code": email, "sign_up_letter": "everybody"}
        for action, key in limits.items():
            if not ratelimit.consume(context.request, action=action, key=key):
                self.add_error("email", get_adapter().validation_error("rate_limited"))
                return

    def try_save(self, request):
        details = dict(self.cleaned_data)
        return None, send_code(request, is_robot=bool(details.pop("website")), **details)


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages |= NO_EMAIL

    def clean_email(self):
        email = super().clean_email()
        if not self._user:
            adapter = get_adapter()
            context = {"code": adapter.generate_login_code()}
            adapter.pretend_mail("account/email/login_code", email, context)
        return email


class LoginForm(account_forms.LoginForm):
    """One form, two ways in: a password, or a code by e-mail (the button named `by_code`)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages |= NO_EMAIL
        self.fields["password"].required = False

    def wants_code(self):
        return "by_code" in self.data

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not password and not self.wants_code():
            raise forms.ValidationError(_("Enter your password, or have a code sent to you."))
        return password

    def clean(self):
        try:
            return super().clean()
        except forms.ValidationError as error:
            # The summary of errors leads to a field.
            self.add_error("login", error)
            return self.cleaned_data

    def user_credentials(self):
        credentials = super().user_credentials()
        if self.wants_code():
            credentials.pop("password", None)
        return credentials

    def _clean_without_password(self, email, phone):
        form = RequestLoginCodeForm({"email": email})
        if form.is_valid():
            self.user = form._user
        else:
            self.add_error("login", form.errors["email"])
        return self.cleaned_data


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages |= NO_EMAIL

    def save(self, request, **kwargs):
        if not self.users:
            adapter, email = get_adapter(), self.cleaned_data["email"]
            key = f"0-{account_forms.default_token_generator.make_token(User(email=email))}"
            context = {"password_reset_url": adapter.get_reset_password_from_key_url(key)}
            adapter.pretend_mail("account/email/password_reset_key", email, context)
        return super().save(request, **kwargs)


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"), required=False)


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"), max_length=100)


class ProfileForm(forms.ModelForm):
    first_name = name_field(_("First name"), "given-name", required=False)
    last_name = name_field(_("Last name"), "family-name", required=False)
    preferred_language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("Letters and the CMS come in this language."),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "preferred_language"]

    def save(self, commit=True):
        user = super().save(commit)
        if "preferred_language" in self.changed_data:
            # Said here in so many words, it wins over a CMS that was set to English.
            UserProfile.objects.filter(user=user).update(preferred_language=user.preferred_language)
        return user
