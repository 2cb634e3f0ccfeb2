"""The form of staff who write on a poster's behalf, and the one they close several listings with."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from places.forms import BothTextsForm, OwnMunicipalityMixin


class ListingForm(OwnMunicipalityMixin, BothTextsForm):
    """Checks what would break a public page; how good the text is, its moderators judge."""

    def clean(self):
        cleaned = super().clean()
        for name, message in (
            ("title", _("Give the title in at least one language.")),
            ("description", _("Write the text in at least one language.")),
        ):
            fields = [build_localized_fieldname(name, code) for code, _name in settings.LANGUAGES]
            if not any(cleaned.get(field) for field in fields):
                self.add_error(fields[0], message)
        village = cleaned.get("village")
        if village and village.municipality_id != self.municipality_id(cleaned):
            self.add_error("village", _("This village is in the other municipality."))
        return cleaned

    def municipality_id(self, cleaned):
        chosen = cleaned.get("municipality")
        return chosen.pk if chosen else self.instance.municipality_id


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The posters read this in a letter."),
    )
