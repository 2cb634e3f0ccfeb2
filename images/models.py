from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


def document_path(document, name):
    """A folder that nobody can guess; the name in it is the one people see when they load it down."""
    name = PurePath(document.file.storage.get_valid_name(name))
    return f"documents/{uuid4().hex}/{name.stem[:80]}{name.suffix.lower()}"


class CustomImage(AbstractImage):
    """A picture with what the law and readers ask of it: alt text per language (or "decorative"),
    who took it, on what terms, and that the people in it agreed."""

    class Licence(models.TextChoices):
        OWN = "own", _("The municipality's own")
        PERMISSION = "permission", _("Used with the photographer's permission")
        CC_BY = "cc-by", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
        CC0 = "cc0", "CC0"

    without_meaning = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tells nothing that the text beside it does not: screen readers pass it by."),
    )
    photographer = models.CharField(_("photographer"), max_length=120)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.OWN)
    people_consent = models.BooleanField(
        _("people who can be recognised have agreed"),
        default=False,
        help_text=_("Tick also when nobody can be recognised."),
    )

    admin_form_fields = (
        "file",
        "title",
        "collection",
        *(f"description_{code}" for code, _name in settings.LANGUAGES),
        "without_meaning",
        "photographer",
        "licence",
        "people_consent",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(WagtailImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args, **kwargs):
        # Wagtail's forms do this themselves; a picture made in code needs its fingerprint too, which
        # names its sizes in the cache.
        if self.file and not self.file._committed:
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def _set_image_file_metadata(self):
        super()._set_image_file_metadata()
        if self.file._committed:
            self.file.close()  # Wagtail leaves the file of a multiple upload open

    def get_upload_to(self, filename):
        return f"original_images/{uuid4().hex}{PurePath(filename).suffix.lower()}"

    @property
    def default_alt_text(self):
        return "" if self.without_meaning else self.description


class Rendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    file = models.FileField(_("file"), upload_to=document_path, max_length=200)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(WagtailDocument.Meta):
        permissions = [("choose_document", "Can choose document")]
