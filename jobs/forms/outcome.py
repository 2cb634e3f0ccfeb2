"""What an employer tells when the ad has ended."""

from django import forms
from django.utils.translation import gettext_lazy

from ..models.choices import Filled, FoundThrough


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
