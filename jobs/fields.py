import difflib

from django import forms
from django.utils.translation import gettext as _

from listings.steps import DatalistInput, in_each_language
from listings.words import fold

from .models import Occupation

MOST_NAMED = 8


class OccupationField(forms.CharField):
    """Typed, with all occupations to choose from: by any of its names in any language."""

    # Key of the one that was chosen among several of the same name.
    chosen = ""

    def __init__(self, **kwargs):
        super().__init__(max_length=120, widget=DatalistInput, **kwargs)

    def offer(self):
        self.occupations = sorted(Occupation.objects.all(), key=lambda occupation: str(occupation).casefold())
        self.widget.options = [str(occupation) for occupation in self.occupations]

    def names(self):
        """{folded name: the occupations it may mean}. What the list shows wins over the names in other
        languages, and these over nicknames."""
        found = {}
        for names_of in (shown_name, names_in_all_languages, nicknames):
            ranked = {}
            for occupation in self.occupations:
                for name in {fold(name.strip()) for name in names_of(occupation)} - {""}:
                    ranked.setdefault(name, []).append(occupation)
            found = ranked | found
        return found

    def meant_by(self, typed):
        return self.names().get(fold(str(typed).strip()), [])

    def prepare_value(self, value):
        by_id = {occupation.pk: str(occupation) for occupation in self.occupations}
        return by_id.get(value, value)

    def to_python(self, value):
        typed = super().to_python(value)
        if not typed:
            return None
        meant = self.meant_by(typed)
        if len(meant) == 1:
            return meant[0]
        if not meant:
            raise forms.ValidationError(self.what_is_near(typed))
        for occupation in meant:
            if occupation.slug == self.chosen:
                return occupation
        words = ", ".join(map(str, meant[:MOST_NAMED])) + (" …" if len(meant) > MOST_NAMED else "")
        raise forms.ValidationError(
            _("“%(name)s” may mean several occupations: %(names)s. Choose one of them below.")
            % {"name": typed, "names": words}
        )

    def what_is_near(self, typed):
        names = self.names()
        near = difflib.get_close_matches(fold(typed), names, n=4, cutoff=0.5)
        near += [name for name in names if fold(typed) in name][:4]
        words = ", ".join(dict.fromkeys(str(occupation) for name in near for occupation in names[name][:4]))
        hint = _("Did you mean: %(names)s?") % {"names": words} + " " if words else ""
        return hint + _("Choose one of the list, or leave this empty if none fits.")

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


def shown_name(occupation):
    return [str(occupation)]


def names_in_all_languages(occupation):
    columns = [*in_each_language("name"), "name_in_english"]
    return [getattr(occupation, column) or "" for column in columns]


def nicknames(occupation):
    texts = [getattr(occupation, column) or "" for column in in_each_language("other_names")]
    return [name for text in texts for name in text.replace(";", ",").split(",")]
