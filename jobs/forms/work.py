"""Which work it is, and where."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import Organisation
from listings.steps import in_each_language
from places.models import Village

from ..fields import OccupationField
from .steps import VacancyStep


class WhatForm(VacancyStep):
    key, short = "what", gettext_lazy("Work")
    heading = gettext_lazy("What is the work?")
    intro = gettext_lazy("Give the title in each language you write the ad in. One language is enough.")
    groups = [("", ["title"]), ("", ["occupation", "occupation_meant", "positions"])]
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
        self.offer_occupations()
        for column in in_each_language("title"):
            self.fields[column].help_text = _(
                "What the work is called: no pay, capitals or exclamation marks."
            )

    def offer_occupations(self):
        """All of them; and to choose between, those that share the name that was typed."""
        field = self.fields["occupation"]
        field.offer()
        meant = field.meant_by(self.data.get(self.add_prefix("occupation"), ""))
        if len(meant) > 1:
            field.chosen = self.data.get(self.add_prefix("occupation_meant"), "")
            self.fields["occupation_meant"] = forms.ChoiceField(
                label=_("Which of these do you mean?"),
                choices=[(occupation.slug, str(occupation)) for occupation in meant],
                widget=forms.RadioSelect,
                required=False,
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
