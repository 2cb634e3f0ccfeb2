from django import forms
from django.db import models


class ChoiceListField(models.JSONField):
    """Several of a fixed set of choices, stored as a list of their values."""

    def __init__(self, *args, choices=None, **kwargs):
        self.options = choices
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def formfield(self, **kwargs):
        choices = getattr(self.options, "choices", self.options) or []
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self, values):
        """The words for stored values, in the order of the choices."""
        choices = getattr(self.options, "choices", self.options) or []
        return [label for value, label in choices if value in values]
