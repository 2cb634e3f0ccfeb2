"""How and until when one applies."""

from datetime import time

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.fields import LinkField
from listings.periods import last_possible_day, today_of, too_late
from listings.steps import DayInput, TimeOfDayInput, at_least_one, in_each_language

from ..models import Vacancy
from .steps import VacancyStep

AUTOCOMPLETE = {"contact_name": "name", "contact_phone": "tel", "contact_email": "email"}


class ApplyForm(VacancyStep):
    key, short = "apply", gettext_lazy("Applying")
    heading = gettext_lazy("How does one apply?")
    groups = [
        (gettext_lazy("Last day"), ["apply_by", "apply_by_time"]),
        (gettext_lazy("Way to apply"), ["apply_url", "apply_email", "apply_text", "reference"]),
        (
            gettext_lazy("Who tells more?"),
            [
                *("contact_name", "contact_role", "contact_phone", "contact_email", "contact_hours"),
                "link_url",
            ],
        ),
        (gettext_lazy("What happens then?"), ["answer_by", "process", "anonymous"]),
    ]
    needed = ("apply_by",)
    empty = {"apply_by": gettext_lazy("Give the last day to apply.")}
    rare = {"reference", "apply_by_time", "link_url"}
    halves = {"contact_name", "contact_role", "contact_phone", "contact_email"}
    apply_url = LinkField(
        required=False,
        max_length=500,
        help_text=gettext_lazy("The site does not open the link: try it yourself before you send the ad."),
    )
    link_url = LinkField(required=False, max_length=500)

    class Meta(VacancyStep.Meta):
        fields = [
            *("apply_by", "apply_by_time", "apply_url", "apply_email", *in_each_language("apply_text")),
            *("reference", "contact_name", "contact_role", "contact_phone", "contact_email"),
            *("contact_hours", "link_url", "answer_by", *in_each_language("process"), "anonymous"),
        ]
        widgets = {"apply_by": DayInput, "apply_by_time": TimeOfDayInput, "answer_by": DayInput}

    def prepare(self):
        for name in ("apply_url", "link_url"):
            self.fields[name].label = Vacancy._meta.get_field(name).verbose_name
        for name, words in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = words

    def clean_apply_by(self):
        day = self.cleaned_data["apply_by"]
        if day and day > last_possible_day(self.instance):
            raise forms.ValidationError(too_late(self.instance))
        if day and day < today_of(self.instance):
            raise forms.ValidationError(_("This day has passed."))
        return day

    def clean_apply_by_time(self):
        at = self.cleaned_data["apply_by_time"]
        if at == time.min:
            raise forms.ValidationError(_("Midnight is unclear: leave this empty for the end of the day."))
        return at

    def clean(self):
        cleaned = super().clean()
        ways = ("apply_url", "apply_email", *in_each_language("apply_text"))
        if not any(name in self.errors for name in ways):
            at_least_one(self, ways, _("Give at least one way to apply: a link, an e-mail address or words."))
        day, answer = cleaned.get("apply_by"), cleaned.get("answer_by")
        if day and answer and answer < day:
            self.add_error("answer_by", _("This is before the last day to apply."))
        return cleaned
