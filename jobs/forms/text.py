"""The text itself, in one language or more."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from listings.steps import in_each_language

from .steps import LINES, VacancyStep


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
