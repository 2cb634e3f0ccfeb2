"""What a page points at: pages, pictures, documents and records of the other side stay out of it.

A chooser offers only what is in reach, but a form can be sent with any number in it; the page, or the form
that comes back with an error, would then show the title of a draft or somebody's picture.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from places.models import Municipality

from .permissions import in_reach, linkable_pages


def references(instance):
    """{(model, id)} of everything in the instance's fields, blocks and rich text."""
    found = ReferenceIndex._extract_references_from_object(instance)
    return {
        (ContentType.objects.get_for_id(content_type).model_class(), str(pk))
        for content_type, pk, _model_path, _content_path in found
    }


def base_model(model):
    return Page if issubclass(model, Page) else model


class OwnReferencesForm(WagtailAdminPageForm):
    """What the page pointed at before stays; what is new must be in reach of whoever adds it.

    Looked at before anything else, since a form with errors is shown again with what was sent.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.for_user and not self.for_user.is_superuser:
            for model, pk in self.references_sent() - references(self.instance):
                allowed = self.allowed(model)
                if allowed is not None and not allowed.filter(pk=pk).exists():
                    raise PermissionDenied

    def references_sent(self):
        sent = set()
        for name, field in self.fields.items():
            try:
                model_field = self._meta.model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if not value:
                continue
            if hasattr(model_field, "extract_references"):
                found = model_field.extract_references(value)
                sent |= {(base_model(model), str(pk)) for model, pk, _path, _content in found}
            elif model_field.many_to_one and str(value).isdigit():
                sent.add((base_model(model_field.related_model), str(value)))
        return sent

    def allowed(self, model):
        """The rows to choose from, or None where the choice is free."""
        if issubclass(model, Page):
            return linkable_pages(self.for_user)
        if model in (get_image_model(), get_document_model()):
            return in_reach(model, self.for_user)
        if model is Municipality:
            return Municipality.objects.of_staff(self.for_user)
        return None
