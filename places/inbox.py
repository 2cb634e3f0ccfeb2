"""The inbox of each municipality: what came in from visitors, answered by staff, never changed or made up.

What is received in Sweden is a public document. Messages and reports on listings are its kinds.
"""

import django_filters
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
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import DeleteView

from .models import Municipality
from .viewsets import MunicipalityPermissionPolicy, MunicipalityViewSet


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


class AnsweredFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[("waits", _("Waits for an answer")), ("answered", _("Answered"))],
    )
    municipality = django_filters.ModelChoiceFilter(label=_("Receiver"), queryset=Municipality.objects.all())

    def filter_state(self, rows, name, value):
        return rows.filter(answered_at__isnull=value == "waits")


IN_EVERY_RECORD = ("municipality", "received_at", "language")


def shown(message, name):
    """A choice in words, anything else as it is."""
    in_words = getattr(message, f"get_{name}_display", None)
    return in_words() if in_words else getattr(message, name)


def state_of(message):
    return _("Answered") if message.answered_at else _("Waits for an answer")


class InboxDeleteView(DeleteView):
    """Wagtail asks here only whether the person may delete messages at all, not this one."""

    def dispatch(self, request, *args, **kwargs):
        if self.get_object().is_public_document:
            messages.error(request, _("A Swedish authority's public document is not deleted here."))
            return redirect(self.model.snippet_viewset.get_url_name("edit"), kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class InboxViewSet(MunicipalityViewSet):
    """Subclasses give `received_fields` (what came in, never changed) and `staff_panels` (what staff add)."""

    delete_view_class = InboxDeleteView
    list_per_page = 50
    ordering = ["-received_at"]
    notice_template = "cms/message_notice.html"
    received_fields = ()
    staff_fields = ()
    staff_panels = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality")

    @property
    def panels(self):
        return [
            HelpPanel(template=self.notice_template),
            MultiFieldPanel(
                [FieldPanel(name, read_only=True) for name in self.received_fields], _("As it was received")
            ),
            MultiFieldPanel(self.staff_panels, _("By staff")),
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
        context = {
            "message": message,
            "record": self.record(message),
            "fields": self.labelled(message),
            "kind": self.model._meta.verbose_name,
        }
        return TemplateResponse(request, "cms/message_record.html", context)

    def send_record(self, request, pk):
        """For the registrar's own system: everything the authority knows of the message."""
        message = get_object_or_404(self.get_queryset(request), pk=pk)
        return JsonResponse(
            self.record(message),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": f'attachment; filename="{self.model_name}-{pk}.json"'},
        )

    def labelled(self, message):
        names = [*self.received_fields, *self.staff_fields]
        return [
            (self.model._meta.get_field(name).verbose_name, shown(message, name))
            for name in names
            if name not in (*IN_EVERY_RECORD, "message")
        ]

    def record(self, message):
        receiver = message.municipality
        with override(receiver.office_language):
            name = receiver.office_name or receiver.name
        zone = receiver.zone
        answered_at = message.answered_at and timezone.localtime(message.answered_at, zone).isoformat()
        return {
            "id": str(message.submission_key),
            "kind": self.model_name,
            "receiver": name,
            "received_at": timezone.localtime(message.received_at, zone).isoformat(),
            "language": message.language,
            **{name: getattr(message, name) for name in self.received_fields if name not in IN_EVERY_RECORD},
            "answered_at": answered_at,
            **{name: getattr(message, name) for name in self.staff_fields},
        }


def register_inbox_policies(viewsets):
    """Call it from wagtail_hooks.py before the viewsets are registered."""
    for viewset in viewsets:
        register_permission_policy(viewset.model, InboxPermissionPolicy(viewset.model))
