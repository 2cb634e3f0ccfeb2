"""A municipality answers what a reader said about a listing."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from wagtail.log_actions import log

from outbox.letters import send_letter

from . import moderation
from .models import Report
from .moderation import Outdated, on_locked_row


@on_locked_row
def answer(report, *, by, result, text, reason=""):
    """Once only: the letter has gone. `result` removed takes the listing out of public, and its poster
    is told the `reason`."""
    if report.answered_at:
        raise Outdated
    report.result, report.answer, report.answered_at = result, text, timezone.now()
    report.save(update_fields=["result", "answer", "answered_at"])
    listing = report.listing
    if listing:
        log(instance=listing, action="listings.answer_report", user=by, data={"result": result})
        if result == Report.Result.REMOVED and listing.is_open:
            moderation.end(listing, by=by, reason=reason)
    if report.email:
        send_answered(report)


def send_answered(report):
    """In the language the reader wrote in."""
    listing = report.listing
    with override(report.language):
        context = {
            "report": report,
            "listing": listing,
            "listing_title": listing.title_in_reach if listing else "–",
            "public_url": settings.SITE_URL + listing.get_absolute_url() if listing else settings.SITE_URL,
        }
    send_letter("report-answered", to=report.email, language=report.language, context=context)
