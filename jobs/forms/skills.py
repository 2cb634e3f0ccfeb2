"""What one needs to know for the work."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.steps import in_each_language

from ..models.choices import WORK_LANGUAGES, LanguageNeed
from .steps import LINES, VacancyStep


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
