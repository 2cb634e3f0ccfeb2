"""How long a listing may stand in public."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .steps import DayInput

LONGEST = timedelta(days=183)
USUAL_EXTENSION = timedelta(days=30)


def today_of(listing):
    """The day it is at the place the listing is about."""
    return timezone.localdate(timezone=listing.municipality.zone)


def last_possible_day(listing):
    return today_of(listing) + LONGEST


def too_late(listing):
    """What to say about a last day that is further off than six months."""
    day = date_format(last_possible_day(listing), "DATE_FORMAT")
    return _("Choose a day within six months: %(day)s at the latest.") % {"day": day}


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("New last day"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Choose the new last day.")},
    )

    def __init__(self, *args, listing, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.listing = listing
        latest = last_possible_day(listing)
        current = getattr(listing, listing.END_FIELD)
        self.initial["until"] = min(max(filter(None, [current, today_of(listing)])) + USUAL_EXTENSION, latest)
        self.fields["until"].help_text = _("At most six months from now: %(day)s.") % {
            "day": date_format(latest, "DATE_FORMAT")
        }

    def clean_until(self):
        until = self.cleaned_data["until"]
        current = getattr(self.listing, self.listing.END_FIELD)
        if until > last_possible_day(self.listing):
            raise forms.ValidationError(too_late(self.listing))
        if until < today_of(self.listing) or (current and until < current):
            raise forms.ValidationError(_("Choose a later day than the present one."))
        return until
