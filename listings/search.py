"""Searching listings: a form that reads an address, and answers with a page of them, the counts of its
filters and ways out of an empty list. Each kind of listing names its own filters in a subclass."""

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from places.banks import banks
from places.caching import remember
from places.models import Village

from .facets import (
    YES,
    Facet,
    FlagField,
    Option,
    RowsField,
    SinceField,
    count_choices,
    filters_of,
    with_misses,
)
from .fields import WordsField
from .results import ResultPage, find, find_by_words, pages_of
from .spelling import mend
from .where import with_place
from .word_index import Question

# More than there will ever be.
ALL = 10**9
# Finnish and Swedish end their alphabet with å, ä, ö; by their numbers ä would come first.
LAST_LETTERS = str.maketrans("åäö", "{|}")


def options_of(name, rows, value, parent=None, is_alphabetical=False):
    """Lists rows as choices, remembered for a minute."""

    def list_options(language):
        def make():
            with translation.override(language):
                options = [
                    Option(value(row), row.pk, str(row), parent and getattr(row, f"{parent}_id"))
                    for row in rows()
                ]
                return sorted(options, key=by_alphabet) if is_alphabetical else options

        return remember(f"options-{name}-{language}", make)

    return list_options


def by_alphabet(option):
    return option.label.casefold().translate(LAST_LETTERS)


class ListingSearch(forms.Form):
    """Subclasses give `entry_model` and their fields; names and values stand in addresses and stored
    alerts, so they never change."""

    SORTS = [
        ("newest", _("newest first")),
        ("closing", _("closing soon first")),
        ("best", _("best match first")),
    ]
    # Of the reading, not of what is looked for: no part of a stored search.
    PASSING = ("since", "sort", "page")
    # The entry's column whose sum is told beside the number of listings.
    SUMMED = ""

    q = WordsField(label=_("Words"))
    place = RowsField(
        label=_("Municipality"),
        column="municipality",
        options=options_of("place", banks, lambda bank: bank.key),
    )
    village = RowsField(
        label=_("Village"),
        within="place",
        options=options_of(
            "village",
            lambda: Village.objects.select_related("municipality"),
            lambda village: f"{village.municipality.key}-{village.slug}",
            parent="municipality",
            is_alphabetical=True,
        ),
    )
    since = SinceField(label=_("Published"))
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    entry_model = None

    def __init__(self, data=None, *, language=None):
        self.language = language or translation.get_language()
        super().__init__(with_place(data) if data else QueryDict(), use_required_attribute=False)
        self.facets = [field for field in self.fields.values() if isinstance(field, Facet)]
        for name, field in self.fields.items():
            field.name = name
            if isinstance(field, Facet):
                field.column = field.column or name
            if isinstance(field, RowsField):
                field.load(self.language)

    @classmethod
    def from_criteria(cls, criteria, language=None):
        return cls(as_query(criteria), language=language)

    def criteria(self):
        """What was chosen, to be stored."""
        return {name: value for name, value in self.chosen.items() if name not in self.PASSING}

    @property
    def chosen(self):
        """Field by field, what is chosen and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def order(self):
        order = self.chosen.get("sort") or "best"
        return order if order != "best" or self.asked else "newest"

    # What is found

    @cached_property
    def asked(self):
        return Question.of(self.chosen.get("q", ""), question_languages())

    @cached_property
    def found_by(self):
        """The question, and the words if others than those asked for are searched for."""
        entries = self.open_entries()
        if not self.asked or entries.filter(words__holds=self.asked).count():
            return self.asked, None
        return mend(self.chosen["q"], entries, question_languages())

    @property
    def question(self):
        return self.found_by[0]

    @cached_property
    def filters(self):
        return filters_of(self.facets, self.chosen)

    @property
    def conditions(self):
        return [one.condition for one in self.filters if one.condition is not None]

    def open_entries(self):
        return self.entry_model.objects.open()

    def entries_with_words(self, question=None):
        if not self.is_valid():
            return self.entry_model.objects.none()
        question = self.question if question is None else question
        entries = self.open_entries()
        return entries.filter(words__holds=question) if question else entries

    def holding(self, question):
        """A subquery, so that the index answers: in a CASE each row's words would be read."""
        return self.open_entries().filter(words__holds=question).values("pk")

    def entries(self):
        return self.entries_with_words().filter(*self.conditions)

    def listings(self):
        return self.entry_model.listing_model().objects.open().select_related(*self.entry_model.relations())

    def queryset(self):
        """The public listings that match, newest first, with all they point at."""
        # Cut off far beyond all there are: a subquery with an end is answered by itself, and first.
        found = self.entries().order_by().values("pk")[:ALL]
        return self.listings().filter(pk__in=found).order_by("-first_published_at", "-pk")

    def results(self, page=None):
        page = page or self.data.get("page")
        if self.asked and "found_by" not in self.__dict__:
            results = self.page_by(self.asked, page)
            if results.total:
                self.found_by = self.asked, None
                return results
        return self.page_by(self.question, page)

    def page_by(self, question, page):
        entries = self.entries_with_words(question).filter(*self.conditions)
        if question:
            heads = self.holding(question.in_head()) if self.order == "best" else None
            found = find_by_words(entries, self.order, page, self.SUMMED, heads)
        else:
            found = find(entries, self.order, page, self.SUMMED)
        return ResultPage(
            total=found.total,
            positions=found.summed,
            items=self.shown(found.ids),
            page=found.page,
            pages=pages_of(found.total),
            was_corrected=self.found_by[1] if "found_by" in self.__dict__ else None,
        )

    def shown(self, ids):
        """The listings as cards need them: making a bank of each row would cost more than the row."""
        rows = self.entry_model.listing_model().objects.open().select_related("organisation", "village")
        found = rows.in_bulk(ids) if ids else {}
        known = {bank.pk: bank for bank in banks()}
        for listing in found.values():
            listing.municipality = known.get(listing.municipality_id) or listing.municipality
        return [found[pk] for pk in ids if pk in found]

    # What else there is

    def counts(self):
        """{field: {choice: number}}: how many there would be with that choice."""
        return count_choices(self.entries_with_words(), self.filters)

    def relaxations(self):
        """[{label, url, total}]: what to leave out when nothing is found, the other bank first, then what
        gives most. One statement: how many miss nothing but that."""
        dropped = [one for one in self.filters if one.condition is not None]
        conditions = [one.condition for one in dropped]
        if self.question:
            conditions.append(Q(pk__in=self.holding(self.question)))
        if not self.is_valid() or not conditions:
            return []
        missed = dict(
            with_misses(self.open_entries().order_by(), conditions).values_list("miss").annotate(Count("pk"))
        )
        ways = []
        for position in range(len(conditions)):
            names = [field.name for field in dropped[position].fields] if position < len(dropped) else ["q"]
            total = missed.get(0, 0) + missed.get(1 << position, 0)
            if total > missed.get(0, 0):
                ways.append((names, total))
        ways.sort(key=lambda way: ("place" not in way[0], -way[1]))
        return [
            {
                "label": self.say_without(names),
                "url": "?" + self.query_string(**dict.fromkeys(names)),
                "total": total,
            }
            for names, total in ways
        ]

    def say_without(self, names):
        if "place" in names:
            return _("On both banks of the river")
        words = ", ".join(label for name in names for _value, label in self.labels_of(name))
        return _("Without “%(words)s”") % {"words": words}

    # What is chosen, in words and addresses

    def labels_of(self, name):
        """Pairs of a chosen value and its label."""
        value, field = self.chosen.get(name), self.fields[name]
        if not value:
            return []
        if isinstance(field, FlagField):
            return [(value, str(field.label))]
        if not isinstance(field, forms.ChoiceField):
            return [(value, value)]
        labels = dict(field.choices)
        return [(one, str(labels[one])) for one in (value if isinstance(value, list) else [value])]

    def chips(self):
        """[{label, url}]: each thing chosen, with the address that leaves it out."""
        chips = []
        for name, value in self.chosen.items():
            if name == "sort":
                continue
            for one, label in self.labels_of(name):
                left = [other for other in value if other != one] if isinstance(value, list) else None
                chips.append({"label": label, "url": "?" + self.query_string(**{name: left})})
        return chips

    def describe(self, language=None):
        """sairaanhoitaja · Kolari · kokoaikatyö; empty when nothing is chosen."""
        language = language or self.language
        with translation.override(language):
            search = type(self).from_criteria(self.criteria(), language)
            return " · ".join(label for name in search.chosen for _value, label in search.labels_of(name))

    def query_string(self, **changes):
        """The search as an address's query, without its page unless one is given."""
        return as_query(self.chosen | {"page": None} | changes).urlencode()


def question_languages():
    """Those of the site, and English: occupations have an English name too."""
    return list(dict.fromkeys([*(code for code, _name in settings.LANGUAGES), "en"]))


def as_query(values):
    query = QueryDict(mutable=True)
    for name, value in values.items():
        if value is True:
            query[name] = YES
        elif isinstance(value, (list, tuple)):
            query.setlist(name, value)
        elif value:
            query[name] = str(value)
    return query
