"""The pages of writing a vacancy."""

from datetime import time

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.fields import LinkField, MoneyField
from listings.models import Organisation
from listings.periods import last_possible_day, today_of, too_late
from listings.steps import (
    DayInput,
    StepForm,
    TimeOfDayInput,
    at_least_one,
    in_each_language,
    was_sent,
)
from places.models import Village

from .fields import OccupationField
from .models import Vacancy
from .models.choices import WORK_LANGUAGES, Filled, FoundThrough, LanguageNeed, PayTold, Start

LINES = gettext_lazy("An empty line begins a new paragraph, “- ” at the start of a line makes a list.")


class VacancyStep(StepForm):
    class Meta:
        model = Vacancy
        fields = []


class WhatForm(VacancyStep):
    key, short = "what", gettext_lazy("Work")
    heading = gettext_lazy("What is the work?")
    intro = gettext_lazy("Give the title in each language you write the ad in. One language is enough.")
    groups = [("", ["title"]), ("", ["occupation", "positions"])]
    needed = ("title", "positions")
    empty = {
        "title": gettext_lazy("Write the title in at least one language."),
        "positions": gettext_lazy("Say how many people you look for."),
    }
    occupation = OccupationField(
        required=False,
        label=gettext_lazy("Occupation"),
        help_text=gettext_lazy(
            "Begin to type and choose from the list. By it the ad is found in both languages."
        ),
    )

    class Meta(VacancyStep.Meta):
        fields = [*in_each_language("title"), "occupation", "positions"]

    def prepare(self):
        self.fields["occupation"].offer()
        for column in in_each_language("title"):
            self.fields[column].help_text = _(
                "What the work is called: no pay, capitals or exclamation marks."
            )


class WhereForm(VacancyStep):
    key, short = "where", gettext_lazy("Place")
    heading = gettext_lazy("Where is the work?")
    groups = [
        ("", ["organisation"]),
        (
            gettext_lazy("Place of work"),
            ["municipality", "village", "workplace_name", "street_address", "postcode"],
        ),
        (gettext_lazy("Remote work"), ["remote", "remote_countries"]),
    ]
    needed = ("organisation", "municipality")
    empty = {
        "organisation": gettext_lazy("Choose whose vacancy this is."),
        "municipality": gettext_lazy("Choose the municipality of the workplace."),
    }

    class Meta(VacancyStep.Meta):
        fields = [
            *("organisation", "municipality", "village", "workplace_name", "street_address", "postcode"),
            *("remote", "remote_countries"),
        ]
        labels = {"organisation": gettext_lazy("Employer")}
        widgets = {"organisation": forms.RadioSelect, "municipality": forms.RadioSelect}

    def prepare(self):
        self.fields["organisation"].queryset = Organisation.objects.by(self.person).filter(
            Q(refused_at=None) | Q(pk=self.instance.organisation_id)
        )
        for name in ("organisation", "municipality"):
            self.fields[name].empty_label = None
            # What the public sees, or moderators have, stays one side's.
            self.fields[name].disabled = bool(self.instance.first_published_at or self.instance.review)
        villages = {}
        for village in Village.objects.select_related("municipality"):
            villages.setdefault(village.municipality.name, []).append((village.pk, village.name))
        choices = [(name, sorted(rows, key=lambda row: row[1])) for name, rows in villages.items()]
        self.fields["village"].choices = [("", _("not in a village, or not told")), *choices]
        self.fields["workplace_name"].help_text = _("For example the name of the school, ward or shop.")

    def clean(self):
        cleaned = super().clean()
        municipality, village = cleaned.get("municipality"), cleaned.get("village")
        if municipality and village and village.municipality_id != municipality.pk:
            self.add_error(
                "village",
                _("%(village)s is not in %(municipality)s.")
                % {"village": village.name, "municipality": municipality.name},
            )
        if municipality and "terms" not in self.instance.steps_done:
            self.instance.currency = municipality.currency
        return cleaned

    def clean_postcode(self):
        digits = "".join(self.cleaned_data["postcode"].split())
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 5):
            raise forms.ValidationError(_("A postcode has five digits."))
        return self.cleaned_data["postcode"]


class TermsForm(VacancyStep):
    key, short = "terms", gettext_lazy("Terms")
    heading = gettext_lazy("On what terms?")
    groups = [
        (
            gettext_lazy("Employment"),
            [
                "employment_form",
                "fixed_term_reason",
                "duration",
                "start",
                "starts_on",
                "ends_on",
                "trial_period",
            ],
        ),
        (
            gettext_lazy("Working time"),
            ["extent", "extent_min", "extent_max", "hours_per_week", "hours", "travel"],
        ),
        (
            gettext_lazy("Pay"),
            [
                *("pay_told", "pay_min", "pay_max", "currency", "pay_unit", "pay_basis", "pay_text"),
                "collective_agreement",
            ],
        ),
        (
            gettext_lazy("What comes with the job"),
            ["offers_home", "offers_moving_help", "offers_partner_help", "offers_visit", "benefits"],
        ),
    ]
    needed = ("employment_form", "start", "extent", "pay_told", "currency", "pay_unit", "pay_basis")
    empty = {"pay_told": gettext_lazy("Choose when applicants learn the pay.")}
    rare = {
        *("fixed_term_reason", "ends_on", "trial_period", "extent_min", "extent_max", "travel"),
        *("pay_basis", "collective_agreement"),
    }
    halves = {
        *("starts_on", "ends_on", "extent_min", "extent_max", "pay_min", "pay_max", "currency", "pay_unit"),
    }
    pay_min = MoneyField(required=False)
    pay_max = MoneyField(required=False)

    class Meta(VacancyStep.Meta):
        fields = [
            *("employment_form", "fixed_term_reason", *in_each_language("duration"), "start", "starts_on"),
            *("ends_on", "trial_period", "extent", "extent_min", "extent_max", "hours_per_week", "hours"),
            *("travel", "pay_told", "pay_min", "pay_max", "currency", "pay_unit", "pay_basis"),
            *(*in_each_language("pay_text"), "collective_agreement", "offers_home", "offers_moving_help"),
            *("offers_partner_help", "offers_visit", *in_each_language("benefits")),
        ]
        labels = {"pay_told": gettext_lazy("When do applicants learn the pay?")}
        widgets = {
            "pay_told": forms.RadioSelect,
            "extent": forms.RadioSelect,
            "start": forms.RadioSelect,
            "starts_on": DayInput,
            "ends_on": DayInput,
        }

    def prepare(self):
        for name in ("pay_min", "pay_max"):
            self.fields[name].label = Vacancy._meta.get_field(name).verbose_name
        told = self.fields["pay_told"]
        told.choices = PayTold.choices
        told.help_text = _("Applicants have to learn it in good time. A sum in the ad is one way.")
        if self.key not in self.instance.steps_done and not was_sent(self.instance):
            # A choice to make, not one made for them.
            self.initial["pay_told"] = ""
        self.initial["currency"] = self.instance.currency or self.instance.municipality.currency
        currency = self.fields["currency"]
        currency.choices = [choice for choice in currency.choices if choice[0]]

    def clean(self):
        cleaned = super().clean()
        self.ask_for_order("pay_min", "pay_max", _("The higher sum is below the lower one."))
        self.ask_for_order("extent_min", "extent_max", _("The higher share is below the lower one."))
        self.ask_for_order("starts_on", "ends_on", _("The employment would end before it starts."))
        needs_day = cleaned.get("start") == Start.ON_DATE and not self.is_for_later
        if needs_day and not cleaned.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Give the day the work starts."))
        return cleaned

    def ask_for_order(self, low, high, message):
        first, last = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if first is not None and last is not None and last < first:
            self.add_error(high, message)


class LanguagesForm(VacancyStep):
    key, short = "languages", gettext_lazy("Skills")
    heading = gettext_lazy("What does one need to know?")
    intro = gettext_lazy("Ask only for what the work needs. The law of both countries says so.")
    groups = [
        (
            gettext_lazy("Languages at work"),
            [*(f"{code}_at_work" for code in WORK_LANGUAGES), "learn_on_the_job", "apply_in"],
        ),
        (
            gettext_lazy("Skills and experience"),
            ["requirements", "merits", "no_experience_needed", "education"],
        ),
        (
            gettext_lazy("Licences and permits"),
            ["driving_licence", "own_car", "permits", "licence_needed", "criminal_record"],
        ),
    ]
    needed = ("apply_in",)
    empty = {"apply_in": gettext_lazy("Choose at least one language to apply in.")}
    rare = {"driving_licence", "own_car", "permits", "licence_needed", "criminal_record"}
    halves = {f"{code}_at_work" for code in WORK_LANGUAGES}

    class Meta(VacancyStep.Meta):
        fields = [
            *("learn_on_the_job", "apply_in", *in_each_language("requirements", "merits")),
            *("no_experience_needed", "education", "driving_licence", "own_car", "permits"),
            *("licence_needed", "criminal_record"),
        ]

    def prepare(self):
        for code in WORK_LANGUAGES:
            name = f"{code}_at_work"
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("not needed")), *LanguageNeed.choices],
                required=False,
                label=capfirst(settings.LANGUAGE_MARKS[code]),
            )
            self.initial[name] = self.instance.work_languages.get(code, "")
        for column in in_each_language("requirements", "merits"):
            if column in self.fields:
                self.fields[column].help_text = LINES

    def clean(self):
        cleaned = super().clean()
        chosen = {code: cleaned.get(f"{code}_at_work") for code in WORK_LANGUAGES}
        self.instance.work_languages = {code: need for code, need in chosen.items() if need}
        return cleaned


class TextForm(VacancyStep):
    key, short = "text", gettext_lazy("Text")
    heading = gettext_lazy("Describe the work")
    intro = gettext_lazy(
        "Write the full text in one language or more. Give a short summary in the other: then everybody on "
        "both banks knows what the ad is about."
    )
    needed = ("description",)
    empty = {"description": gettext_lazy("Describe the work in at least one language.")}
    every_language = {"title", "summary", "description"}

    class Meta(VacancyStep.Meta):
        fields = in_each_language("description", "summary")

    @property
    def groups(self):
        for code, name in settings.LANGUAGES:
            columns = [column for column in self._meta.fields if column.endswith(f"_{code}")]
            yield capfirst(settings.LANGUAGE_MARKS.get(code, name)), columns

    def prepare(self):
        for column in in_each_language("description"):
            self.fields[column].help_text = LINES
            self.fields[column].widget.attrs["rows"] = 10
        for column in in_each_language("summary"):
            self.fields[column].widget = forms.Textarea({"rows": 3, "maxlength": 300})


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


AUTOCOMPLETE = {"contact_name": "name", "contact_phone": "tel", "contact_email": "email"}


class OutcomeForm(forms.Form):
    """Did it work? Asked when an ad ends, and once more by letter."""

    filled = forms.ChoiceField(
        label=gettext_lazy("Did you fill it?"),
        choices=Filled.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it went.")},
    )
    found_through = forms.ChoiceField(
        label=gettext_lazy("Where did the person find the job?"),
        choices=FoundThrough.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, listing, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.initial |= {name: getattr(listing, name) for name in self.fields}


STEPS = [WhatForm, WhereForm, TermsForm, LanguagesForm, TextForm, ApplyForm]
