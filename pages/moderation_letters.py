"""Letters about the approval of pages, in place of Wagtail's own (half English, in Wagtail's look).

Wagtail decides who is written to, and people's choices in their account hold; nobody hears of a page that
they can't open.
"""

from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import Page

from .emails import send_approved, send_changes_asked, send_to_review
from .permissions import is_in_reach


class LettersMixin:
    def can_handle(self, instance, **kwargs):
        """Listings write their own letters (listings.moderation)."""
        about = getattr(instance, "workflow_state", instance).content_object
        return isinstance(about, Page) and super().can_handle(instance, **kwargs)

    def get_template_set(self, instance, **kwargs):
        return {}

    def send_notifications(self, template_set, context, recipients, **kwargs):
        for person in sorted(recipients, key=lambda person: person.pk):
            if is_in_reach(context["object"], person):
                self.write(person, context)
        return True


class ToReviewLetters(LettersMixin, GroupApprovalTaskStateSubmissionEmailNotifier):
    def get_context(self, task_state, **kwargs):
        return super().get_context(task_state, **kwargs) | {"sender": task_state.workflow_state.requested_by}

    def write(self, person, context):
        send_to_review(person, page=context["page"], sender=context["sender"])


class ApprovedLetters(LettersMixin, WorkflowStateApprovalEmailNotifier):
    def write(self, person, context):
        send_approved(person, page=context["page"])


class ChangesAskedLetters(LettersMixin, WorkflowStateRejectionEmailNotifier):
    def write(self, person, context):
        send_changes_asked(
            person,
            page=context["page"],
            moderator=context["task_state"].finished_by,
            comment=context["comment"],
        )
