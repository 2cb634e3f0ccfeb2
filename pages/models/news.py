from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager, PageQuerySet

from .base import BasePage, BodyPage

PER_PAGE = 12


class IndexPage(BasePage):
    """Lists its children page by page. Subclasses say which in `items()`."""

    parent_page_types = ["pages.HomePage"]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["items"] = Paginator(self.items(), PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsQuerySet(PageQuerySet):
    def newest(self, locale_id):
        return self.live().filter(locale_id=locale_id).defer_streamfields().order_by("-date", "-pk")


class NewsIndexPage(IndexPage):
    subpage_types = ["pages.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def items(self):
        return NewsPage.objects.child_of(self).newest(self.locale_id)


class NewsPage(BodyPage):
    date = models.DateField(_("date"), default=timezone.localdate)
    is_example = models.BooleanField(_("made-up example"), default=False)

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [*BodyPage.content_panels, FieldPanel("date"), FieldPanel("is_example")]
    parent_page_types = ["pages.NewsIndexPage"]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")


class StoryIndexPage(IndexPage):
    subpage_types = ["pages.StoryPage"]

    class Meta:
        verbose_name = _("story list")
        verbose_name_plural = _("story lists")

    def items(self):
        stories = StoryPage.objects.child_of(self).live().defer_streamfields().select_related("hero_image")
        return stories.order_by("-first_published_at", "-pk")


class StoryPage(BodyPage):
    about = models.CharField(_("who or what place it tells of"), max_length=120, blank=True)
    is_example = models.BooleanField(_("made-up example"), default=False)

    content_panels = [*BodyPage.content_panels, FieldPanel("about"), FieldPanel("is_example")]
    parent_page_types = ["pages.StoryIndexPage"]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
