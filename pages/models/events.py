from datetime import UTC

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager, PageQuerySet

from .base import BodyPage, OfBank
from .news import IndexPage


class EventQuerySet(PageQuerySet):
    def coming(self, locale_id):
        """Not over yet; an event without an end is over when it began."""
        now = timezone.now()
        return (
            self.live()
            .filter(Q(end__gte=now) | Q(end=None, start__gte=now), locale_id=locale_id)
            .defer_streamfields()
            .order_by("start", "pk")
        )


class EventIndexPage(IndexPage):
    subpage_types = ["pages.EventPage"]

    class Meta:
        verbose_name = _("event list")
        verbose_name_plural = _("event lists")

    def items(self):
        """A list: there are never many, and counting them apart costs a query."""
        return list(EventPage.objects.child_of(self).coming(self.locale_id))


class EventPage(OfBank, RoutablePageMixin, BodyPage):
    """Something that happens at a place; its times are said in the clock of that bank."""

    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    place = models.CharField(_("place"), max_length=160)
    start = models.DateTimeField(_("begins"), help_text=_("In your own time zone (see your account)."))
    end = models.DateTimeField(_("ends"), null=True, blank=True)
    organiser_url = models.URLField(_("the organiser's page"), blank=True)
    is_example = models.BooleanField(_("made-up example"), default=False)

    objects = PageManager.from_queryset(EventQuerySet)()

    content_panels = [
        *BodyPage.content_panels,
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("municipality"),
        FieldPanel("place"),
        FieldPanel("organiser_url"),
        FieldPanel("is_example"),
    ]
    parent_page_types = ["pages.EventIndexPage"]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self):
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The event ends before it begins.")})

    @property
    def local_start(self):
        return timezone.localtime(self.start, self.bank.zone)

    @property
    def local_end(self):
        return self.end and timezone.localtime(self.end, self.bank.zone)

    @property
    def is_over(self):
        return (self.end or self.start) < timezone.now()

    @path("ical/")
    def calendar(self, request):
        """The event for a phone's calendar, in the time zone of its bank (RFC 5545)."""
        entry = Event()
        entry.add("uid", f"event-{self.translation_key}@{request.get_host()}")
        entry.add("summary", self.title)
        entry.add("dtstamp", (self.last_published_at or timezone.now()).astimezone(UTC))
        entry.add("dtstart", for_calendar(self.local_start))
        if self.end:
            entry.add("dtend", for_calendar(self.local_end))
        entry.add("location", f"{self.place}, {self.bank.name}")
        entry.add("description", self.summary)
        entry.add("url", self.full_url)
        calendar = Calendar()
        calendar.add("prodid", "-//Tornedalen//events//")
        calendar.add("version", "2.0")
        calendar.add_component(entry)
        calendar.add_missing_timezones()
        return HttpResponse(
            calendar.to_ical(),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self.slug}.ics"'},
        )


def for_calendar(moment):
    """A local time of the hour that comes twice in autumn means the first of them; the second is only
    sayable in UTC (RFC 5545, 3.3.5)."""
    return moment.astimezone(UTC) if moment.fold else moment
