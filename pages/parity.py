"""Which pages lack a translation, and which translations have been left behind by their source.

The source of a page is the one in the municipality's own language in a municipality's section, elsewhere
the one that was made first. A translation is behind when its source was published after it; publishing
the translation again puts it in step.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, PageLogEntry, WorkflowState, get_default_page_content_type

from .models import MunicipalityPage
from .permissions import SECTION_DEPTH, in_reach
from .upkeep import review_dates, steps_to_review

# Worst first.
MISSING, DRAFT, BEHIND, WAITS, REVIEW, IN_STEP, SOURCE = range(7)
LACKING = (MISSING, DRAFT, BEHIND)
STATES = {
    MISSING: ("missing", gettext_lazy("missing")),
    DRAFT: ("draft", gettext_lazy("draft only")),
    BEHIND: ("behind", gettext_lazy("older than its source")),
    WAITS: ("waits", gettext_lazy("source not published")),
    REVIEW: ("review", gettext_lazy("in review")),
    IN_STEP: ("in-step", gettext_lazy("in step")),
    SOURCE: ("source", gettext_lazy("source")),
}
PUBLISHING_ACTIONS = ("wagtail.publish", "wagtail.publish.scheduled")
SECTION_PATH_LENGTH = SECTION_DEPTH * Page.steplen


@dataclass(frozen=True)
class Cell:
    """One page in one language. `page` is a row of values, None when there is no such page."""

    language: str
    state: int
    page: dict | None
    days: int = 0

    @property
    def key(self):
        return STATES[self.state][0]

    @property
    def label(self):
        if self.state != BEHIND:
            return STATES[self.state][1]
        if not self.days:
            return _("older than its source: since today")
        return ngettext(
            "older than its source by %(days)s day", "older than its source by %(days)s days", self.days
        ) % {"days": self.days}

    @property
    def rank(self):
        return (self.state, -self.days)


@dataclass(frozen=True)
class Row:
    """A page with all its languages."""

    source: dict
    cells: list
    municipality: object
    review_by: date | None
    steps_due: bool

    @property
    def worst(self):
        return min(cell.rank for cell in self.cells)

    @property
    def lacking(self):
        """What somebody ought to write. Nobody waits for the translation of an unpublished page."""
        return [cell for cell in self.cells if cell.state in LACKING]

    @property
    def is_overdue(self):
        return self.steps_due or (bool(self.review_by) and self.review_by < timezone.localdate())

    @property
    def owner_name(self):
        names = (self.source["owner__first_name"], self.source["owner__last_name"])
        return " ".join(filter(None, names)) or self.source["owner__email"] or ""


class Board:
    """All that this person may see, in the same few queries for ten pages and for a thousand."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def rows(self):
        groups = defaultdict(list)
        for page in self.pages:
            groups[page["translation_key"]].append(page)
        rows = [self.row(same) for same in groups.values()]
        return sorted(rows, key=lambda row: (row.worst, row.source["path"]))

    @cached_property
    def pages(self):
        return list(
            in_reach(Page, self.user)
            .filter(depth__gt=1, alias_of=None)
            .order_by("pk")
            .values(
                "pk", "path", "draft_title", "live", "translation_key", "last_published_at", "owner_id",
                "owner__first_name", "owner__last_name", "owner__email", language=F("locale__language_code"),
            )
        )  # fmt: skip

    @cached_property
    def sections(self):
        return sections()

    @cached_property
    def review_dates(self):
        return review_dates()

    @cached_property
    def guides_due(self):
        return steps_to_review().keys()

    @cached_property
    def in_review(self):
        found = WorkflowState.objects.filter(
            base_content_type=get_default_page_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
        )
        return {int(pk) for pk in found.values_list("object_id", flat=True)}

    def row(self, same):
        municipality = self.sections.get(same[0]["path"][:SECTION_PATH_LENGTH])
        source = pick_source(same, municipality)
        by_language = {page["language"]: page for page in same}
        anything_live = any(page["live"] for page in same)
        cells = [
            self.cell(code, by_language.get(code), source, anything_live)
            for code, _name in settings.LANGUAGES
        ]
        dates = [self.review_dates[page["pk"]] for page in same if page["pk"] in self.review_dates]
        steps_due = any(page["pk"] in self.guides_due for page in same)
        return Row(source, cells, municipality, min(dates, default=None), steps_due)

    def cell(self, language, page, source, anything_live):
        days = days_behind(source["last_published_at"], page["last_published_at"]) if page else None
        if page and page["pk"] in self.in_review:
            return Cell(language, REVIEW, page)
        if page is source:
            return Cell(language, SOURCE if page["live"] or not anything_live else DRAFT, page)
        if not source["live"] and not (page and page["live"]):
            return Cell(language, WAITS, page)
        if page is None:
            return Cell(language, MISSING, None)
        if not page["live"]:
            return Cell(language, DRAFT, page)
        if source["live"] and days is not None:
            return Cell(language, BEHIND, page, days)
        return Cell(language, IN_STEP, page)


def sections():
    """{path of a municipality's section: the municipality}"""
    found = MunicipalityPage.objects.select_related("municipality")
    return {section.path: section.municipality for section in found}


def pick_source(same, municipality):
    """The source among rows of values with `pk` and `language`, the oldest first."""
    own = municipality.office_language if municipality else None
    return next((page for page in same if page["language"] == own), same[0])


def days_behind(source_published, published):
    """Days since the source was published after the translation; None when the translation is in step."""
    if not source_published or (published and source_published <= published):
        return None
    return (timezone.localdate() - timezone.localdate(source_published)).days


def source_of(page):
    """The page this one is a translation of, or None when it is the source itself."""
    same = list(
        Page.objects.filter(translation_key=page.translation_key, alias_of=None)
        .order_by("pk")
        .values("pk", language=F("locale__language_code"))
    )
    if len(same) < 2:
        return None
    section = MunicipalityPage.objects.filter(path=page.path[:SECTION_PATH_LENGTH])
    first = section.select_related("municipality").first()
    source = pick_source(same, first and first.municipality)
    return None if source["pk"] == page.pk else Page.objects.get(pk=source["pk"])


def lag_of(page):
    """{source, days} of a published translation whose source was published after it, else None."""
    # The page being edited is made from a revision, which does not know when it was published.
    published = Page.objects.filter(pk=page.pk, live=True).values_list("last_published_at", flat=True)
    source = source_of(page) if published else None
    if not source or not source.live:
        return None
    days = days_behind(source.last_published_at, published[0])
    return None if days is None else {"source": source, "days": days}


def revision_when(source, moment):
    """What of the source was public at the moment: the number of a revision, or "earliest"."""
    logged = PageLogEntry.objects.filter(
        page=source, action__in=PUBLISHING_ACTIONS, timestamp__lte=moment, revision__in=source.revisions.all()
    )
    saved = source.revisions.filter(created_at__lte=moment)
    found = (
        logged.order_by("-timestamp").values_list("revision_id", flat=True).first()
        or saved.order_by("-created_at").values_list("pk", flat=True).first()
    )
    return found or "earliest"
