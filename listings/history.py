from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter


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
    "approve": _("Approved"),
    "ask_changes": _("Changes asked for"),
    "refuse": _("Not published"),
    "end": _("Ended"),
    "extend": _("Time extended"),
    "copy": _("Copied from another"),
    "answer_report": _("A reader's report was answered"),
}
