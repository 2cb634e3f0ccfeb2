from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..blocks import TEXT_FEATURES, GuideStepBlock
from .base import BasePage, BodyPage


class SectionContext:
    """For pages below a section's first page: what else there is in the section."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Depth 3 is right under the front page: such a page lists its own, a deeper one its neighbours.
        context["section_pages"] = (
            self.get_children() if self.depth == 3 else self.get_siblings()
        ).live()
        return context


class ContentPage(SectionContext, BodyPage):
    subpage_types = ["pages.ContentPage", "pages.GuidePage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class MunicipalityPage(BodyPage):
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
        from ..valley_map import valley_map

        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = self.get_children().live()
        context["river_map"] = valley_map
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
    parent_page_types = ["pages.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")
