"""Letters about pages whose review date has passed, to those who look after them."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, Page, PageLogEntry

from accounts.models import User

from .desk import edit_url
from .emails import send_review_reminder
from .permissions import is_in_reach
from .upkeep import overdue_pages, reason, steps_to_review

# The page's own history keeps when its people were reminded.
ACTION = "pages.remind_of_review"
DAYS_BETWEEN = 7


def register_reminder_in_history(actions):
    actions.register_action(ACTION, _("Remind of review"), _("Reminder of the review sent"))


@transaction.atomic
def remind():
    """Returns how many letters were written. The same day again writes none."""
    dates, steps = overdue_pages(), steps_to_review()
    due = dates.keys() | {pk for pk, (passed, _never) in steps.items() if passed}
    pages = (
        Page.objects.filter(pk__in=due - recently_reminded())
        .select_related("owner", "locale")
        .order_by("path")
    )
    by_reader = defaultdict(list)
    for page in pages:
        readers = readers_of(page)
        for person in readers:
            by_reader[person].append(page)
        if readers:
            log(page, ACTION)
    for person, own in by_reader.items():
        with translation.override(person.preferred_language):
            entries = [
                {
                    "page": page,
                    "reason": reason(dates.get(page.pk), steps.get(page.pk)),
                    "edit_url": settings.SITE_URL + edit_url(page.pk),
                }
                for page in own
            ]
        send_review_reminder(person, entries)
    return len(by_reader)


def recently_reminded():
    """Counted in days, so that a run some minutes earlier than last week's still writes."""
    since = timezone.localdate() - timedelta(days=DAYS_BETWEEN)
    entries = PageLogEntry.objects.filter(action=ACTION, timestamp__date__gt=since)
    return set(entries.values_list("page_id", flat=True))


def readers_of(page):
    """The owner; without one who can still open the page, those who approve it."""
    if page.owner and page.owner.is_active and is_in_reach(page, page.owner):
        return [page.owner]
    workflow = page.get_workflow()
    tasks = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
    return list(
        User.objects.filter(groups__groupapprovaltask__in=tasks, is_active=True).distinct().order_by("pk")
    )
