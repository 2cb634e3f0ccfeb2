"""How the vacancies of a municipality fared: how many, how soon filled and how, how often looked at."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import DailyCount
from listings.statistics import StatisticsView, Table
from places.viewsets import rows_in_reach

from .models import Vacancy
from .models.choices import Filled, FoundThrough

FILLED = {Filled.YES, Filled.PARTLY}


@dataclass
class Sums:
    """Of one municipality and field of work."""

    ads: int = 0
    positions: int = 0
    open: int = 0
    ended: int = 0
    filled: int = 0
    not_told: int = 0
    views: int = 0
    applies: int = 0
    days: list = field(default_factory=list)

    def add(self, vacancy, counts):
        self.ads += 1
        self.positions += vacancy.positions
        self.open += vacancy.is_open
        self.views += counts.get("views", 0)
        self.applies += counts.get("applies", 0)
        if vacancy.is_open:
            return
        self.ended += 1
        self.not_told += not vacancy.filled
        if vacancy.filled in FILLED:
            self.filled += 1
            if end := vacancy.ended_at or vacancy.closes_at:
                self.days.append((end - vacancy.first_published_at).days)

    def cells(self):
        days = round(median(self.days)) if self.days else "–"
        return [
            *(self.ads, self.positions, self.open, self.ended, self.filled, self.not_told),
            *(days, self.views, self.applies),
        ]


class VacancyStatisticsView(StatisticsView):
    page_title = gettext_lazy("Statistics of vacancies")
    has_period = True
    filename = "vacancies-statistics"

    def vacancies(self):
        """Published within the period, of the person's own municipality only."""
        rows = rows_in_reach(Vacancy, self.request.user).filter(first_published_at__isnull=False)
        if self.since:
            rows = rows.filter(first_published_at__gte=self.since)
        return rows.select_related("municipality", "occupation__field").order_by("municipality__key", "pk")

    def tables(self):
        vacancies = list(self.vacancies())
        return [self.by_field(vacancies), self.by_way(vacancies)]

    def by_field(self, vacancies):
        counts, sums = self.counts(), defaultdict(Sums)
        for vacancy in vacancies:
            work = str(vacancy.occupation.field) if vacancy.occupation else _("no occupation")
            for key in (work, ""):
                sums[vacancy.municipality.name, key].add(vacancy, counts.get(vacancy.pk, {}))
        rows = [
            [municipality, work or _("all fields"), *total.cells()]
            for (municipality, work), total in sorted(sums.items())
        ]
        return Table(_("By municipality and field of work"), headings(), rows, note())

    def by_way(self, vacancies):
        """How those found somebody who said so."""
        ways, labels = defaultdict(int), dict(FoundThrough.choices)
        for vacancy in vacancies:
            if vacancy.filled in FILLED and vacancy.found_through:
                ways[vacancy.municipality.name, vacancy.found_through] += 1
        rows = [[name, str(labels[way]), number] for (name, way), number in sorted(ways.items())]
        return Table(_("How they were filled"), [_("Municipality"), _("Found through"), _("Ads")], rows)

    def counts(self):
        """{vacancy: {views, applies}}"""
        rows = DailyCount.objects.filter(content_type=ContentType.objects.get_for_model(Vacancy))
        rows = rows.filter(object_id__in=self.vacancies().order_by().values("pk")).order_by()
        rows = rows.values("object_id").annotate(views=Sum("views"), applies=Sum("applies"))
        return {row["object_id"]: row for row in rows}


def headings():
    return [
        *(_("Municipality"), _("Field of work"), _("Ads"), _("Positions"), _("Open now"), _("Ended")),
        *(_("Filled"), _("Not told"), _("Days to fill (median)"), _("Views"), _("Apply clicks")),
    ]


def note():
    return _("Ads first published in the period. “Not told”: the poster has not said how it went.")
