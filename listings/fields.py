import re

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .validators import bad_link, validate_link

# With a scheme that is meant, or none and a host: www.kolari.fi/jobs.
PLAIN_START = re.compile(r"(?i:https?://)|[^/\\:@?#]+\.[^/\\:@?#]+(?:[/?#]|$)")
MOST_WORDS = 10


class LinkField(forms.URLField):
    """A web address that people may be sent to, checked by its look only: the server never opens it."""

    default_validators = [validate_link]

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value):
        # Without this "//evil.example" and "javascript:…" would become https addresses and pass.
        if value and not PLAIN_START.match(value.strip()):
            raise bad_link
        return super().to_python(value)


class MoneyField(forms.DecimalField):
    """Sums as people write them: 2 500,50."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_digits=10, decimal_places=2, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split()).replace("\N{MINUS SIGN}", "-").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        return f"{value:f}".removesuffix(".00").replace(".", ",")


class WordsField(forms.CharField):
    """What people write to search with. A NUL or a thousand words would be an error of the database's."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"type": "search", "enterkeyhint": "search"})
        super().__init__(**{"required": False, "max_length": 100, "widget": widget} | kwargs)

    def clean(self, value):
        words = super().clean(value).split()
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(_("Search with at most ten words."))
        return " ".join(words)


class ChoiceListField(models.JSONField):
    """Several of a fixed set of choices, stored as a list of their values."""

    def __init__(self, *args, choices=None, **kwargs):
        self.options = choices
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def formfield(self, **kwargs):
        choices = getattr(self.options, "choices", self.options) or []
        return forms.MultipleChoiceField(
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self, values):
        """The words for stored values, in the order of the choices."""
        choices = getattr(self.options, "choices", self.options) or []
        return [label for value, label in choices if value in values]
