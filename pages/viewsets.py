"""The inbox of each municipality, and the editing of pages."""

import django_filters
from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSetGroup

from places.forms import VersionedForm
from places.models import Municipality
from places.viewsets import MunicipalityPermissionPolicy, MunicipalityViewSet

from .conflicts import PageEditView, PageRevertView
from .emails import own_language
from .models import AccessibilityFeedback, ContactMessage


class StaffPageViewSet(PageViewSet):
    """Every page is edited through views that refuse to overwrite what somebody saved meanwhile."""

    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView


class InboxPermissionPolicy(MunicipalityPermissionPolicy):
    """Visitors write messages, staff don't. What a Swedish authority has received is a public document
    (tryckfrihetsförordningen, chapter 2): it is handed to the registrar and weeded out by the archive's
    rules, never deleted by a click."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user, action, instance):
        if action == "delete" and instance.is_public_document:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


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


class AnsweredFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[("waits", _("Waits for an answer")), ("answered", _("Answered"))],
    )
    municipality = django_filters.ModelChoiceFilter(label=_("Receiver"), queryset=Municipality.objects.all())

    def filter_state(self, rows, name, value):
        return rows.filter(answered_at__isnull=value == "waits")


class ContactMessageFilterSet(AnsweredFilterSet):
    class Meta:
        model = ContactMessage
        fields = ["state", "municipality"]


class AccessibilityFeedbackFilterSet(AnsweredFilterSet):
    class Meta:
        model = AccessibilityFeedback
        fields = ["state", "municipality"]


def state_of(message):
    return _("Answered") if message.answered_at else _("Waits for an answer")


def clock_of(feedback):
    return _("Answered") if feedback.answered_at else feedback.clock


EXPORTED = [
    *("submission_key", "received_at", "municipality", "language", "name", "email"),
    *("message", "answered_at", "staff_note"),
]


class InboxDeleteView(DeleteView):
    """Wagtail asks here only whether the person may delete messages at all, not this one."""

    def dispatch(self, request, *args, **kwargs):
        if self.get_object().is_public_document:
            messages.error(request, _("A Swedish authority's public document is not deleted here."))
            return redirect(self.model.snippet_viewset.get_url_name("edit"), kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class InboxViewSet(MunicipalityViewSet):
    base_form_class = ReceivedMessageForm
    delete_view_class = InboxDeleteView
    list_per_page = 50
    ordering = ["-received_at"]
    received_fields = ("municipality", "received_at", "language", "name", "email", "message")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality")

    @property
    def panels(self):
        return [
            HelpPanel(template="cms/message_notice.html"),
            MultiFieldPanel(
                [FieldPanel(name, read_only=True) for name in self.received_fields], _("As it was received")
            ),
            MultiFieldPanel([FieldPanel("is_answered"), FieldPanel("staff_note")], _("By staff")),
        ]

    def get_urlpatterns(self):
        """Wagtail's way to add a message goes; a record to print or to hand over comes."""
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name != "add"),
            path("record/<int:pk>/", self.guarded(self.show_record), name="record"),
            path("record/<int:pk>.json", self.guarded(self.send_record), name="record_json"),
        ]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"add_url_name": None, **kwargs})

    def show_record(self, request, pk):
        message = get_object_or_404(self.get_queryset(request), pk=pk)
        context = {"message": message, "record": self.record(message), "kind": self.model._meta.verbose_name}
        return TemplateResponse(request, "cms/message_record.html", context)

    def send_record(self, request, pk):
        """For the registrar's own system: everything the authority knows of the message."""
        message = get_object_or_404(self.get_queryset(request), pk=pk)
        return JsonResponse(
            self.record(message),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": f'attachment; filename="{self.model_name}-{pk}.json"'},
        )

    def record(self, message):
        receiver = message.municipality
        with override(own_language(receiver)):
            name = receiver.office_name or receiver.name
        zone = receiver.zone
        answered_at = message.answered_at and timezone.localtime(message.answered_at, zone).isoformat()
        return {
            "id": str(message.submission_key),
            "kind": self.model_name,
            "receiver": name,
            "received_at": timezone.localtime(message.received_at, zone).isoformat(),
            "language": message.language,
            **{
                name: getattr(message, name)
                for name in self.received_fields
                if name not in ("municipality", "received_at", "language")
            },
            "answered_at": answered_at,
            "staff_note": message.staff_note,
        }


class ContactMessageViewSet(InboxViewSet):
    model = ContactMessage
    icon = "mail"
    admin_url_namespace = "contactmessage"
    filterset_class = ContactMessageFilterSet
    received_fields = (*InboxViewSet.received_fields[:-1], "subject", "message")
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


class AccessibilityFeedbackViewSet(InboxViewSet):
    model = AccessibilityFeedback
    icon = "view"
    admin_url_namespace = "accessibilityfeedback"
    filterset_class = AccessibilityFeedbackFilterSet
    received_fields = (*InboxViewSet.received_fields, "address")
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
    for viewset in InboxViewSetGroup.items:
        register_permission_policy(viewset.model, InboxPermissionPolicy(viewset.model))
    register_snippet(InboxViewSetGroup)
