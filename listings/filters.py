"""What staff narrow the CMS's lists of listings by."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from places.models import Municipality

from . import queue

# What can be asked of the database without reading drafts.
STATES = {
    "open": (_("published"), lambda rows: rows.open()),
    "waits": (_("being checked"), queue.waiting),
    "closed": (_("ended"), lambda rows: rows.was_public()),
    "never": (_("never published"), lambda rows: rows.filter(first_published_at=None)),
}


def municipality_filter():
    return django_filters.ModelChoiceFilter(label=_("Municipality"), queryset=Municipality.objects.all())


class ListingFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[(key, label) for key, (label, _rows) in STATES.items()],
    )
    municipality = municipality_filter()

    def filter_state(self, rows, name, value):
        return rows.filter(pk__in=STATES[value][1](rows.model.objects.all()).values("pk"))


class QueueFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("New or changed"),
        method="filter_kind",
        choices=[("new", _("new")), ("change", _("change to a live ad"))],
    )
    checked = django_filters.ChoiceFilter(
        label=_("Organisation"),
        method="filter_checked",
        choices=[("yes", _("checked")), ("no", _("not checked"))],
    )
    municipality = municipality_filter()

    def filter_kind(self, rows, name, value):
        return rows.filter(live=value == "change")

    def filter_checked(self, rows, name, value):
        return rows.filter(organisation__verified_at__isnull=value == "no")


def filters_of(model, filterset):
    """The filters for one kind of listing."""
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}{filterset.__name__}", (filterset,), {"Meta": meta})
