"""Listings in the CMS. A kind of listing inherits `ListingViewSet`; the verbs of listings.moderation are
the only way anything is published, given back or closed."""

from operator import attrgetter

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.snippets.action_menu import PublishMenuItem, SaveMenuItem, SnippetActionMenu
from wagtail.snippets.views.snippets import EditView, UnlockView
from wagtail.utils.decorators import xframe_options_sameorigin_override

from places.clocks import last_day
from places.viewsets import MunicipalityViewSet, SheetIndexView

from . import moderation, queue
from .checklist import POINTS
from .filters import ListingFilterSet, QueueFilterSet, filters_of
from .forms import ListingForm
from .review import CheckView
from .states import state_of

# Wagtail's own ways to publish, give back and take out: they write no letter of ours and nothing a poster
# understands into the history.
NOT_OURS = {
    *("add", "unpublish", "revisions_unschedule", "preview_on_add", "workflow_preview"),
    *("workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation"),
}


class ListingActionMenu(SnippetActionMenu):
    """Saving, and publishing for those who may; the rest stands on the moderator's screen."""

    def __init__(self, request, **kwargs):
        super().__init__(request, **kwargs)
        ours = (SaveMenuItem,) if self.context["instance"].ended_at else (SaveMenuItem, PublishMenuItem)
        items = [item for item in (self.default_item, *self.menu_items) if isinstance(item, ours)]
        self.default_item, self.menu_items = (items[0], items[1:]) if items else (None, [])


class ListingEditView(EditView):
    """On its poster's behalf. Nothing is saved by itself: a revision more would pull the text away under
    the moderator who reads it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            # Of two people saving in the same moment the second waits here, and is then found to be late.
            self.model.objects.select_for_update(of=("self",)).get(pk=self.object.pk)
            self.object = self.get_object()
            self.lock = self.get_lock()
            self.locked_for_user = self.lock and self.lock.for_user(request.user)
            return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if request.POST.get("loaded_revision_id") != str(self.object.latest_revision_id):
            return self.show_both_texts()
        return super().post(request, *args, **kwargs)

    def show_both_texts(self):
        stored = self.get_object()
        form = self.get_form()
        form.defer_required_fields()
        form.is_valid()
        form.show_both_texts(stored)
        self.produced_error_message = self.get_error_message()
        response = self.form_invalid(form)
        response.status_code = 409
        return response

    def get_available_actions(self):
        allowed = {"edit"} if self.object.ended_at else {"edit", "publish"}
        return [action for action in super().get_available_actions() if action in allowed]

    def publish_action(self):
        verb = moderation.approve if self.object.is_in_review else moderation.publish
        verb(self.object, by=self.request.user, revision=self.new_revision.pk)

    def get_success_url(self):
        return self.object.check_url

    def _get_action_menu(self):
        return ListingActionMenu(
            self.request, view=self.view_name, instance=self.object, locked_for_user=self.locked_for_user
        )


class ListingUnlockView(UnlockView):
    def user_has_permission(self, permission):
        """Wagtail lets nobody but its owner open a lock while the listing is being checked: a colleague on
        holiday would hold everything up."""
        return PermissionCheckedMixin.user_has_permission(self, permission)


class PreviewView(View):
    """The newest text as the public would see it, in one of the site's languages."""

    viewset = None

    @method_decorator(xframe_options_sameorigin_override)
    def get(self, request, pk, language):
        if language not in dict(settings.LANGUAGES):
            raise Http404
        draft = self.viewset.get_queryset(request).get(pk=pk).draft()
        response = draft.make_preview_request(request, language)
        # The public site's policy lets nobody frame a page; the CMS's own comes in its place.
        response.headers.pop("Content-Security-Policy", None)
        return response


def say_kind(listing):
    return _("change to a live ad") if listing.live else _("new")


def say_organisation(listing):
    """With whether the municipality has checked it."""
    if not listing.organisation:
        return _("private person")
    state = _("checked") if listing.organisation.is_verified else _("not checked")
    return f"{listing.organisation} ({state})"


def say_state(listing):
    return state_of(listing).label


def say_last_day(listing):
    if not listing.closes_at:
        return ""
    return date_format(last_day(listing.closes_at, listing.municipality.zone), "SHORT_DATE_FORMAT")


class ListingIndexView(SheetIndexView):
    def _get_title_column(self, *args, **kwargs):
        """Wagtail shows the title in the language that was active when the text was saved."""
        return super()._get_title_column(*args, **{"accessor": queue.newest_title} | kwargs)

    def get_edit_url(self, instance):
        """The list leads to the moderator's screen, and that to the form."""
        return instance.check_url if super().get_edit_url(instance) else None


class AgeColumn(Column):
    cell_template_name = "cms/age_cell.html"


class QueueView(ListingIndexView):
    """What waits, oldest first."""

    page_title = _("Queue")
    view_name = "queue"

    def get_base_queryset(self):
        return queue.waiting(super().get_base_queryset())

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Queue")}]


COMPUTED = {
    "waits_since": (_("Sent"), attrgetter("waits_since")),
    "age": (_("Waits"), queue.say_whole_age),
    "kind": (_("New or changed"), say_kind),
    "title": (_("Title"), queue.newest_title),
    "organisation_state": (_("Organisation"), say_organisation),
    "languages": (_("Languages"), queue.newest_languages),
    "state": (_("State"), say_state),
    "closes": (_("Closes"), say_last_day),
}


def computed(name, **kwargs):
    label, say = COMPUTED[name]
    return Column(name, label=label, accessor=say, **kwargs)


class ListingViewSet(MunicipalityViewSet):
    """Subclasses give the model, panels and `own_points` of the moderator's checklist."""

    base_form_class = ListingForm
    index_view_class = ListingIndexView
    queue_view_class = QueueView
    edit_view_class = ListingEditView
    unlock_view_class = ListingUnlockView
    check_view_class = CheckView
    own_points = ()
    list_per_page = 50
    search_fields = ["title_fi"]
    list_display = [
        "__str__",
        StatusTagColumn("state", label=_("State"), accessor=say_state, primary=lambda row: row.is_open),
        "municipality",
        "organisation",
        computed("languages"),
        DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at"),
        computed("closes", sort_key="closes_at"),
    ]
    queue_display = [
        "__str__",
        AgeColumn("age", label=_("Waits"), accessor=queue.age_of),
        computed("kind"),
        Column("poster", label=_("Posted by"), accessor="posted_by"),
        computed("organisation_state"),
        computed("languages"),
        "municipality",
    ]
    queue_export = [
        *("pk", "title", "municipality", "waits_since", "age", "kind", "posted_by"),
        *("organisation_state", "languages", "closes_at"),
    ]

    @property
    def filterset_class(self):
        return filters_of(self.model, ListingFilterSet)

    @property
    def points(self):
        return (*self.own_points, *POINTS)

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("municipality", "organisation", "posted_by", "latest_revision")

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**{"computed_columns": COMPUTED, **kwargs})

    def get_common_view_kwargs(self, **kwargs):
        without = ("add_url_name", "unpublish_url_name", "revisions_unschedule_url_name")
        return super().get_common_view_kwargs(**dict.fromkeys(without), **kwargs)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(**kwargs) | {"confirm_workflow_cancellation_url_name": None}

    def queue_kwargs(self):
        return self.get_index_view_kwargs() | {
            "list_display": self.queue_display,
            "list_export": self.queue_export,
            "filterset_class": filters_of(self.model, QueueFilterSet),
            "default_ordering": "waits_since",
            "export_filename": f"{self.model_name}-queue",
            "index_url_name": self.get_url_name("queue"),
            "index_results_url_name": self.get_url_name("queue_results"),
        }

    @property
    def queue_view(self):
        return self.construct_view(self.queue_view_class, **self.queue_kwargs())

    @property
    def queue_results_view(self):
        return self.construct_view(self.queue_view_class, **self.queue_kwargs(), results_only=True)

    @cached_property
    def check_view(self):
        return self.guarded(self.check_view_class.as_view(viewset=self))

    def get_urlpatterns(self):
        """Wagtail's own ways round the verbs go; the queue and the previews come."""
        preview = self.guarded(PreviewView.as_view(viewset=self))
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name not in NOT_OURS),
            path("check/<int:pk>/", self.check_view, name="check"),
            path("queue/", self.queue_view, name="queue"),
            path("queue/results/", self.queue_results_view, name="queue_results"),
            path("public/<int:pk>/<slug:language>/", preview, name="preview"),
        ]
