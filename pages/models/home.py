from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from jobs.facts import cards
from jobs.models import Vacancy
from listings.by_place import newest_of
from places.caching import remember

from .base import BodyPage

NEWEST_JOBS = 4


class HomePage(BodyPage):
    """The front page of one language; every other page of that language stands under it."""

    hero_title = models.CharField(_("title over the picture"), max_length=120, blank=True)
    hero_text = models.CharField(_("text under it"), max_length=240, blank=True)
    banks_title = models.CharField(_("heading of the two banks"), max_length=120, blank=True)
    jobs_title = models.CharField(_("heading of the newest jobs"), max_length=120, blank=True)
    map_title = models.CharField(_("heading of the map"), max_length=120, blank=True)
    map_text = models.TextField(_("text beside the map"), blank=True)

    content_panels = [
        *BodyPage.content_panels[:-1],
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], _("Top of the page")),
        FieldPanel("banks_title"),
        FieldPanel("jobs_title"),
        MultiFieldPanel([FieldPanel("map_title"), FieldPanel("map_text")], _("River map")),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.ContentPage",
        "pages.MunicipalityPage",
        "pages.GuidePage",
        "pages.NewsIndexPage",
        "pages.EventIndexPage",
        "pages.StoryIndexPage",
        "pages.ContactPage",
        "pages.AccessibilityStatementPage",
        "pages.PrivacyPage",
        "pages.SearchPage",
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def route(self, request, path_components):
        """Finds a page at any depth with one look-up instead of two for each level above it."""
        if path_components:
            found = Page.objects.filter(
                slug=path_components[-1], url_path=f"{self.url_path}{'/'.join(path_components)}/"
            ).first()
            if found:
                if not found.live:
                    raise Http404
                return found.specific.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from ..front_search import front_search
        from ..valley_map import valley_map, valley_map_version
        from .content import MunicipalityPage

        context = super().get_context(request, *args, **kwargs)
        banks = MunicipalityPage.objects.child_of(self).live().select_related("municipality", "hero_image")
        context["bank_pages"] = bank_pages = remember(
            f"bank-pages-{self.pk}", lambda: list(banks.defer_streamfields().order_by("municipality__key"))
        )
        context["unchecked_banks"] = any(not page.municipality.facts_checked_on for page in bank_pages)
        context["river_map"] = valley_map
        context["river_map_version"] = valley_map_version()
        context["front_search"] = front_search()
        context["job_cards"] = cards(newest_of(Vacancy, NEWEST_JOBS))
        return context
