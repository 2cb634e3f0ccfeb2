"""A page of what a search finds, with how many there are in all."""

from dataclasses import dataclass
from math import ceil

from django.db.models import Case, Count, F, IntegerField, Sum, Value, When

from .word_index import among_hits

PAGE_SIZE = 20
# Nobody reads further; a deep page costs the database more the deeper it is.
LAST_PAGE = 200
ORDERS = {
    "newest": ("-published_at", "-pk"),
    "closing": ("closes_at", "-published_at", "-pk"),
    "best": ("rank", "-published_at", "-pk"),
}


@dataclass
class ResultPage:
    total: int
    positions: int
    items: list
    page: int
    pages: int
    # The words that were searched for after all, when those asked for find nothing.
    was_corrected: str | None = None

    @property
    def previous(self):
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self):
        return self.page + 1 if self.page < self.pages else None


@dataclass
class Found:
    total: int
    summed: int
    page: int
    ids: list


def pages_of(total):
    return max(1, min(ceil(total / PAGE_SIZE), LAST_PAGE))


def page_number(asked, pages=LAST_PAGE):
    """As Django's paginator reads an address: nonsense is the first page, too far the last."""
    try:
        number = int(asked)
    except (TypeError, ValueError):
        return 1
    return number if 1 <= number <= pages else pages


def find(entries, order, page, summed=""):
    """Among all entries: the index of the order leads to the page, the rest is only counted."""
    sums = entries.order_by().aggregate(total=Count("pk"), **({"summed": Sum(summed)} if summed else {}))
    number = page_number(page, pages_of(sums["total"]))
    first = (number - 1) * PAGE_SIZE
    ids = entries.order_by(*ORDERS[order]).values_list("pk", flat=True)[first : first + PAGE_SIZE]
    return Found(sums["total"], sums.get("summed") or 0, number, list(ids))


def find_by_words(entries, order, page, summed="", heads=None):
    """Among entries that hold some words; `heads` are those that hold them in a title or name. Numbers and
    page in one statement."""
    rank = Value(0)
    if heads is not None:
        rank = Case(When(pk__in=heads, then=0), default=1, output_field=IntegerField())
    hits = (
        entries.order_by()
        .annotate(key=F("pk"), rank=rank, summed=F(summed) if summed else Value(0))
        .values("key", "rank", "summed", "published_at", "closes_at")
    )
    number = page_number(page)
    rows = page_of_hits(hits, order, number)
    if not rows and number > 1:
        # Too far: the first page knows how far it goes.
        first = page_of_hits(hits, order, 1)
        number = pages_of(first[0][1]) if first else 1
        rows = page_of_hits(hits, order, number) if number > 1 else first
    total, sum_of_all = (int(rows[0][1]), int(rows[0][2])) if rows else (0, 0)
    return Found(total, sum_of_all, number if rows else 1, [key for key, _total, _sum in rows])


def page_of_hits(hits, order, number):
    keys = ", ".join(
        f"{name.removeprefix('-').replace('pk', 'key')} {'DESC' if name.startswith('-') else 'ASC'}"
        for name in ORDERS[order]
    )
    return among_hits(
        hits,
        "SELECT key, COUNT(*) OVER (), SUM(summed) OVER () FROM hits"
        f" ORDER BY {keys} LIMIT {PAGE_SIZE} OFFSET {(number - 1) * PAGE_SIZE}",
    )
