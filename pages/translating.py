"""The CMS's screens for translators: the board, what changed in the source, a new translation."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.contrib.simple_translation.forms import SubmitTranslationForm
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Page

from places.models import Municipality

from .parity import STATES, Board, revision_when, source_of
from .permissions import HOME_DEPTH, is_administrator

PER_PAGE = 50
MINE, NOBODYS, SHARED, OVERDUE = "mine", "nobody", "shared", "overdue"


class BoardFilterForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("All languages")), *settings.LANGUAGES],
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All states")), *STATES.values()],
        required=False,
    )
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    review = forms.ChoiceField(
        label=gettext_lazy("Review"),
        choices=[("", gettext_lazy("All")), (OVERDUE, gettext_lazy("Out of date"))],
        required=False,
    )

    def __init__(self, *args, user, rows, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        own = [(municipality.key, municipality.name) for municipality in Municipality.objects.of_staff(user)]
        self.fields["section"].choices = [("", _("All sections")), *own, (SHARED, _("Shared pages"))]
        owners = {str(row.source["owner_id"]): row.owner_name for row in rows if row.source["owner_id"]}
        owners.pop(str(user.pk), None)
        self.fields["owner"].choices = [
            ("", _("All owners")),
            (MINE, _("Me")),
            (NOBODYS, _("Nobody")),
            *sorted(owners.items(), key=lambda item: item[1]),
        ]
        self.user = user

    def narrow(self, rows):
        wanted = (
            {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        )
        cells = {name: wanted.pop(name) for name in ("language", "state") if name in wanted}
        if cells:
            rows = [row for row in rows if self.has_cell(row, **cells)]
        for name, value in wanted.items():
            rows = [row for row in rows if getattr(self, f"is_{name}")(row, value)]
        return rows

    def has_cell(self, row, language=None, state=None):
        """A language alone asks what that language lacks."""
        return any(
            language in (None, cell.language) and (cell.key == state if state else cell in row.lacking)
            for cell in row.cells
        )

    def is_section(self, row, value):
        return value == (row.municipality.key if row.municipality else SHARED)

    def is_owner(self, row, value):
        return str(row.source["owner_id"]) == {MINE: str(self.user.pk), NOBODYS: "None"}.get(value, value)

    def is_review(self, row, value):
        return row.is_overdue


class ParityBoardView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/parity_board.html"
    page_title = gettext_lazy("Languages")
    header_icon = "globe"
    _show_breadcrumbs = True

    @cached_property
    def breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        rows = Board(self.request.user).rows
        form = BoardFilterForm(self.request.GET, user=self.request.user, rows=rows)
        found = form.narrow(rows)
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form,
            language_names=[name for _code, name in settings.LANGUAGES],
            count=len(found),
            lacking_count=sum(1 for row in found if row.lacking),
            rows=Paginator(found, PER_PAGE).get_page(self.request.GET.get("p")),
            filters_query=query.urlencode(),
            is_filtered=any(query.values()),
            **kwargs,
        )


def show_source_changes(request, page_id):
    """Wagtail's comparison of the source at the time this translation was published with the source now."""
    page = get_object_or_404(Page, pk=page_id)
    source = source_of(page)
    if source is None or not source.live:
        messages.info(request, _("This page is the source: there is nothing to compare it with."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    since = revision_when(source, page.last_published_at) if page.last_published_at else "earliest"
    return redirect("wagtailadmin_pages:revisions_compare", source.pk, since, "live")


class TranslatePageForm(SubmitTranslationForm):
    """Says what Wagtail's would answer with an error page."""

    def __init__(self, instance, *args, **kwargs):
        super().__init__(instance, *args, **kwargs)
        self.instance = instance

    def clean_locales(self):
        locales = self.cleaned_data["locales"]
        disabled = set(self.fields["locales"].widget.disabled_values)
        if any(locale.pk in disabled for locale in locales):
            raise forms.ValidationError(self.parent_message())
        return locales

    def clean(self):
        cleaned = super().clean()
        locales = cleaned.get("locales")
        if locales and cleaned.get("include_subtree"):
            keys = self.instance.get_descendants().values("translation_key")
            if Page.objects.filter(translation_key__in=keys, locale__in=locales).exists():
                self.add_error(
                    "include_subtree",
                    _("Some of the pages under it are in that language already: translate them one by one."),
                )
        return cleaned

    def parent_message(self):
        return _("The page above, “%(title)s”, is not in that language yet. Translate it first.") % {
            "title": self.instance.get_parent().get_admin_display_title()
        }


class TranslatePageView(SubmitPageTranslationView):
    """Stands at the address of Wagtail's own view."""

    def get_form(self):
        data = [self.request.POST] if self.request.method == "POST" else []
        return TranslatePageForm(self.object, *data)

    def get_object(self):
        page = super().get_object()
        # With the pages under it a front page would take the other municipality's section along.
        if page.depth == HOME_DEPTH and not is_administrator(self.request.user):
            raise PermissionDenied
        return page
