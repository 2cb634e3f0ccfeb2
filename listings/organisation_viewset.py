"""Organisations in the CMS: their municipality checks once that they are what they say."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn

from places.forms import MunicipalityForm
from places.viewsets import MunicipalityViewSet, SheetIndexView, translated_panel

from . import organisations, queue
from .comparison import texts
from .filters import municipality_filter
from .kinds import kinds
from .models import Organisation
from .moderation import Outdated
from .review import CheckScreen

# The official registers' own search pages; nothing is asked of them by the server.
REGISTERS = {
    "FI": ("ytj.fi", "https://tietopalvelu.ytj.fi/"),
    "SE": ("bolagsverket.se", "https://www.bolagsverket.se/"),
}
STATES = {
    "waits": (gettext_lazy("waits to be checked"), {"verified_at": None, "refused_at": None}),
    "checked": (gettext_lazy("checked"), {"verified_at__isnull": False}),
    "refused": (gettext_lazy("not accepted"), {"verified_at": None, "refused_at__isnull": False}),
}


def state_of(organisation):
    if organisation.is_verified:
        return STATES["checked"][0]
    return STATES["refused" if organisation.refused_at else "waits"][0]


def age_of(organisation):
    return queue.say_age(organisation.created_at, organisation.municipality.zone)


class OrganisationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[(key, label) for key, (label, _condition) in STATES.items()],
    )
    municipality = municipality_filter()

    class Meta:
        model = Organisation
        fields = ["state", "kind", "country", "municipality"]

    def filter_state(self, rows, name, value):
        return rows.filter(**STATES[value][1])


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("verify", "verify"), ("refuse", "refuse")])
    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Its managers read this in a letter and may correct what is wrong."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", _("Tell its managers why."))
        return cleaned


class CheckOrganisationView(CheckScreen):
    template_name = "cms/check_organisation.html"

    def post(self, request, pk):
        self.form = DecisionForm(request.POST)
        if not self.form.is_valid():
            return self.show_newest("", status=422)
        try:
            self.decide(**self.form.cleaned_data)
        except Outdated:
            return self.show_newest(self.last_event())
        except organisations.NumberTaken:
            return self.show_newest(_("A checked organisation with this number is here already."))
        messages.success(request, self.done())
        return redirect(self.viewset.get_url_name("list"))

    def decide(self, decision, reason):
        if "change" not in self.may:
            raise PermissionDenied
        details = {"reason": reason} if decision == "refuse" else {}
        getattr(organisations, decision)(self.row, by=self.request.user, **details)

    def done(self):
        is_checked = self.form.cleaned_data["decision"] == "verify"
        words = _("“%(name)s” is checked.") if is_checked else _("“%(name)s” is not accepted.")
        return words % {"name": self.row}

    def get_context_data(self, **kwargs):
        row = self.row
        register, register_url = REGISTERS.get(row.country, ("", ""))
        return super().get_context_data(**kwargs) | {
            "form": getattr(self, "form", None) or DecisionForm(),
            "state": state_of(row),
            "age": age_of(row),
            "register": register,
            "register_url": register_url,
            "members": row.memberships.select_related("user"),
            "descriptions": texts(row),
            "ads": [
                listing
                for model in kinds().values()
                for listing in model.objects.filter(organisation=row, municipality=row.municipality)[:20]
            ],
            "same_number": self.same_number(),
        }

    def same_number(self):
        """Others in this person's reach that gave the same number."""
        number = self.row.registration_number
        others = self.viewset.get_queryset(self.request).filter(registration_number=number)
        return others.exclude(pk=self.row.pk) if number else []


class OrganisationForm(MunicipalityForm):
    def _get_validation_exclusions(self):
        """Or Django would not look whether a checked organisation has the number, and the database would
        answer instead."""
        return super()._get_validation_exclusions() - {"verified_at"}


class OrganisationIndexView(SheetIndexView):
    computed_columns = {
        "state": (gettext_lazy("State"), state_of),
        "members": (
            gettext_lazy("Members"),
            lambda row: ", ".join(member.user.email for member in row.memberships.all()),
        ),
    }

    def get_edit_url(self, instance):
        """The list leads to the check, and that to the form."""
        return super().get_edit_url(instance) and self.check_url(instance)

    def check_url(self, instance):
        return reverse(Organisation.snippet_viewset.get_url_name("check"), args=[instance.pk])


class OrganisationViewSet(MunicipalityViewSet):
    model = Organisation
    icon = "group"
    menu_name = "organisations"
    base_form_class = OrganisationForm
    index_view_class = OrganisationIndexView
    filterset_class = OrganisationFilterSet
    list_per_page = 50
    ordering = ["name"]
    search_fields = ["name", "registration_number"]
    list_display = [
        "name",
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor=state_of, primary=lambda row: not row.is_verified
        ),
        Column("registration_number", label=gettext_lazy("Number"), sort_key="registration_number"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        "municipality",
        DateColumn("created_at", label=gettext_lazy("Added"), sort_key="created_at"),
    ]
    list_export = [
        *("name", "get_kind_display", "country", "registration_number", "municipality", "website"),
        *("created_at", "state", "verified_at", "members"),
    ]
    panels = [
        FieldPanel("municipality"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
                FieldRowPanel([FieldPanel("country"), FieldPanel("registration_number")]),
                FieldPanel("website"),
            ],
            gettext_lazy("Identity"),
        ),
        translated_panel("description"),
        FieldPanel("logo"),
        FieldPanel("staff_note"),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("municipality").prefetch_related("memberships__user")

    @cached_property
    def check_view(self):
        return self.guarded(CheckOrganisationView.as_view(viewset=self))

    def get_urlpatterns(self):
        """People add their own organisations; staff don't."""
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name != "add"),
            path("check/<int:pk>/", self.check_view, name="check"),
        ]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"add_url_name": None, **kwargs})

    @property
    def url_finder_class(self):
        """Where letters lead to."""
        return type(
            "OrganisationFinder", (super().url_finder_class,), {"edit_url_name": self.get_url_name("check")}
        )
