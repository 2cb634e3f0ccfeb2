"""What of ads, their posters and their readers waits for a municipality's moderators."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from listings.kinds import kinds
from listings.models import Listing, Organisation, Report
from listings.queue import is_overdue, newest_title, waiting_rows
from places.viewsets import rows_in_reach

from .desk_panel import DeskPanel


class ListingsPanel(DeskPanel):
    """Ads to check, organisations to check, reports to answer."""

    name = "listings"
    icon = "user"

    @property
    def title(self):
        return _("Ads to look after")

    @property
    def empty(self):
        return _("Nobody waits for an answer about an ad.")

    @property
    def links(self):
        queues = [(capfirst(model._meta.verbose_name_plural), model, "queue") for model in kinds().values()]
        lists = [(_("All organisations"), Organisation, "list"), (_("All reports"), Report, "list")]
        return [
            (label, reverse(model.snippet_viewset.get_url_name(view)))
            for label, model, view in (*queues, *lists)
            if self.may_decide(model)
        ]

    def may_decide(self, model):
        action = "publish" if issubclass(model, Listing) else "change"
        return policy_registry.get_by_type(model).user_has_permission(self.user, action)

    def waiting(self, model):
        rows = rows_in_reach(model, self.user) if self.may_decide(model) else model.objects.none()
        return waiting_rows(rows.select_related("municipality"))

    @cached_property
    def entries(self):
        found = [
            *(self.listing(row) for model in kinds().values() for row in self.waiting(model)),
            *(self.organisation(row) for row in self.waiting(Organisation)),
            *(self.report(row) for row in self.waiting(Report)),
        ]
        return sorted(found, key=lambda entry: entry["since"])

    def listing(self, row):
        note = ", ".join(filter(None, [row.municipality.name, row.organisation and row.organisation.name]))
        url = reverse(type(row).snippet_viewset.get_url_name("check"), args=[row.pk])
        mark = _("Change to check") if row.live else _("To check")
        return self.entry(row, newest_title(row), url, mark, note, row.waits_since)

    def organisation(self, row):
        url = reverse(Organisation.snippet_viewset.get_url_name("check"), args=[row.pk])
        return self.entry(row, row.name, url, _("Organisation"), row.municipality.name, row.created_at)

    def report(self, row):
        url = reverse(Report.snippet_viewset.get_url_name("edit"), args=[row.pk])
        return self.entry(
            row, row.get_reason_display(), url, _("Report"), row.municipality.name, row.received_at
        )

    def entry(self, row, title, url, mark, note, since):
        is_late = is_overdue(since, row.municipality.zone)
        return {
            "title": title,
            "url": url,
            "mark": f"{mark}, {_('overdue')}" if is_late else mark,
            "tone": "warning" if is_late else "action",
            "note": note,
            "since": since,
        }
