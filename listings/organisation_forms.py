import uuid

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Collection

from images.models import CustomImage
from images.uploads import PictureField
from places.banks import banks
from places.models import Municipality

from .fields import LinkField
from .models import Organisation
from .models.listing import languages
from .organisations import number_is_taken
from .registration_numbers import canonical
from .validators import one_line

LOGO_SIZE = 2 * 2**20
LOGOS = "Logos"
LOGO_HINT = _("JPEG, PNG or WebP, at most two megabytes.")
# What the municipality has looked at: a change of it has to be looked at again.
CHECKED = ("name", "kind", "country", "registration_number", "municipality")
TAKEN = _(
    "An organisation with this number is here already. Ask a colleague who posts for it to invite you; "
    "if you know nobody, write to the municipality."
)
# Of one person's: more would only fill the staff's list.
MOST_WAITING = 5
TOO_MANY = _("Five of your organisations wait to be checked. Wait until the municipality has answered.")
EMPTY = {
    "registration_number": _("Write the number: the municipality checks it."),
    "name": _("Write the organisation's name."),
    "country": _("Choose the country."),
    "municipality": _("Choose the municipality."),
}


class LogoField(PictureField):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_upload_size = LOGO_SIZE
        self.max_upload_size_text = filesizeformat(LOGO_SIZE)
        self.help_text = LOGO_HINT


class OrganisationForm(forms.ModelForm):
    """`must_be_checked` says whether something was changed that its municipality looks at."""

    # The form's own number: a new organisation sent twice is one.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Organisation.Kind, widget=forms.RadioSelect)
    country = forms.ChoiceField(
        label=_("Where is it registered?"), choices=Municipality.Country, widget=forms.RadioSelect
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(),
        label=_("Which municipality checks it?"),
        help_text=_("Most often the one where the work is."),
        widget=forms.RadioSelect,
    )
    # `website` is the name of the trap for robots, which nobody sees.
    home_page = LinkField(label=_("Website"), required=False, max_length=200)
    logo = LogoField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    required_css_class = "required"

    class Meta:
        model = Organisation
        fields = [
            *("name", "kind", "country", "registration_number", "municipality"),
            *(build_localized_fieldname("description", code) for code in languages()),
        ]

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.person = person
        self.is_stale = False
        self.initial |= {"version": self.instance.version, "home_page": self.instance.website}
        is_household = self["kind"].value() == Organisation.Kind.HOUSEHOLD
        self.fields["registration_number"].required = not is_household
        for name, text in EMPTY.items():
            self.fields[name].error_messages["required"] = text
        self.fields["name"].validators.append(one_line)
        self.fields["name"].widget.attrs["autocomplete"] = "organization"
        self.fields["municipality"].choices = [(bank.pk, bank.office_name) for bank in banks()]
        for code in languages():
            self.dress_description(self.fields[build_localized_fieldname("description", code)], code)
        if not self.instance.logo:
            del self.fields["without_logo"]

    def dress_description(self, field, code):
        language = settings.LANGUAGE_MARKS.get(code, code)
        field.label = _("About the employer (%(language)s)") % {"language": language}
        field.widget = forms.Textarea({"rows": 5, "lang": code})
        field.validators += [MaxLengthValidator(2000), ProhibitNullCharactersValidator()]

    @property
    def must_be_checked(self):
        return any(name in self.changed_data for name in CHECKED) or bool(self.instance.refused_at)

    def clean(self):
        cleaned = super().clean()
        waiting = Organisation.objects.managed_by(self.person).filter(verified_at=None)
        if not self.instance.pk and waiting.count() >= MOST_WAITING:
            raise forms.ValidationError(TOO_MANY)
        if "kind" in cleaned and "country" in cleaned and "registration_number" in cleaned:
            cleaned["registration_number"] = self.checked_number(**cleaned)
        return cleaned

    def checked_number(self, *, kind, country, registration_number, **others):
        if kind == Organisation.Kind.HOUSEHOLD:
            return ""
        try:
            number = canonical(registration_number, country)
        except forms.ValidationError as error:
            self.add_error("registration_number", error)
            return registration_number
        if number_is_taken(country, number, besides=self.instance if self.instance.pk else None):
            self.add_error("registration_number", TAKEN)
        return number

    def _post_clean(self):
        super()._post_clean()
        self.instance.website = self.cleaned_data.get("home_page", "")
        if self.instance.pk and not self.errors and not self.claim_version():
            self.is_stale = True
            self.add_error(
                None,
                _(
                    "A colleague has changed this after you opened it. What you wrote is still here: "
                    "save again to keep it."
                ),
            )
            stored = Organisation.objects.get(pk=self.instance.pk)
            self.data = self.data.copy()
            self.data["version"] = str(stored.version)

    def validate_constraints(self):
        """The number was looked at in `clean`, in words that say what to do."""

    def claim_version(self):
        seen = self.cleaned_data.get("version")
        rows = Organisation.objects.filter(pk=self.instance.pk, version=seen)
        if seen is None or not rows.update(version=F("version") + 1):
            return False
        self.instance.version = seen + 1
        return True

    def put_logo(self):
        """The organisation's name is what its logo says: its text for those who do not see it."""
        organisation, upload = self.instance, self.cleaned_data.get("logo")
        old = organisation.logo
        if upload:
            organisation.logo = CustomImage(
                file=upload,
                collection=logo_collection(),
                uploaded_by_user=self.person,
                licence=CustomImage.Licence.PERMISSION,
                people_consent=True,
            )
        elif self.cleaned_data.get("without_logo"):
            organisation.logo = None
        if organisation.logo and (upload or "name" in self.changed_data):
            name_logo(organisation)
        if old and old != organisation.logo:
            old.delete()


def name_logo(organisation):
    logo, name = organisation.logo, organisation.name
    logo.title = logo.photographer = name
    for code in languages():
        setattr(logo, build_localized_fieldname("description", code), name)
    logo.save()
    organisation.logo = logo  # its number, if it is new


def logo_collection():
    """Of nobody's staff: logos are not for other pages."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=LOGOS).first() or root.add_child(name=LOGOS)


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("Your colleague's e-mail address"),
        error_messages={"required": _("Write your colleague's e-mail address.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    required_css_class = "required"

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.organisation = organisation
        self.initial.setdefault("language", get_language())

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if self.organisation.memberships.filter(user__email=email).exists():
            raise forms.ValidationError(_("This colleague is a member already."))
        return email
