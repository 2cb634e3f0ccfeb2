from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from jobs.models import Vacancy
from listings.by_place import open_by_bank
from places.caching import remember

from ..blocks import TEXT_FEATURES, GuideStepBlock
from ..permissions import SECTION_DEPTH
from .base import BasePage, BodyPage, OfBank

PER_PAGE = 10


def section_pages(page, request):
    """What there is in the page's section, [{pk, title, url}]: a section's first page lists its own pages,
    a deeper one its neighbours."""
    head = page.path if page.depth <= SECTION_DEPTH else page.path[: -page.steplen]

    def read():
        pages = page.get_children() if page.depth <= SECTION_DEPTH else page.get_siblings()
        return [{"pk": p.pk, "title": p.title, "url": p.get_url(request)} for p in pages.live()]

    return remember(f"section-{head}", read)


class SectionContext:
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["section_pages"] = section_pages(self, request)
        return context


class ContentPage(SectionContext, BodyPage):
    subpage_types = ["pages.ContentPage", "pages.GuidePage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class MunicipalityPage(OfBank, SectionContext, BodyPage):
    """One bank's own front page, with the five facts of both banks side by side."""

    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    intro = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    content_panels = [
        *BodyPage.content_panels[:-1],
        FieldPanel("municipality", permission="places.add_municipality"),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [*BodyPage.search_fields, index.SearchField("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ContentPage", "pages.GuidePage"]

    class Meta:
        verbose_name = _("municipality's page")
        verbose_name_plural = _("municipalities' pages")

    def get_context(self, request, *args, **kwargs):
        from ..valley_map import valley_map, valley_map_version

        context = super().get_context(request, *args, **kwargs)
        context["river_map"] = valley_map
        context["river_map_version"] = valley_map_version()
        context["job_count"] = open_by_bank(Vacancy)[self.municipality_id]
        return context


class GuidePage(SectionContext, BasePage):
    """Steps or sections, each with its official links and its own review."""

    intro = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    numbered = models.BooleanField(_("steps follow each other (numbered)"), default=True)
    steps = StreamField([("step", GuideStepBlock())], verbose_name=_("steps"), blank=True)
    outro = RichTextField(_("end"), features=TEXT_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel([FieldPanel("numbered"), FieldPanel("steps")], _("Steps")),
        FieldPanel("outro"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro"), index.SearchField("steps")]
    parent_page_types = ["pages.HomePage", "pages.ContentPage", "pages.MunicipalityPage"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def review_state(self):
        """The worst state among the steps: never, due or checked."""
        states = {step.value.review_state for step in self.steps}
        return next((state for state in ("never", "due") if state in states), "checked")


class PrivacyPage(BodyPage):
    version_on = models.DateField(_("date of this version"), null=True, blank=True)

    content_panels = [*BodyPage.content_panels, FieldPanel("version_on")]
    parent_page_types = ["pages.HomePage"]

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")


class SearchPage(BasePage):
    """Words found in this language; when there are none, what the other languages have."""

    parent_page_types = ["pages.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def get_context(self, request, *args, **kwargs):
        from ..forms import SearchForm

        context = super().get_context(request, *args, **kwargs)
        context["form"] = form = SearchForm(request.GET)
        context["query"] = query = form.cleaned_data["q"] if form.is_valid() else ""
        if query:
            context |= self.find(query, request.GET.get("page"))
        return context

    def find(self, query, number):
        from ..languages import language_codes
        from ..search import find_pages, with_summaries

        languages = dict(language_codes())
        own = languages.pop(self.locale_id)
        results = Paginator(find_pages(query, self.locale_id, own), PER_PAGE).get_page(number)
        results.object_list = with_summaries(results.object_list)
        found = {"results": results}
        if not results.object_list:
            found["other_language_results"] = [
                {"page": page, "language": language}
                for locale_id, language in languages.items()
                for page in with_summaries(find_pages(query, locale_id, language)[:PER_PAGE])
            ]
        return found
