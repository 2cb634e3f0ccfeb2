"""The moderator's screen: everything there is to know about a listing, and one click to answer it."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from . import comparison, moderation, queue
from .checklist import reason_for
from .checks import warnings
from .states import state_of

HISTORY_SHOWN = 12
VERBS = {
    "approve": gettext_lazy("“%(title)s” is published. Its poster gets a letter."),
    "ask_changes": gettext_lazy("“%(title)s” is back with its poster, who gets a letter."),
    "refuse": gettext_lazy("“%(title)s” is not published. Its poster gets a letter."),
    "end": gettext_lazy("“%(title)s” is closed. Its poster gets a letter."),
}


class DecisionForm(forms.Form):
    """What the buttons send. `revision` is the number of what the moderator looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    points = forms.MultipleChoiceField(required=False, label=gettext_lazy("Checklist"))
    text = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Your own words to the poster"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {point.key: point for point in points}
        self.fields["points"].choices = [(point.key, point.question) for point in points]

    def clean(self):
        cleaned = super().clean()
        has_reason = bool(cleaned.get("points") or cleaned.get("text", "").strip())
        if cleaned.get("decision") == "approve" and has_reason:
            raise forms.ValidationError(
                _("You ticked or wrote something for the poster. Untick and empty it to publish.")
            )
        if cleaned.get("decision") not in (None, "approve") and not has_reason:
            raise forms.ValidationError(_("Tick what is wrong or say it in your own words."))
        return cleaned

    def reason(self, language):
        points = [self.by_key[key] for key in self.cleaned_data["points"]]
        return reason_for(language, points, self.cleaned_data["text"])


class CheckScreen(WagtailAdminTemplateMixin, TemplateView):
    """A row with all that is known of it. `viewset` is the model's: it says what is in the person's reach."""

    viewset = None
    page_title = gettext_lazy("Check")
    list_name = "list"

    def dispatch(self, request, pk):
        self.row = self.viewset.get_queryset(request).filter(pk=pk).first()
        if self.row is None:
            raise Http404
        return super().dispatch(request, pk)

    @cached_property
    def may(self):
        """What this person may do with the row."""
        policy = policy_registry.get_by_type(type(self.row))
        return {
            action
            for action in ("change", "publish", "lock", "unlock")
            if policy.user_has_permission_for_instance(self.request.user, action, self.row)
        }

    @property
    def history(self):
        """Our own verbs say what Wagtail's entries about the steps of a workflow would say again."""
        entries = log_registry.get_logs_for_instance(self.row).select_related("user")
        return list(entries.exclude(action__startswith="wagtail.workflow")[:HISTORY_SHOWN])

    def url(self, name):
        return reverse(self.viewset.get_url_name(name), args=[self.row.pk])

    def get_page_subtitle(self):
        return str(self.row)

    def get_breadcrumbs_items(self):
        label = capfirst(self.viewset.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.viewset.get_url_name(self.list_name)), "label": label},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def show_newest(self, problem, status=409):
        """The screen again, with the newest of everything."""
        self.problem = problem
        self.row = type(self.row).objects.get(pk=self.row.pk)
        return self.render_to_response(self.get_context_data(), status=status)

    def last_event(self):
        """What somebody else did while this person was reading, in words."""
        entry = next(iter(self.history), None)
        if entry is None:
            return _("Somebody was faster.")
        words = {"what": entry.message, "who": entry.user_display_name}
        return _("Somebody was faster: %(what)s (%(who)s).") % words

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "row": self.row,
            "may": self.may,
            "history": self.history,
            "history_url": self.url("history"),
            "edit_url": self.url("edit"),
            "problem": getattr(self, "problem", ""),
        }


class CheckView(CheckScreen):
    template_name = "cms/check_listing.html"
    list_name = "queue"

    @cached_property
    def draft(self):
        return self.row.draft()

    def post(self, request, pk):
        self.form = self.make_form(request.POST)
        if self.is_locked_by_other:
            return self.answer(_("%(name)s has locked this.") % {"name": self.row.locked_by})
        if not self.form.is_valid():
            return self.answer("", status=422)
        try:
            self.decide(**self.form.cleaned_data)
        except moderation.Outdated:
            return self.answer(self.why_outdated())
        messages.success(request, VERBS[self.form.cleaned_data["decision"]] % {"title": self.draft})
        return redirect(self.viewset.get_url_name("queue"))

    def decide(self, decision, revision, **cleaned):
        details = {} if decision == "end" else {"revision": revision}
        if decision == "end" and "publish" not in self.may:
            raise PermissionDenied
        if decision != "approve":
            details["reason"] = self.form.reason(self.poster_language)
        getattr(moderation, decision)(self.row, by=self.request.user, **details)

    def why_outdated(self):
        if type(self.row).objects.get(pk=self.row.pk).is_in_review:
            return _("The text was changed while you read it. Here is the new one; please look again.")
        return self.last_event()

    def answer(self, problem, status=409):
        """What was ticked and written stays; whoever reads this page has the newest text before them."""
        self.__dict__.pop("draft", None)
        newest = type(self.row).objects.values_list("latest_revision_id", flat=True).get(pk=self.row.pk)
        self.form.data = self.form.data.copy()
        self.form.data["revision"] = newest
        return self.show_newest(problem, status)

    def make_form(self, data=None):
        initial = {"revision": self.row.latest_revision_id}
        return DecisionForm(data, initial=initial, points=self.viewset.points)

    @property
    def poster_language(self):
        poster = self.row.posted_by
        return poster.preferred_language if poster else settings.LANGUAGE_CODE

    @property
    def is_locked_by_other(self):
        return self.row.locked and self.row.locked_by_id != self.request.user.pk

    def decisions(self):
        """The buttons this person gets now."""
        if self.is_locked_by_other:
            return []
        task = self.row.current_workflow_task
        names = [name for name, *_rest in task.get_actions(self.row, self.request.user)] if task else []
        decisions = ["approve", "ask_changes", "refuse"] if "approve" in names else []
        return [*decisions, "end"] if self.row.is_open and "publish" in self.may else decisions

    def get_page_subtitle(self):
        return str(self.draft)

    def get_context_data(self, **kwargs):
        row, draft = self.row, self.draft
        return super().get_context_data(**kwargs) | {
            "draft": draft,
            "state": state_of(row),
            "form": getattr(self, "form", None) or self.make_form(),
            "points": self.shown_points(),
            "warnings": warnings(draft),
            "facts": comparison.facts(draft),
            "texts": comparison.texts(draft),
            "languages": comparison.language_columns(),
            "changes": comparison.changes(row, draft) if row.live and row.has_unpublished_changes else [],
            "waiting": queue.waiting(type(row).objects.filter(pk=row.pk)).first(),
            "decisions": self.decisions(),
            "is_locked_by_other": self.is_locked_by_other,
            "poster_language": self.poster_language,
            "lock_url": self.url("lock"),
            "unlock_url": self.url("unlock"),
            "previews": [
                {
                    "url": reverse(self.viewset.get_url_name("preview"), args=[row.pk, code]),
                    "code": code,
                    "name": name,
                }
                for code, name in comparison.language_columns()
            ],
        }

    def shown_points(self):
        """Question in the moderator's language, words in the poster's."""
        ticked = self.form.data.getlist("points") if hasattr(self, "form") else []
        with translation.override(self.poster_language):
            words = {point.key: str(point.words) for point in self.viewset.points}
        return [
            {
                "key": point.key,
                "question": point.question,
                "words": words[point.key],
                "is_ticked": point.key in ticked,
            }
            for point in self.viewset.points
        ]
