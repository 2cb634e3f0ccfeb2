"""What readers tell about an ad: the form, and the letter to its municipality."""

import uuid

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outbox.letters import send_letter

from . import limits
from .limits import A_DAY, AN_HOUR, Limit
from .models import Report

PER_NETWORK = Limit(10, AN_HOUR)
# So many readers have said it that its municipality knows.
PER_AD = Limit(20, A_DAY)
REPORT_LOCK = 20_260_802


class TooManyReports(Exception):
    """From this network, or about this ad."""


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

    @transaction.atomic
    def store(self, listing, *, ip):
        """Keeps the report and writes to the municipality; the same form sent again does nothing."""
        limits.take_turns(REPORT_LOCK)
        key = self.cleaned_data["submission_key"]
        if Report.objects.filter(submission_key=key).exists():
            return
        report = Report(
            submission_key=key,
            listing=listing,
            municipality=listing.municipality,
            language=get_language(),
            network_key=limits.network_key(ip, purpose="report"),
            **{name: self.cleaned_data[name] for name in self._meta.fields},
        )
        ask_for_room(report)
        report.save()
        send_report(report, listing)


def ask_for_room(report):
    of_network = Report.objects.filter(network_key=report.network_key)
    of_ad = Report.objects.filter(content_type=report.content_type, object_id=report.object_id)
    if not (PER_NETWORK.has_room(of_network, "received_at") and PER_AD.has_room(of_ad, "received_at")):
        raise TooManyReports


def forget_networks():
    """Nothing that no longer counts is kept of where a report came from."""
    old = Report.objects.filter(received_at__lte=timezone.now() - PER_NETWORK.within)
    return old.exclude(network_key="").update(network_key="")


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
