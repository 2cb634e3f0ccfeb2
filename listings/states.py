"""A listing's state in words, for its poster and for staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("being checked")
    CHANGES_ASKED = "changes_asked", _("changes asked for")
    REFUSED = "refused", _("not published")
    LIVE = "live", _("published")
    CHANGE_IN_REVIEW = "change_in_review", _("published, a change is being checked")
    CHANGE_TO_CORRECT = "change_to_correct", _("published, corrections asked for in a change")
    ENDED = "ended", _("ended")


def state_of(listing):
    """Costs a query for the workflow unless `_workflow_states` is prefetched."""
    if listing.is_open:
        if listing.is_in_review:
            return State.CHANGE_IN_REVIEW
        return State.CHANGE_TO_CORRECT if listing.are_changes_asked else State.LIVE
    if listing.is_in_review:
        return State.IN_REVIEW
    if listing.are_changes_asked:
        return State.CHANGES_ASKED
    if listing.refused_at:
        return State.REFUSED
    return State.ENDED if listing.first_published_at else State.DRAFT
