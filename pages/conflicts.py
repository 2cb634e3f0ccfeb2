"""Two people edit one page: nobody's text is overwritten without being seen.

Wagtail refuses a stale form only when it saves by itself; a click on Save sends a plain form, which would
silently become the newest version.
"""

from http import HTTPStatus

from django import forms
from django.db import transaction
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.blocks import BlockField
from wagtail.models import Page
from wagtail.utils.text import text_from_html


class StaleFormMixin:
    """For Wagtail's views that save a page."""

    def dispatch(self, request, page_id, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            # Of two people saving in the same moment the second waits here, and is then found to be late.
            Page.objects.select_for_update().filter(pk=page_id).first()
            return super().dispatch(request, page_id, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.is_out_of_date and not self.expects_json_response and not self.page.alias_of_id:
            return self.show_both_texts()
        return super().post(request, *args, **kwargs)

    def show_both_texts(self):
        """The editor with what was typed, above it what is stored now. Saving again is a choice: the form
        now names the newest version as the one it was opened from."""
        self.page = self.real_page_record.get_latest_revision_as_object()
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        differences = [difference(self.form, name) for name in self.form.changed_data]
        differences = [texts for texts in differences if texts["stored"] != texts["typed"]]
        self.errors_debug = None
        self.has_unsaved_changes = True
        # The editor would save the typed text by itself before anybody has compared.
        self.autosave_enabled = False
        context = self.get_context_data() | {"conflict": self.latest_revision, "differences": differences}
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


class PageEditView(StaleFormMixin, EditView):
    pass


class PageRevertView(StaleFormMixin, RevisionsRevertView):
    pass


def difference(form, name):
    bound = form[name]
    return {
        "label": capfirst(force_str(bound.label)),
        "stored": as_text(bound.field, bound.initial),
        "typed": as_text(bound.field, bound.data),
    }


def as_text(field, value):
    """A field's value as a person reads it, whether it comes from the page or from the form."""
    if isinstance(field, BlockField):
        return block_text(field.block, value)
    if isinstance(field.widget, DraftailRichTextArea):
        return text_from_html(value or "")
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ModelChoiceField):
        chosen = field.queryset.filter(pk=value).first() if force_str(value or "").isdigit() else None
        return force_str(chosen or "")
    if isinstance(field, forms.ChoiceField):
        return force_str(dict(field.choices).get(value, value or ""))
    if isinstance(value, list | tuple):
        return ", ".join(map(force_str, value))
    return "" if value is None else force_str(value)


def block_text(block, value):
    """Wagtail's own rendering for comparisons, one line for each part."""
    html = get_comparison_class_for_block(block)(block, True, True, value, value).htmlvalue(value)
    lines = (text_from_html(line).strip() for line in force_str(html).split("\n"))
    return "\n".join(filter(None, lines))
