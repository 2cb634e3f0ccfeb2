"""Listens to Wagtail: a page that becomes a section, or stops being one, changes who may work on it,
and whatever readers will see is no longer what was remembered."""

from django.core.cache import caches
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import PageViewRestriction, TaskState, WorkflowState
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from places.models import Municipality

from .groups import make_workflows, open_sections
from .models import BasePage
from .moderation_letters import ApprovedLetters, ChangesAskedLetters, ToReviewLetters
from .permissions import HOME_DEPTH, SECTION_DEPTH

# Under the names that Wagtail gives its own letters: it connects after us (INSTALLED_APPS) and finds the
# names taken, so nobody gets two.
for signal, sender, letters, uid in (
    (task_submitted, TaskState, ToReviewLetters(), "group_approval_task_submitted_email_notification"),
    (workflow_approved, WorkflowState, ApprovedLetters(), "workflow_state_approved_email_notification"),
    (workflow_rejected, WorkflowState, ChangesAskedLetters(), "workflow_state_rejected_email_notification"),
):
    # Signals hold their receivers weakly, and nothing else holds these.
    signal.connect(letters, sender=sender, weak=False, dispatch_uid=uid)


@receiver(copy_for_translation_done)
def give_translation_its_owner(sender, source_obj, target_obj, **kwargs):
    """Whoever makes a translation looks after it; Wagtail would leave the source's owner."""
    user = get_active_log_context().user
    if user and isinstance(target_obj, BasePage):
        type(target_obj).objects.filter(pk=target_obj.pk).update(owner=user)


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
@receiver(post_save)
def forget_pages(sender, **kwargs):
    """In this process; the others forget by themselves within a minute (places.caching)."""
    if issubclass(sender, BasePage | Municipality | PageViewRestriction):
        caches["pages"].clear()
