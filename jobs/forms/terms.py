"""On what terms: employment, working time, pay and what comes with the job."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.fields import MoneyField
from listings.steps import DayInput, in_each_language, was_sent

from ..models import Vacancy
from ..models.choices import PayTold, Start
from .steps import VacancyStep


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
