import uuid

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from listings.fields import WordsField
from listings.validators import one_line
from places.banks import banks
from places.models import Municipality

from .models import AccessibilityFeedback, ContactMessage

# What to do about an empty field, in words of its own.
EMPTY = {
    "municipality": _("Choose the municipality you write to."),
    "subject": _("Write what your message is about."),
    "message": _("Write your message."),
    "email": _("Give your e-mail address so that you can be answered."),
}


class MessageForm(forms.ModelForm):
    """What the two public forms share: a trap for robots, and one row however often it is sent."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    # People never see this field; robots fill in everything.
    website = forms.CharField(required=False, label=_("Leave this empty"))
    message = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea({"rows": 8}),
        validators=[MaxLengthValidator(5000), ProhibitNullCharactersValidator()],
    )
    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        for name, text in EMPTY.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = text
        for name in ("name", "subject", "address"):
            if name in self.fields:
                self.fields[name].validators.append(one_line)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    @property
    def is_robot(self):
        return bool(self.cleaned_data.get("website"))

    def store(self, **fields):
        """Keeps the message and says whether it is new: the same form sent again is not."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("submission_key", "website")
        }
        return self._meta.model.objects.get_or_create(
            submission_key=self.cleaned_data["submission_key"],
            defaults=values | {"language": get_language()} | fields,
        )

    def validate_unique(self):
        """A number used before means a form sent twice, which `store` answers; it is no error."""


class ContactForm(MessageForm):
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Whom do you write to?"), widget=forms.RadioSelect
    )
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("The answer comes here."))

    class Meta:
        model = ContactMessage
        fields = ["municipality", "subject", "message", "name", "email"]
        labels = {"name": _("Your name"), "subject": _("Subject")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [(bank.pk, bank.office_name) for bank in banks()]
        self.fields["name"].help_text = _("You may leave this empty.")


class AccessibilityFeedbackForm(MessageForm):
    class Meta:
        model = AccessibilityFeedback
        fields = ["message", "address", "name", "email"]
        labels = {
            "address": _("Address of the page"),
            "name": _("Your name"),
            "email": _("Your e-mail address"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("What did not work?")
        self.fields["name"].help_text = _("You may leave this empty.")
        self.fields["email"].help_text = _("Give it if you want an answer.")


class SearchForm(forms.Form):
    q = WordsField(label=_("Search this site"))
