"""Which published pages are due for a review: by the page's own date, or by a guide's steps."""

from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import get_page_models

from .models import BasePage, GuidePage


def review_dates():
    """{page: its review date} of the published pages of every type, in one query."""
    first, *others = [
        model.objects.live().exclude(review_by=None).values_list("pk", "review_by").order_by()
        for model in get_page_models()
        if issubclass(model, BasePage)
    ]
    return dict(first.union(*others, all=True))


def overdue_pages():
    """{page: review date that has passed}"""
    today = timezone.localdate()
    return {pk: day for pk, day in review_dates().items() if day < today}


def steps_to_review():
    """{guide: (steps whose review date has passed, steps that nobody ever reviewed)}"""
    found = {}
    for guide in GuidePage.objects.live().only("steps"):
        states = [step.value.review_state for step in guide.steps]
        if set(states) - {"checked"}:
            found[guide.pk] = (states.count("due"), states.count("never"))
    return found


def reason(day, steps):
    """Why a page is due, in words; either may be None."""
    due, never = steps or (0, 0)
    parts = []
    if day:
        days = (timezone.localdate() - day).days
        parts.append(
            ngettext("review date passed %(n)s day ago", "review date passed %(n)s days ago", days)
            % {"n": days}
        )
    if due:
        parts.append(ngettext("%(n)s step due for review", "%(n)s steps due for review", due) % {"n": due})
    if never:
        parts.append(
            ngettext("%(n)s step never reviewed", "%(n)s steps never reviewed", never) % {"n": never}
        )
    return ", ".join(parts)
