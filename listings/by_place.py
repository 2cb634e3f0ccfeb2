"""How many of a kind are open where, and the newest of both banks: what the front page, the river map and
the municipalities' pages show. Remembered for a minute, like all that is read on every page."""

from collections import Counter
from itertools import chain, islice, zip_longest

from django.db.models import Count

from places.banks import banks
from places.caching import remember


def open_by_place(model):
    """{(municipality's id, village's id or None): number}"""

    def count():
        entries = model._meta.get_field("entry").related_model.objects.open().order_by()
        rows = entries.values_list("municipality_id", "village_id").annotate(Count("pk"))
        return {(municipality, village): number for municipality, village, number in rows}

    return remember(f"open-{model._meta.model_name}-by-place", count)


def open_by_bank(model):
    """{municipality's id: number}; one without any counts as none."""
    found = Counter()
    for (municipality, _village), number in open_by_place(model).items():
        found[municipality] += number
    return found


def newest_of(model, count, municipality=None):
    """The newest that are open, as many of each bank as there are: one bank's busy week does not hide the
    other. With a municipality: of that alone."""
    places = [municipality] if municipality else banks()

    def find():
        newest = [list(newest_in(model, place)[:count]) for place in places]
        taken = islice(filter(None, chain.from_iterable(zip_longest(*newest))), count)
        return sorted(taken, key=lambda listing: (listing.first_published_at, listing.pk), reverse=True)

    whose = "-".join(place.key for place in places)
    return remember(f"newest-{model._meta.model_name}-{whose}-{count}", find)


def newest_in(model, municipality):
    return (
        model.objects.open()
        .filter(municipality=municipality)
        .select_related("municipality", "village", "organisation")
        .order_by("-first_published_at", "-pk")
    )
