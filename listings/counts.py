"""How often a listing is opened and its apply link used, per day of its own zone. Nothing is kept, or
even looked at, about by whom."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Sum
from django.utils import timezone

from .models import DailyCount


def count_view(listing):
    count(listing, "views")


def count_apply(listing):
    count(listing, "applies")


def count(listing, name):
    """One more. The day's first makes the row; whoever comes at the same instant adds to it."""
    day = rows_of(listing).filter(day=timezone.localdate(timezone=listing.municipality.zone))
    more = {name: F(name) + 1}
    if not day.update(**more):
        DailyCount.objects.get_or_create(
            content_type=kind_of(listing),
            object_id=listing.pk,
            day=timezone.localdate(timezone=listing.municipality.zone),
        )
        day.update(**more)


def rows_of(listing):
    return DailyCount.objects.filter(content_type=kind_of(listing), object_id=listing.pk)


def totals(listings):
    """{pk: {"views": n, "applies": n}} of listings of one kind, in one query."""
    if not listings:
        return {}
    rows = DailyCount.objects.filter(
        content_type=kind_of(listings[0]), object_id__in=[listing.pk for listing in listings]
    )
    # The model's own order would make a group of every day.
    sums = rows.order_by().values("object_id").annotate(views=Sum("views"), applies=Sum("applies"))
    return {row["object_id"]: {"views": row["views"], "applies": row["applies"]} for row in sums}


def kind_of(listing):
    return ContentType.objects.get_for_model(listing)
