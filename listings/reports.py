"""What readers tell about an ad: the form, and the letter to its municipality."""

import uuid

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outbox.letters import send_letter

from .models import Report


class ReportForm(forms.ModelForm):
    """A trap for robots, and one row however often it is sent."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    # People never see this field; robots fill in everything.
    website = forms.CharField(required=False, label=_("Leave this empty"))
    reason = forms.ChoiceField(
        label=_("What is wrong with the ad?"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    message = forms.CharField(
        label=_("Tell more"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("What should the municipality look at? At most 2000 characters."),
        validators=[MaxLengthValidator(2000), ProhibitNullCharactersValidator()],
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Give it if you want an answer."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    required_css_class = "required"

    class Meta:
        model = Report
        fields = ["reason", "message", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == Report.Reason.OTHER and not cleaned.get("message"):
            self.add_error("message", _("Write what is wrong."))
        return cleaned

    def validate_unique(self):
        """A number used before means a form sent twice, which `store` answers; it is no error."""

    @property
    def is_robot(self):
        return bool(self.cleaned_data.get("website"))

    def store(self, listing):
        """Keeps the report and writes to the municipality; the same form sent again does nothing."""
        report, is_new = Report.objects.get_or_create(
            submission_key=self.cleaned_data["submission_key"],
            defaults={name: self.cleaned_data[name] for name in self._meta.fields}
            | {
                "content_type": ContentType.objects.get_for_model(listing),
                "object_id": listing.pk,
                "municipality": listing.municipality,
                "language": get_language(),
            },
        )
        if is_new:
            send_report(report, listing)


def send_report(report, listing):
    receiver = listing.municipality
    if not receiver.contact_email:
        return
    send_letter(
        "listing-reported",
        to=receiver.contact_email,
        language=receiver.office_language,
        context={
            "report": report,
            "listing": listing,
            "public_url": settings.SITE_URL + listing.get_absolute_url(),
            "desk_url": settings.SITE_URL + reverse("wagtailadmin_home"),
        },
        reply_to=[report.email] if report.email else [],
    )
