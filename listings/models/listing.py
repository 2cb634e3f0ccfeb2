import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from places.models import Municipality, Village

from .organisations import Organisation


class ListingQuerySet(models.QuerySet):
    def open(self):
        """What the public may see: live and not past its end. The one place that says so."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=timezone.now()), live=True)

    def was_public(self):
        """What has stood in public and no longer does."""
        return self.filter(first_published_at__isnull=False).exclude(
            pk__in=self.model._default_manager.open().values("pk")
        )

    def by(self, user):
        """Somebody's own: their own ads and those of the organisations they post for."""
        return self.filter(
            Q(organisation__memberships__user=user) | Q(organisation=None, posted_by=user)
        ).distinct()


class TranslatedRevisionMixin:
    """Keeps modeltranslation's untranslated columns out of revisions.

    They hold whichever language was active last: a draft made before a language was added would write
    one language's text into another's column (measured: tech notes, section B).
    """

    @classmethod
    def base_fields(cls):
        return set(translator.get_options_for_model(cls).all_fields)

    def serializable_data(self):
        data = super().serializable_data()
        return {name: value for name, value in data.items() if name not in self.base_fields()}

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        own = {name: value for name, value in data.items() if name not in cls.base_fields()}
        return super().from_serializable_data(own, *args, **kwargs)

    def save(self, *args, **kwargs):
        with translation.override(settings.LANGUAGE_CODE):
            return super().save(*args, **kwargs)


class Listing(
    TranslatedRevisionMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """What a vacancy and a home have in common. It has no status of its own: draft, in review, live and
    scheduled are Wagtail's, `open()` says what the public sees, `listings.states` says it in words."""

    # The form's own number: the first step sent twice makes one draft.
    creation_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    village = models.ForeignKey(
        Village, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("posted by"),
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences. Readers of a language without a full text see this."),
    )
    description = models.TextField(_("description"), max_length=10_000, blank=True)
    street_address = models.CharField(_("street address"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_role = models.CharField(_("contact's role"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_hours = models.CharField(
        _("when to call"), max_length=120, blank=True, help_text=_("In the workplace's own time.")
    )
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    source_id = models.CharField(_("number at the source"), max_length=80, blank=True, editable=False)
    source_url = models.URLField(_("address at the source"), blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True, editable=False)
    # The instant after which the public no longer sees it; empty: open-ended. Subclasses compute it.
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended by its poster"), null=True, blank=True, editable=False)
    # The last letter about its end: the reminder before it, the question of how it went after it.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Keys of the form's pages its poster has filled in.
    steps_done = models.JSONField(default=list, blank=True, editable=False)

    objects = ListingQuerySet.as_manager()

    # The day its poster chooses as its last, and what they tell of how it went: names of the kind's fields.
    END_FIELD = OUTCOME_FIELD = ""
    # How a kind is searched for: where its search form is, the name of its list's address, and what a
    # search without any filter finds, in words.
    SEARCH = LIST = EVERYTHING = ""
    # Path of the view that shows it in public: that stands in an app above this one.
    PUBLIC_VIEW = ""
    # What listings.checks asks of this kind besides what it asks of every one.
    checks = ()

    # Of the row, not of its text: a draft that is published must not bring their old values back.
    ROW_FIELDS = (
        "creation_key",
        "is_example",
        "created_at",
        "changed_at",
        "submitted_at",
        "refused_at",
        "ended_at",
        "reminded_at",
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source=""),
                name="%(class)s_once_per_source",
            )
        ]

    def __str__(self):
        return self.title_in_reach

    def save(self, *args, **kwargs):
        """Together with what it is found by: the two never say different things."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            rows = type(self)._default_manager.filter(pk=self.pk)
            self._meta.get_field("entry").related_model.write(rows)

    @property
    def title_in_reach(self):
        """The title in the reader's language, else in any it has."""
        return self.title or next(filter(None, (self.text_in("title", code) for code in languages())), "–")

    def text_in(self, name, language):
        return getattr(self, build_localized_fieldname(name, language)) or ""

    @cached_property
    def ad_languages(self):
        """Languages the full text stands in."""
        return [code for code in languages() if self.text_in("description", code)]

    @property
    def language_shown(self):
        """The language of the text a reader gets: their own if it has one."""
        own = get_language()
        return own if own in self.ad_languages or not self.ad_languages else self.ad_languages[0]

    def slug_in(self, language):
        """Part of the address that people read; nothing is looked up by it."""
        title = self.text_in("title", language) or self.title_in_reach
        return slugify(title.translate(PLAIN_LETTERS))[:60].strip("-") or self._meta.model_name

    @property
    def slug(self):
        return self.slug_in(get_language())

    @property
    def is_open(self):
        return self.live and (self.closes_at is None or self.closes_at > timezone.now())

    def desk_url(self, verb):
        """The address of what its poster does with it: extend, end, copy …"""
        return reverse(f"{verb}_{self._meta.model_name}", args=[self.pk])

    @property
    def is_imported(self):
        return bool(self.source)

    def draft(self):
        """The newest text: what its poster and the moderators see."""
        return self.get_latest_revision_as_object() if self.latest_revision_id else self

    @property
    def preview_modes(self):
        return list(settings.LANGUAGES)

    def serve_preview(self, request, mode_name):
        """Its public page in one language, whether it is public or not."""
        view = import_string(self.PUBLIC_VIEW)()
        with translation.override(mode_name):
            view.setup(request, pk=self.pk, slug=self.slug)
            return view.answer("detail", view.context(self)).render()

    def with_content_json(self, content):
        listing = super().with_content_json(content)
        for name in self.ROW_FIELDS:
            setattr(listing, name, getattr(self, name))
        return listing

    def get_workflow(self):
        """The municipality's own moderators approve, whichever language it is in."""
        return self.municipality.workflow

    @classmethod
    def get_default_workflow(cls):
        return None

    @property
    def review(self):
        """The workflow state that waits for a moderator or for the poster, or None."""
        return self.current_workflow_state

    @property
    def is_in_review(self):
        return self.review is not None and self.review.status == WorkflowState.STATUS_IN_PROGRESS

    @property
    def are_changes_asked(self):
        return self.review is not None and self.review.status == WorkflowState.STATUS_NEEDS_CHANGES


PLAIN_LETTERS = str.maketrans("åäöÅÄÖøØ", "aaoAAOoO")


def languages():
    return [code for code, _name in settings.LANGUAGES]
