import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .documents import DocumentField
from .uploads import PictureField

DESCRIPTIONS = tuple(f"description_{code}" for code, _name in settings.LANGUAGES)
# What cameras, phones and programs call their files: "IMG_1234", "DSC 0042.JPG", "kuva-3 (1).png".
FILE_NAME = re.compile(
    r"""^\s*(?:
        .*\.(?:jpe?g|png|webp|hei[cf]|gif|tiff?|bmp|svg|avif)
        | (?:img|image|dscn?|dji|pxl|mvimg|dscf|gopr|screenshot|whatsapp\ image|kuva|bild)?[\s_\-()\d.:]*
    )\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
DESCRIBE = _(
    "Say in a sentence what the picture shows, for people who do not see it, "
    "or mark the picture as decorative."
)
NOT_A_DESCRIPTION = _("This is the name of a file. Say what the picture shows.")
WHAT_IT_SHOWS = _(
    "What the picture shows, in a sentence, for people who do not see it. "
    "Needed unless the picture is decorative."
)
CONSENT = _(
    "Ask the people in the picture first, then tick this. Tick it also when nobody can be recognised."
)


class ImageForm(BaseImageForm):
    """The form of every upload and edit of a picture in the CMS."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.put_safe_file_field()
        elif not self.instance.pk:
            # The multiple uploader proposes the file's name as the title.
            self.initial["title"] = self.instance.title.rpartition(".")[0]
        for name in self.present_descriptions():
            language = get_language_info(name.removeprefix("description_"))["name_translated"]
            self.fields[name].label = _("Alternative text (%(language)s)") % {"language": language.lower()}
            self.fields[name].help_text = WHAT_IT_SHOWS
        if "people_consent" in self.fields:
            self.fields["people_consent"].required = True
            self.fields["people_consent"].error_messages["required"] = CONSENT

    def put_safe_file_field(self):
        wagtails = self.fields["file"]
        self.fields["file"] = PictureField(
            label=wagtails.label, required=wagtails.required, widget=wagtails.widget
        )

    def present_descriptions(self):
        return [name for name in DESCRIPTIONS if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        for name in self.present_descriptions():
            text = (cleaned.get(name) or "").strip()
            if text and FILE_NAME.match(text):
                self.add_error(name, ValidationError(NOT_A_DESCRIPTION, code="file_name"))
            elif not text and name not in self.errors and not cleaned.get("without_meaning"):
                self.add_error(name, ValidationError(DESCRIBE, code="required"))
        return cleaned


class DocumentForm(BaseDocumentForm):
    """The form of every upload and edit of a document in the CMS."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = DocumentField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget
            )

    def save(self, commit=True):
        # Wagtail deletes the old file before the new one is stored; here it goes when that is done.
        replaced = self.original_file if commit and "file" in self.changed_data else None
        if replaced:
            self.original_file = None
        document = super().save(commit=commit)
        if replaced:
            replaced.storage.delete(replaced.name)
        return document
