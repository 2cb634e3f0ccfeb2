"""What readers say is wrong with a listing, in the CMS: read, answered, handed to the registrar."""

from django import forms
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn

from places.forms import VersionedForm
from places.inbox import AnsweredFilterSet, InboxViewSet, state_of
from places.viewsets import ConflictEditView

from .answers import answer
from .kinds import kinds
from .models import Report
from .moderation import Outdated


class ReportForm(VersionedForm):
    """The answer goes out as it is saved, and only once."""

    result = forms.ChoiceField(label=_("Result"), choices=Report.Result, widget=forms.RadioSelect)
    to_poster = forms.CharField(
        label=_("To the ad's poster, if it is removed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The poster reads this in a letter; the reader who reported it does not."),
    )

    def clean(self):
        cleaned = super().clean()
        if self.instance.answered_at:
            raise forms.ValidationError(_("This report has been answered already."))
        if self.instance.email and not cleaned.get("answer"):
            self.add_error("answer", _("The reader asked for an answer. Write one."))
        listing = self.instance.listing
        is_removed = cleaned.get("result") == Report.Result.REMOVED and listing and listing.is_open
        if is_removed and not cleaned.get("to_poster"):
            self.add_error("to_poster", _("Tell the poster why the ad is removed."))
        return cleaned


class ReportEditView(ConflictEditView):
    def save_instance(self):
        cleaned = self.form.cleaned_data
        return answer(
            self.model.objects.get(pk=self.object.pk),
            by=self.request.user,
            result=cleaned["result"],
            text=cleaned["answer"],
            reason=cleaned["to_poster"],
        )

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Outdated:
            form.add_error(None, _("Somebody was faster: the report has been answered."))
            messages.error(self.request, _("Somebody was faster: the report has been answered."))
            response = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 409
            return response

    def get_success_message(self):
        if self.object.email:
            return _("The report is answered, and a letter is on its way to the reader.")
        return _("The report is answered.")


class ReportFilterSet(AnsweredFilterSet):
    class Meta:
        model = Report
        fields = ["state", "reason", "municipality"]


def title_of(report):
    return str(report.listing) if report.listing else _("deleted")


class ReportViewSet(InboxViewSet):
    model = Report
    base_form_class = ReportForm
    edit_view_class = ReportEditView
    filterset_class = ReportFilterSet
    icon = "warning"
    admin_url_namespace = "report"
    menu_name = "reports-on-ads"
    menu_label = _("Reports")
    notice_template = "cms/report_notice.html"
    received_fields = ("municipality", "received_at", "language", "reason", "message", "email")
    staff_fields = ("result", "answer")
    staff_panels = (FieldPanel("result"), FieldPanel("answer"), FieldPanel("to_poster"))
    list_display = [
        Column("reason", label=_("Reason"), accessor="get_reason_display", sort_key="reason"),
        Column("listing", label=_("Ad"), accessor=title_of),
        "municipality",
        Column("language", label=_("Language"), sort_key="language"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        StatusTagColumn(
            "state", label=_("State"), accessor=state_of, primary=lambda report: not report.answered_at
        ),
    ]
    list_export = [
        *("submission_key", "received_at", "municipality", "language", "get_reason_display", "listing"),
        *("message", "email", "answered_at", "get_result_display", "answer"),
    ]
    search_fields = ["message", "answer", "email"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related(
            GenericPrefetch(
                "listing", [model.objects.select_related("municipality") for model in kinds().values()]
            )
        )
