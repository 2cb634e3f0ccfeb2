"""What a page points at: pages, pictures, documents and records of the other side stay out of it.

A chooser offers only what is in reach, but a form can be sent with any number in it; the stored page would
then show the title of a draft or publish somebody's picture.
"""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from places.models import Municipality
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .permissions import in_reach, linkable_pages


def references(instance):
    """{(model, id)} of everything in the instance's fields, blocks and rich text."""
    return {
        (ContentType.objects.get_for_id(content_type).model_class(), int(pk))
        for content_type, pk, _model_path, _content_path in ReferenceIndex._extract_references_from_object(instance)
        if str(pk).isdigit()
    }


class OwnReferencesForm(WagtailAdminPageForm):
    """What the page pointed at before stays; what is new must be in reach of whoever adds it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.references_before = references(self.instance)

    def _post_clean(self):
        super()._post_clean()
        if not self.for_user or self.for_user.is_superuser:
            return
        strange = {
            model
            for model, pk in references(self.instance) - self.references_before
            if (allowed := self.allowed(model)) is not None and not allowed.filter(pk=pk).exists()
        }
        if strange:
            names = ", ".join(sorted(str(model._meta.verbose_name) for model in strange))
            self.add_error(None, _("Not yours to use, and not published: %(names)s.") % {"names": names})

    def allowed(self, model):
        if issubclass(model, Page):
            return linkable_pages(self.for_user)
        if model in (get_image_model(), get_document_model()):
            return in_reach(model, self.for_user)
        if model is Municipality:
            return Municipality.objects.of_staff(self.for_user)
        return None

