"""What a listing is found by: one narrow row for each that is public, written with it."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from places.models import Municipality, Village

from ..word_index import StoredWords
from ..words import stored_text

# Of what never closes: a date that compares, so that one index serves all.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
BATCH = 500


class SearchEntryQuerySet(models.QuerySet):
    def open(self):
        """Those of `Listing.objects.open()`: an entry is there only while its listing is live."""
        return self.filter(closes_at__gt=timezone.now())


class SearchEntry(models.Model):
    """Subclasses add `listing`, a OneToOneField that is the primary key with related_name="entry", a column
    for each of their filters, and say in `columns_of` what stands in them."""

    words = StoredWords()
    published_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # Without indexes of their own: half of all rows are on either bank.
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", db_index=False)
    village = models.ForeignKey(Village, models.SET_NULL, null=True, related_name="+", db_index=False)

    # Where a listing's words come from: its own fields, and those of what it points at. Places have
    # names, which are no compounds; the others have descriptions. A pair is a field and its one language.
    TITLES = ("title",)
    TEXTS = ("summary", "description")
    PLACES = {"municipality": ("name",), "village": ("name", "name_fit")}
    OTHERS = {"organisation": ("name",)}
    # What else of them stands in an entry.
    COPIED = {}

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["-published_at"], name="%(class)s_newest"),
            models.Index(fields=["closes_at"], name="%(class)s_closing"),
        ]

    @classmethod
    def columns_of(cls, listing):
        """The values of the columns that the filters of this kind ask for."""
        raise NotImplementedError

    @classmethod
    def of(cls, listing):
        return cls(
            listing=listing,
            words=cls.words_of(listing),
            published_at=listing.first_published_at or timezone.now(),
            closes_at=listing.closes_at or NEVER,
            municipality_id=listing.municipality_id,
            village_id=listing.village_id,
            **cls.columns_of(listing),
        )

    @classmethod
    def words_of(cls, listing):
        heads = texts_of(listing, cls.TITLES)
        for name, fields in cls.OTHERS.items():
            heads += texts_of(getattr(listing, name), fields)
        places = [pair for name, own in cls.PLACES.items() for pair in texts_of(getattr(listing, name), own)]
        return stored_text(heads, texts_of(listing, cls.TEXTS), places)

    @classmethod
    def relations(cls):
        return {**cls.PLACES, **cls.OTHERS}

    @classmethod
    def listing_model(cls):
        return cls._meta.get_field("listing").related_model

    @classmethod
    def copied_from(cls, relation, thing):
        """All that entries hold of what their listings point at: when it changes they must."""
        copied = [getattr(thing, name) for name in cls.COPIED.get(relation, ())]
        return texts_of(thing, cls.relations()[relation]), copied

    @classmethod
    @transaction.atomic
    def write(cls, listings):
        """Makes the entries of these listings (a QuerySet) what their rows say: the rows, never a draft
        in somebody's hand. Locked, so that of two who write at once the later has read the newer row."""
        rows = listings.select_for_update(of=("self",)).select_related(*cls.relations()).order_by("pk")
        for batch in batches(rows):
            cls.objects.filter(pk__in=[row.pk for row in batch if not row.live]).delete()
            cls.objects.bulk_create(
                [cls.of(row) for row in batch if row.live],
                update_conflicts=True,
                unique_fields=["listing"],
                update_fields=[field.name for field in cls._meta.concrete_fields if not field.primary_key],
            )


def batches(rows):
    first = 0
    while batch := list(rows[first : first + BATCH]):
        yield batch
        first += BATCH


def texts_of(thing, fields):
    """Pairs of text and language. What is not translated is a name: read in every language."""
    if thing is None:
        return []
    pairs = []
    for field in fields:
        if isinstance(field, tuple):
            pairs.append((getattr(thing, field[0]), field[1]))
            continue
        for code, _name in settings.LANGUAGES:
            localized = build_localized_fieldname(field, code)
            pairs.append((getattr(thing, localized if hasattr(thing, localized) else field), code))
    return [(text, code) for text, code in pairs if text]
