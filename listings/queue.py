"""What waits for a municipality's moderators, and for how long."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import WorkflowState

from .models import Organisation, Report
from .models.listing import languages

# Working days in which the municipalities promise their posters an answer.
ANSWER_DAYS = 2
SATURDAY = 5


def waiting(listings):
    """Those sent to be checked, oldest first, with `waits_since`."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(listings.model),
        status=WorkflowState.STATUS_IN_PROGRESS,
        # The column is text: keys of every kind of object stand in it.
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    since = Subquery(states.values("current_task_state__started_at")[:1])
    return (
        listings.annotate(waits_since=since)
        .exclude(waits_since=None)
        .select_related("municipality", "organisation", "posted_by", "latest_revision")
        .order_by("waits_since", "pk")
    )


def unchecked_organisations(organisations):
    return organisations.filter(verified_at=None, refused_at=None).order_by("created_at", "pk")


def unanswered_reports(reports):
    return reports.filter(answered_at=None).order_by("received_at", "pk")


def waiting_rows(rows):
    """What of these rows waits: the same question of listings, organisations and reports."""
    questions = {Organisation: unchecked_organisations, Report: unanswered_reports}
    return questions.get(rows.model, waiting)(rows)


def working_days(since, zone):
    """Whole working days between that day and today; the day itself counts when it was one."""
    day, today = timezone.localdate(since, zone), timezone.localdate(timezone=zone)
    days = 0
    while day < today:
        days += day.weekday() < SATURDAY
        day += timedelta(days=1)
    return days


def is_overdue(since, zone):
    return working_days(since, zone) > ANSWER_DAYS


def say_age(since, zone):
    days = (timezone.localdate(timezone=zone) - timezone.localdate(since, zone)).days
    if not days:
        return gettext("today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def age_of(listing):
    """With the day it came, and a word when it is too old."""
    zone = listing.municipality.zone
    return {
        "age": say_age(listing.waits_since, zone),
        "day": date_format(timezone.localdate(listing.waits_since, zone), "SHORT_DATE_FORMAT"),
        "is_late": is_overdue(listing.waits_since, zone),
        "word": gettext("overdue"),
    }


def say_whole_age(listing):
    age = age_of(listing)
    return f"{age['age']}, {age['word']}" if age["is_late"] else age["age"]


def newest_text(listing, name, language):
    """From the newest revision's stored content: a list need not build every draft."""
    content = listing.latest_revision.content if listing.latest_revision else {}
    field = build_localized_fieldname(name, language)
    return content.get(field) or "" if field in content else listing.text_in(name, language)


def newest_title(listing):
    """In the reader's language if it has one; the CMS is read in languages no ad is written in, too."""
    codes = sorted(languages(), key=lambda code: code != get_language())
    return next(filter(None, (newest_text(listing, "title", code) for code in codes)), "–")


def newest_languages(listing):
    return ", ".join(code.upper() for code in languages() if newest_text(listing, "description", code))
