"""Tables of numbers in the CMS, each also as a sheet."""

from datetime import date, timedelta
from io import BytesIO
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from . import alert_statistics as alerts
from .kinds import kinds, search_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel's own limit for the name of a sheet, and what it may not hold.
SHEET_NAME, NOT_IN_SHEET_NAME = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))
PERIODS = {
    "30": gettext_lazy("the last 30 days"),
    "90": gettext_lazy("the last 90 days"),
    "365": gettext_lazy("the last 12 months"),
    "all": gettext_lazy("all the time"),
}


class Table(NamedTuple):
    title: str
    headings: list
    rows: list
    note: str = ""


class StatisticsView(WagtailAdminTemplateMixin, TemplateView):
    """Subclasses say what `tables()` there are."""

    template_name = "cms/statistics.html"
    header_icon = "table"
    has_period = False
    filename = "statistics"

    def dispatch(self, request):
        policies = [policy_registry.get_by_type(model) for model in kinds().values()]
        if not any(policy.user_has_any_permission(request.user, {"view", "change"}) for policy in policies):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request):
        if request.GET.get("export") == "xlsx":
            return as_sheets(self.tables(), self.filename)
        return super().get(request)

    @property
    def period(self):
        asked = self.request.GET.get("period")
        return asked if asked in PERIODS else "365"

    @property
    def since(self):
        return None if self.period == "all" else timezone.now() - timedelta(days=int(self.period))

    def tables(self):
        raise NotImplementedError

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "tables": self.tables(),
            "periods": PERIODS if self.has_period else {},
            "period": self.period,
        }


def as_sheets(tables, filename):
    workbook = Workbook(write_only=True)
    for table in tables:
        sheet = workbook.create_sheet(table.title.translate(NOT_IN_SHEET_NAME)[:SHEET_NAME])
        for row in (table.headings, *table.rows):
            sheet.append(as_text(sheet, value) for value in row)
    file = BytesIO()
    workbook.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, content_type=SHEET, filename=f"{filename}.xlsx")


def as_text(sheet, value):
    """A word that looks like a formula stays a word."""
    cell = WriteOnlyCell(sheet, value if isinstance(value, int | float | date) else str(value))
    if cell.data_type == "f":
        cell.data_type = "s"
    return cell


class AlertStatisticsView(StatisticsView):
    """What people look for, in numbers that can be nobody."""

    page_title = gettext_lazy("Alerts")
    header_icon = "mail"
    filename = "alerts"

    def tables(self):
        note = _("Fewer than %(number)s are not told.") % {"number": alerts.SMALLEST_SHOWN}
        return [
            Table(_("Alerts that send letters now"), *self.active(), note),
            Table(_("Confirmed and ended by month"), *self.by_month(), note),
            *(Table(*self.criteria(kind), note) for kind in kinds()),
            Table(_("Why people left, the last 12 months"), *self.reasons(), note),
        ]

    def active(self):
        frequencies = dict(alerts.Alert.Frequency.choices)
        headings = [_("Kind"), _("Language"), _("How often"), _("Number")]
        return headings, [
            [name_of(row["kind"]), row["language"].upper(), frequencies[row["frequency"]], told(row["count"])]
            for row in alerts.active()
        ]

    def by_month(self):
        headings = [_("Month"), _("Kind"), _("Language"), _("Confirmed"), _("Ended")]
        return headings, [
            [
                date_format(row["month"], "YEAR_MONTH_FORMAT"),
                *(name_of(row["kind"]), row["language"].upper()),
                *(told(row["confirmed"]), told(row["ended"])),
            ]
            for row in alerts.by_month()
        ]

    def criteria(self, kind):
        fields = search_of(kind)().fields
        rows = [
            [fields[name].label, say_choice(fields[name], value), count]
            for name, value, count in alerts.most_used_criteria(kind)
            if name in fields
        ]
        return f"{_('Most looked for')}: {name_of(kind)}", [_("Field"), _("Value"), _("Number")], rows

    def reasons(self):
        headings = [_("Kind"), _("Reason"), _("Number")]
        return headings, [
            [name_of(row["kind"]), row["label"], told(row["count"])] for row in alerts.reasons()
        ]


def name_of(kind):
    return capfirst(kinds()[kind]._meta.verbose_name_plural) if kind in kinds() else kind


def told(count):
    return f"< {alerts.SMALLEST_SHOWN}" if count is None else count


def say_choice(field, value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return dict(getattr(field, "choices", ())).get(value, value)
