"""Listens to Wagtail: a page that becomes a section, or stops being one, changes who may work on it,
and whatever readers will see is no longer what was remembered."""

from django.core.cache import caches
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from places.models import Municipality
from wagtail.signals import page_published, page_unpublished, post_page_move

from .groups import make_workflows, open_sections
from .models import BasePage
from .permissions import HOME_DEPTH, SECTION_DEPTH



@receiver(post_save)
def open_new_section(sender, instance, created, raw=False, **kwargs):
    if created and not raw and issubclass(sender, BasePage) and instance.depth in (HOME_DEPTH, SECTION_DEPTH):
        open_sections()
        make_workflows()


@receiver(post_page_move)
def open_moved_section(sender, instance, parent_page_before, parent_page_after, **kwargs):
    if HOME_DEPTH in (parent_page_before.depth, parent_page_after.depth):
        open_sections()
        make_workflows()


@receiver([page_published, page_unpublished, post_page_move, post_delete])
@receiver(post_save, sender=Municipality)
def forget_pages(sender, **kwargs):
    """In this process; the others forget by themselves within a minute (pages.caching)."""
    if issubclass(sender, BasePage | Municipality):
        caches["pages"].clear()
