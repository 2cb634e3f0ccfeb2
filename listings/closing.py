"""Staff close several listings at once, each with a letter to its poster."""

from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from . import moderation
from .forms import CloseForm
from .kinds import kinds


class CloseBulkAction(SnippetBulkAction):
    display_name = _("Close ads")
    action_type = "close"
    aria_label = _("Close the chosen ads")
    template_name = "cms/close_listings.html"
    action_priority = 20
    form_class = CloseForm

    @classproperty
    def models(cls):
        return list(kinds().values())

    def check_perm(self, listing):
        """What is over already stays as it is."""
        return listing.is_open and self.permission_policy.user_has_permission_for_instance(
            self.request.user, "publish", listing
        )

    def get_execution_context(self):
        return {"user": self.request.user, "reason": self.cleaned_form.cleaned_data["reason"]}

    @classmethod
    def execute_action(cls, objects, user=None, reason="", **kwargs):
        closed = 0
        for listing in objects:
            try:
                moderation.end(listing, by=user, reason=reason)
            except moderation.Outdated:
                continue
            closed += 1
        return closed, 0

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_success_message(self, num_parent_objects, num_child_objects):
        words = ngettext(
            "%(number)s ad is closed; its poster gets a letter.",
            "%(number)s ads are closed; their posters get letters.",
            num_parent_objects,
        )
        return words % {"number": num_parent_objects}
