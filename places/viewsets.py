"""The CMS's screens for records of one municipality.

Wagtail keeps municipalities apart for pages and collections only: of any other record it shows every row
to everybody who may change one. `MunicipalityViewSet` is the one place that says whose a row is; every
viewset of such a record inherits it and is registered by `register_municipality_viewset`.
"""

from datetime import datetime
from functools import wraps

import django_filters
from django.conf import settings
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import StatusFlagColumn
from wagtail.coreutils import multigetattr
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from .forms import MunicipalityForm, VersionedForm, VillageForm
from .models import Crossing, Municipality, Village

ANY_ACTION = {"add", "change", "delete", "view", "publish", "lock", "unlock"}


class MunicipalityPermissionPolicy(ModelPermissionPolicy):
    """The rights of the person's groups, on the rows of the person's municipality.

    Rows without a municipality are shared: only those who work for all of them may touch them. A model
    without a way to one (`municipality_field=None`) has only shared rows.
    """

    def __init__(self, model, municipality_field="municipality"):
        super().__init__(model)
        self.municipality_field = municipality_field

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self.own_rows(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user, actions):
        if self.user_has_any_permission(user, actions):
            return self.own_rows(user)
        return self.model._default_manager.none()

    def users_with_any_permission_for_instance(self, actions, instance):
        users = super().users_with_any_permission_for_instance(actions, instance)
        return users.filter(
            pk__in=[user.pk for user in users if self.own_rows(user).filter(pk=instance.pk).exists()]
        )

    def own_rows(self, user):
        rows = self.model._default_manager.all()
        own = Municipality.objects.of_staff(user).values("pk")
        if not Municipality.objects.exclude(pk__in=own).exists():
            return rows
        return (
            rows.filter(**{f"{self.municipality_field}__in": own}) if self.municipality_field else rows.none()
        )


def rows_in_reach(model, user):
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ANY_ACTION)


class RowsInReachMixin:
    """For chooser views: only rows in reach are offered or answered for."""

    def get_object_list(self):
        return rows_in_reach(self.model_class, self.request.user)

    def get_object(self, pk):
        return rows_in_reach(self.model_class, self.request.user).get(pk=pk)

    def get_objects(self, pks):
        return rows_in_reach(self.model_class, self.request.user).filter(pk__in=pks)


class MunicipalityChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = type("ChooseView", (RowsInReachMixin, chooser.ChooseView), {})
    choose_results_view_class = type("ChooseResultsView", (RowsInReachMixin, chooser.ChooseResultsView), {})
    chosen_view_class = type("ChosenView", (RowsInReachMixin, chooser.SnippetChosenView), {})
    chosen_multiple_view_class = type(
        "ChosenMultipleView", (RowsInReachMixin, chooser.SnippetChosenMultipleView), {}
    )

    def get_urlpatterns(self):
        """Nothing is made in a chooser: its form would know no municipality."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class SheetIndexView(IndexView):
    # A formula in a CSV cell runs when the file is opened; XLSX keeps it a text.
    FORMATS = (IndexView.FORMAT_XLSX,)
    # Columns of the sheet that are no fields: name → (heading, what it says of a row).
    computed_columns = {}

    def to_row_dict(self, item):
        """A sheet knows no time zones: times stand in the clock of the bank the row belongs to."""
        municipality = getattr(item, "municipality", None)
        zone = municipality.zone if municipality else None
        return {name: in_zone(self.cell(item, name), zone) for name in self.list_export}

    def cell(self, item, name):
        if name not in self.computed_columns:
            return multigetattr(item, name)
        value = self.computed_columns[name][1](item)
        return value if isinstance(value, datetime) else str(value)

    def get_heading(self, queryset, field):
        if field in self.computed_columns:
            return str(self.computed_columns[field][0])
        return super().get_heading(queryset, field)


def in_zone(value, zone):
    is_aware = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.make_naive(value, zone) if is_aware else value


class ConflictEditView(EditView):
    def form_invalid(self, form):
        response = super().form_invalid(form)
        if getattr(form, "is_stale", False):
            response.status_code = 409
        return response


class MunicipalityViewSet(SnippetViewSet):
    """Subclasses give `model` and, where the way to the municipality is another, `municipality_field`."""

    municipality_field = "municipality"
    base_form_class = MunicipalityForm
    index_view_class = SheetIndexView
    edit_view_class = ConflictEditView
    chooser_viewset_class = MunicipalityChooserViewSet
    copy_view_enabled = False

    def get_queryset(self, request):
        return rows_in_reach(self.model, request.user)

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def get_urlpatterns(self):
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = self.guarded(pattern.callback)
        return patterns

    def guarded(self, view):
        """No view of this viewset answers for a row out of the person's reach, whichever Wagtail adds."""

        @wraps(view)
        def guarded_view(request, *args, **kwargs):
            if "pk" in kwargs:
                try:
                    found = self.get_queryset(request).filter(pk=unquote(str(kwargs["pk"]))).exists()
                except ValueError as error:
                    raise Http404 from error
                if not found:
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded_view


def register_municipality_viewset(viewset):
    """Call it from wagtail_hooks.py: Wagtail asks for the policy soon after."""
    register_permission_policy(
        viewset.model, MunicipalityPermissionPolicy(viewset.model, viewset.municipality_field)
    )
    register_snippet(viewset)


def localized(name):
    return [build_localized_fieldname(name, code) for code, _name in settings.LANGUAGES]


def translated_panel(name):
    """The field's languages side by side."""
    return FieldRowPanel([FieldPanel(field) for field in localized(name)])


class MunicipalityRecordViewSet(MunicipalityViewSet):
    model = Municipality
    municipality_field = "pk"
    base_form_class = VersionedForm
    icon = "home"
    add_to_admin_menu = False
    list_display = ["__str__", "country", "facts_checked_on"]
    list_export = ["key", "code", *localized("name"), "population", "website", "email"]
    search_fields = localized("name")
    # The key is in addresses and the groups of its staff are rights: neither is for a form.
    panels = [
        MultiFieldPanel(
            [translated_panel(name) for name in ("name", "name_in", "office_name", "region")], _("Name")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name, permission="places.add_municipality")
                for name in ("code", "country", "currency", "time_zone")
            ],
            _("Country"),
        ),
        MultiFieldPanel(
            [
                translated_panel("sentence"),
                translated_panel("daily_languages"),
                FieldPanel("population"),
                translated_panel("population_source"),
                FieldPanel("minutes_across"),
                FieldPanel("facts_checked_on"),
            ],
            _("Facts"),
        ),
        MultiFieldPanel(
            [
                *(
                    FieldPanel(name)
                    for name in ("website", "email", "contact_email", "phone", "street_address")
                ),
                translated_panel("contact_role"),
            ],
            _("Contact"),
        ),
        MultiFieldPanel(
            [
                translated_panel("accessibility_officer"),
                FieldPanel("accessibility_email"),
                translated_panel("privacy_officer"),
                FieldPanel("privacy_email"),
                translated_panel("public_records_notice"),
            ],
            _("Duties"),
        ),
    ]


class PositionFilterSet(WagtailFilterSet):
    position_checked = django_filters.ChoiceFilter(
        label=_("Position"), choices=[("False", _("position not checked")), ("True", _("position checked"))]
    )


class VillageFilterSet(PositionFilterSet):
    class Meta:
        model = Village
        fields = ["position_checked"]


class CrossingFilterSet(PositionFilterSet):
    class Meta:
        model = Crossing
        fields = ["position_checked"]


def position_column():
    return StatusFlagColumn(
        "position_checked",
        label=_("Position"),
        true_label=None,
        false_label=_("position not checked"),
        sort_key="position_checked",
    )


POSITION_PANEL = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]), FieldPanel("position_checked")],
    _("Position"),
)


class VillageViewSet(MunicipalityViewSet):
    model = Village
    base_form_class = VillageForm
    icon = "site"
    filterset_class = VillageFilterSet
    list_display = ["__str__", "municipality", position_column()]
    list_export = [
        *("municipality", "slug", *localized("name"), "name_fit", "latitude", "longitude"),
        *("position_source", "position_checked"),
    ]
    search_fields = [*localized("name"), "name_fit", "slug"]
    panels = [
        FieldPanel("municipality"),
        MultiFieldPanel(
            [*map(translated_panel, ("name", "name_in")), FieldPanel("name_fit"), FieldPanel("slug")],
            _("Name"),
        ),
        translated_panel("description"),
        POSITION_PANEL,
        FieldPanel("position_source"),
        FieldPanel("editors_note"),
    ]


class CrossingViewSet(MunicipalityViewSet):
    model = Crossing
    icon = "link"
    filterset_class = CrossingFilterSet
    list_display = ["__str__", "municipality", position_column()]
    list_export = [*localized("name"), *localized("roads"), "latitude", "longitude", "position_checked"]
    search_fields = localized("name")
    panels = [
        FieldPanel("municipality"),
        translated_panel("name"),
        translated_panel("roads"),
        POSITION_PANEL,
    ]
