import difflib

from django import forms
from django.utils.translation import gettext as _

from listings.steps import DatalistInput, in_each_language
from listings.words import fold

from .models import Occupation


class OccupationField(forms.CharField):
    """Typed, with all occupations to choose from: by any of its names in any language."""

    def __init__(self, **kwargs):
        super().__init__(max_length=120, widget=DatalistInput, **kwargs)

    def offer(self):
        self.occupations = list(Occupation.objects.all())
        self.widget.options = sorted({str(occupation) for occupation in self.occupations}, key=str.casefold)

    def names(self):
        """{folded name: occupation}; a shown name wins over another occupation's nickname."""
        found = {}
        for own in (in_each_language("other_names"), [*in_each_language("name"), "name_in_english"]):
            for occupation in self.occupations:
                for column in own:
                    for name in (getattr(occupation, column) or "").replace(";", ",").split(","):
                        found[fold(name.strip())] = occupation
        return found

    def prepare_value(self, value):
        by_id = {occupation.pk: str(occupation) for occupation in self.occupations}
        return by_id.get(value, value)

    def to_python(self, value):
        typed = super().to_python(value)
        names = self.names()
        names.pop("", None)
        if not typed:
            return None
        if fold(typed) in names:
            return names[fold(typed)]
        near = difflib.get_close_matches(fold(typed), names, n=4, cutoff=0.5)
        near += [name for name in names if fold(typed) in name][:4]
        words = ", ".join(dict.fromkeys(str(names[name]) for name in near))
        raise forms.ValidationError(
            (_("Did you mean: %(names)s?") % {"names": words} + " " if words else "")
            + _("Choose one of the list, or leave this empty if none fits.")
        )

    def validate(self, value):
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value):
        """What was typed has become an occupation or an error."""

    def has_changed(self, initial, data):
        try:
            chosen = self.to_python(data)
        except forms.ValidationError:
            return True
        return initial != (chosen.pk if chosen else None)
