"""Blocks that show the newest of something: editors choose the heading and how many."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from jobs.facts import cards
from jobs.models import Vacancy
from listings.by_place import newest_of

from .chooser_blocks import BankBlock


class LatestBlock(blocks.StructBlock):
    """Subclasses say what in `latest(page, value)`."""

    title = blocks.CharBlock(label=_("Heading"), max_length=120)
    count = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=12)

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        page = context.get("page")
        context["items"] = self.latest(page, value) if page else []
        return context


class LatestNewsBlock(LatestBlock):
    class Meta:
        icon = "doc-full"
        label = _("Latest news")
        template = "blocks/latest_news.html"

    def latest(self, page, value):
        from .models import NewsPage

        return NewsPage.objects.newest(page.locale_id)[: value["count"]]


class LatestEventsBlock(LatestBlock):
    class Meta:
        icon = "date"
        label = _("Coming events")
        template = "blocks/latest_events.html"

    def latest(self, page, value):
        from .models import EventPage

        return EventPage.objects.coming(page.locale_id)[: value["count"]]


class LatestJobsBlock(LatestBlock):
    municipality = BankBlock(
        "places.Municipality",
        label=_("Municipality"),
        help_text=_("Empty: both, as many of each."),
        required=False,
    )

    class Meta:
        icon = "user"
        label = _("Newest jobs")
        template = "blocks/latest_jobs.html"

    def latest(self, page, value):
        return cards(newest_of(Vacancy, value["count"], value.get("municipality")))
