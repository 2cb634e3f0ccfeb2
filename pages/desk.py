"""The first screen of the CMS: what waits for this person, what grows old, what lacks a translation."""

from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState, get_default_page_content_type

from places.models import Municipality

from .desk_panel import DeskPanel
from .listings_panel import ListingsPanel
from .models import AccessibilityFeedback, ContactMessage, EventIndexPage, NewsIndexPage
from .parity import Board
from .permissions import in_reach
from .upkeep import overdue_pages, reason, steps_to_review


def show_desk(request, panels):
    """Takes the place of Wagtail's own panels."""
    panels[:] = [panel(request.user) for panel in PANELS]


class WaitingPanel(DeskPanel):
    name = "waiting"
    icon = "tasks"

    @property
    def title(self):
        return _("Waits for me")

    @property
    def empty(self):
        return _("Nobody waits for you.")

    @cached_property
    def entries(self):
        return self.to_change + self.to_review

    @property
    def to_review(self):
        states = (
            TaskState.objects.reviewable_by(self.user)
            .filter(workflow_state__base_content_type=get_default_page_content_type())
            .select_related("revision__user")
            .order_by("started_at")
        )
        pages = reachable_pages(self.user, [state.revision.object_id for state in states])
        return [
            {
                "title": pages[int(state.revision.object_id)].draft_title,
                "url": edit_url(state.revision.object_id),
                "language": pages[int(state.revision.object_id)].language,
                "mark": _("To review"),
                "tone": "action",
                "note": _("%(name)s sent it") % {"name": state.revision.user or _("Somebody")},
                "since": state.started_at,
            }
            for state in states
            if int(state.revision.object_id) in pages
        ]

    @property
    def to_change(self):
        """Pages a moderator gave back to whoever sent them, or to their owner."""
        states = WorkflowState.objects.filter(
            base_content_type=get_default_page_content_type(), status=WorkflowState.STATUS_NEEDS_CHANGES
        ).select_related("current_task_state")
        pages = reachable_pages(self.user, [state.object_id for state in states])
        return [
            {
                "title": page.draft_title,
                "url": edit_url(page.pk),
                "language": page.language,
                "mark": _("Changes asked for"),
                "tone": "warning",
                "note": state.current_task_state.comment,
                "since": state.current_task_state.finished_at,
            }
            for state in states
            if (page := pages.get(int(state.object_id)))
            and self.user.pk in (state.requested_by_id, page.owner_id)
        ]


class MessagesPanel(DeskPanel):
    name = "messages"
    icon = "mail"

    @property
    def title(self):
        return _("Messages to answer")

    @property
    def empty(self):
        return _("Every message has been answered.")

    @property
    def links(self):
        return [
            (_("All messages"), reverse("contactmessage:list")),
            (_("All accessibility feedback"), reverse("accessibilityfeedback:list")),
        ]

    @cached_property
    def entries(self):
        own = Municipality.objects.of_staff(self.user).values("pk")
        feedback, messages = (
            model.objects.filter(municipality__in=own, answered_at=None)
            .select_related("municipality")
            .order_by("received_at")
            for model in (AccessibilityFeedback, ContactMessage)
        )
        return [
            *(self.entry(item, "accessibilityfeedback", item.clock, item.is_overdue) for item in feedback),
            *(self.entry(item, "contactmessage", item.subject, False) for item in messages),
        ]

    def entry(self, item, namespace, note, is_late):
        is_feedback = namespace == "accessibilityfeedback"
        return {
            "title": item.name or item.email or _("Somebody"),
            "url": reverse(f"{namespace}:edit", args=[item.pk]),
            "mark": _("Accessibility") if is_feedback else _("Message"),
            "tone": "warning" if is_late else "action" if is_feedback else "",
            "note": f"{item.municipality.name}: {note}",
            "since": item.received_at,
        }


class TranslationsPanel(DeskPanel):
    name = "translations"
    icon = "globe"

    @property
    def title(self):
        return _("Lacks a translation")

    @property
    def empty(self):
        return _("Every page is in step in every language.")

    @property
    def links(self):
        return [(_("All pages and languages"), reverse("parity_board"))]

    @cached_property
    def entries(self):
        return [
            {
                "title": row.source["draft_title"],
                "url": edit_url(cell.page["pk"]) if cell.page else translate_url(row.source["pk"]),
                "language": cell.language,
                "mark": cell.label,
                "tone": "warning" if cell.key == "missing" else "",
                "note": row.municipality.name if row.municipality else _("Shared"),
            }
            for row in Board(self.user).rows
            for cell in row.lacking
        ]


class OutdatedPanel(DeskPanel):
    name = "outdated"
    icon = "history"

    @property
    def title(self):
        return _("Out of date")

    @property
    def empty(self):
        return _("Every page has been reviewed in time.")

    @property
    def links(self):
        return [(_("All pages out of date"), reverse("parity_board") + "?review=overdue")]

    @cached_property
    def entries(self):
        dates, steps = overdue_pages(), steps_to_review()
        pages = reachable_pages(self.user, dates.keys() | steps.keys())
        found = [
            {
                "title": page.draft_title,
                "url": edit_url(pk),
                "language": page.language,
                "mark": _("Mine") if page.owner_id == self.user.pk else "",
                "tone": "action",
                "note": reason(dates.get(pk), steps.get(pk)),
                "rank": (page.owner_id != self.user.pk, dates.get(pk) or date.max, page.path),
            }
            for pk, page in pages.items()
        ]
        return sorted(found, key=lambda entry: entry["rank"])


PANELS = (WaitingPanel, ListingsPanel, MessagesPanel, TranslationsPanel, OutdatedPanel)


def reachable_pages(user, pks):
    found = in_reach(Page, user).filter(pk__in=[int(pk) for pk in pks])
    return {page.pk: page for page in found.annotate(language=F("locale__language_code")).defer("title")}


def edit_url(pk):
    return reverse("wagtailadmin_pages:edit", args=[pk])


def translate_url(pk):
    return reverse("simple_translation:submit_page_translation", args=[pk])


def shortcuts(user):
    """Where this person most often begins to write, in the language of their own office."""
    found = []
    for model, label in ((NewsIndexPage, _("Write a news item")), (EventIndexPage, _("Announce an event"))):
        lists = sorted(
            model.objects.live().select_related("locale"),
            key=lambda page: page.locale.language_code != user.preferred_language,
        )
        index = next((page for page in lists if page.permissions_for_user(user).can_add_subpage()), None)
        if index:
            kind = model.allowed_subpage_models()[0]._meta
            args = [kind.app_label, kind.model_name, index.pk]
            found.append({"label": label, "url": reverse("wagtailadmin_pages:add", args=args)})
    return found
