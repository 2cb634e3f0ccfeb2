from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import registry as log_registry

from .states import State


def register_in_history(actions):
    """What the verbs of listings.moderation leave in a listing's history."""

    class ReasonFormatter(LogFormatter):
        def format_message(self, log_entry):
            reason = log_entry.data.get("reason", "")
            return f"{self.label}: {reason}" if reason else self.label

        def format_comment(self, log_entry):
            return log_entry.data.get("reason", "")

    for action, label in ACTIONS.items():
        actions.register_action(f"listings.{action}")(
            type("Formatter", (ReasonFormatter,), {"label": label, "message": label})
        )


ACTIONS = {
    "submit": _("Sent to be checked"),
    "withdraw": _("Taken back by its poster"),
    "discard": _("The change was discarded"),
    "approve": _("Approved"),
    "ask_changes": _("Changes asked for"),
    "refuse": _("Not published"),
    "publish": _("Published by staff"),
    "end": _("Ended"),
    "extend": _("Time extended"),
    "copy": _("Copied from another"),
    "verify_organisation": _("The organisation was checked"),
    "refuse_organisation": _("The organisation was not accepted"),
    "change_organisation": _("Changed by its own people, to be checked again"),
    "warn_draft": _("Its poster was told that it will be deleted"),
    "answer_report": _("A reader's report was answered"),
}

# What its poster may read: not which reader reported it, nor which member of staff did what.
TOLD_TO_POSTERS = [f"listings.{name}" for name in ACTIONS if name != "answer_report"]
# In which state which answer of the moderators explains it.
ANSWERS = {
    State.CHANGES_ASKED: "listings.ask_changes",
    State.CHANGE_TO_CORRECT: "listings.ask_changes",
    State.REFUSED: "listings.refuse",
}


def entries_of(listing):
    return (
        log_registry.get_logs_for_instance(listing)
        .filter(action__in=TOLD_TO_POSTERS)
        .order_by("timestamp", "pk")
    )


def events_of(listing, reader):
    """The history as its poster reads it: what happened when, by which side, with the moderators' words."""
    colleagues = {listing.posted_by_id}
    if listing.organisation:
        colleagues |= set(listing.organisation.memberships.values_list("user_id", flat=True))
    return [
        {
            "what": ACTIONS[entry.action.removeprefix("listings.")],
            "when": entry.timestamp,
            "by_reader": entry.user_id == reader.pk,
            "by_colleague": entry.user_id in colleagues,
            "reason": entry.data.get("reason", ""),
        }
        for entry in entries_of(listing)
    ]


def moderators_words(listing, state):
    """Why it is in this state, in the moderators' own words."""
    answer = ANSWERS.get(state)
    entry = answer and entries_of(listing).filter(action=answer).last()
    return entry.data.get("reason", "") if entry else ""
