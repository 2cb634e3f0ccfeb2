import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Alert, AlertFarewell

# "By itself" and "not said" are nothing people choose.
REASONS = [
    (reason.value, reason.label)
    for reason in AlertFarewell.Reason
    if reason not in (AlertFarewell.Reason.EXPIRED, AlertFarewell.Reason.UNSAID)
]


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=Alert.Frequency,
        widget=forms.RadioSelect,
        initial=Alert.Frequency.DAILY,
    )
    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.fields["frequency"].error_messages["required"] = _("Choose how often.")


class AlertForm(FrequencyForm):
    """Asks for an alert. Sent twice it is one; robots fall into the field people never see."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    website = forms.CharField(required=False, label=_("Leave this empty"))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    consent = forms.BooleanField(
        label=_("You may send new ads to my address until I end the alert."),
        error_messages={"required": _("Without your consent nothing can be sent. Tick the box.")},
    )
    field_order = ["submission_key", "website", "email", "frequency", "consent"]

    @property
    def is_robot(self):
        return bool(self.cleaned_data["website"])


class FarewellForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why did you end it?"), choices=REASONS, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Choose a reason, or leave the page.")
