"""The inbox of each municipality, and the editing of pages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from places.forms import VersionedForm
from places.inbox import AnsweredFilterSet, InboxViewSet, register_inbox_policies, state_of

from .conflicts import PageEditView, PageRevertView
from .models import AccessibilityFeedback, ContactMessage


class StaffPageViewSet(PageViewSet):
    """Every page is edited through views that refuse to overwrite what somebody saved meanwhile."""

    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView


class ReceivedMessageForm(VersionedForm):
    is_answered = forms.BooleanField(
        label=_("Answered"), required=False, help_text=_("The message leaves the desk; its clock stops.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["is_answered"] = self.instance.answered_at is not None

    def _post_clean(self):
        super()._post_clean()
        if not self.cleaned_data.get("is_answered"):
            self.instance.answered_at = None
        elif self.instance.answered_at is None:
            self.instance.answered_at = timezone.now()


class ContactMessageFilterSet(AnsweredFilterSet):
    class Meta:
        model = ContactMessage
        fields = ["state", "municipality"]


class AccessibilityFeedbackFilterSet(AnsweredFilterSet):
    class Meta:
        model = AccessibilityFeedback
        fields = ["state", "municipality"]


def clock_of(feedback):
    return _("Answered") if feedback.answered_at else feedback.clock


EXPORTED = [
    *("submission_key", "received_at", "municipality", "language", "name", "email"),
    *("message", "answered_at", "staff_note"),
]


class MessageViewSet(InboxViewSet):
    base_form_class = ReceivedMessageForm
    received_fields = ("municipality", "received_at", "language", "name", "email", "message")
    staff_fields = ("staff_note",)
    staff_panels = (FieldPanel("is_answered"), FieldPanel("staff_note"))


class ContactMessageViewSet(MessageViewSet):
    model = ContactMessage
    icon = "mail"
    admin_url_namespace = "contactmessage"
    filterset_class = ContactMessageFilterSet
    received_fields = (*MessageViewSet.received_fields[:-1], "subject", "message")
    list_display = [
        "subject",
        Column("sender", label=_("From"), accessor=lambda message: message.name or message.email),
        "municipality",
        Column("language", label=_("Language"), sort_key="language"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        StatusTagColumn(
            "state", label=_("State"), accessor=state_of, primary=lambda message: not message.answered_at
        ),
    ]
    list_export = [*EXPORTED[:-3], "subject", *EXPORTED[-3:]]
    search_fields = ["subject", "name", "email", "message"]


class AccessibilityFeedbackViewSet(MessageViewSet):
    model = AccessibilityFeedback
    icon = "view"
    admin_url_namespace = "accessibilityfeedback"
    filterset_class = AccessibilityFeedbackFilterSet
    received_fields = (*MessageViewSet.received_fields, "address")
    list_display = [
        "__str__",
        "municipality",
        Column("language", label=_("Language"), sort_key="language"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        StatusTagColumn(
            "clock", label=_("Clock"), accessor=clock_of, primary=lambda feedback: feedback.is_overdue
        ),
    ]
    list_export = [*EXPORTED[:-3], "address", "answer_by", *EXPORTED[-3:]]
    search_fields = ["name", "email", "message", "address"]


class InboxViewSetGroup(SnippetViewSetGroup):
    items = (ContactMessageViewSet, AccessibilityFeedbackViewSet)
    menu_label = _("Messages")
    menu_name = "messages"
    menu_icon = "mail"
    menu_order = 500


def register_inbox():
    register_inbox_policies(InboxViewSetGroup.items)
    register_snippet(InboxViewSetGroup)
