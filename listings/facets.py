"""Filters that count: fields of a search form that know how their choices stand in a search entry, what
they ask of it, and how many entries each choice would leave."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django import forms
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .word_index import among_hits

YES = "1"


def bits(values, chosen):
    """Some of an ordered list as the bits of a number."""
    return sum(1 << values.index(value) for value in chosen if value in values)


class Option(NamedTuple):
    """A choice that is a row of another table."""

    value: str
    pk: int
    label: str
    parent: int | None = None


class Facet:
    """What every counting field can say. `column` is the entry's: named as the field unless told."""

    name = column = ""
    within = None

    @property
    def stored(self):
        """The expression whose values `counted` reads."""
        return F(self.column)

    def counted(self, rows):
        """{choice: number} from pairs of a stored value and a number."""
        raise NotImplementedError

    def condition(self, chosen):
        """What an entry has to be for these choices."""
        raise NotImplementedError


class Choices(Facet, forms.MultipleChoiceField):
    """Several choices mean any of them. One that is gone, as in an old link, counts if no other is left."""

    def __init__(self, *, choices=(), **kwargs):
        super().__init__(
            choices=choices, **{"required": False, "widget": forms.CheckboxSelectMultiple} | kwargs
        )

    def clean(self, value):
        values = list(dict.fromkeys(self.to_python(value)))
        known = [one for one in values if self.valid_value(one)]
        return super().clean(known or values)


class BitsField(Choices):
    """Choices that stand as bits in the entry, in the order of `choices`."""

    @property
    def values(self):
        return [value for value, _label in self.choices]

    def condition(self, chosen):
        return any_bit(self.column, bits(self.values, chosen))

    def counted(self, rows):
        counts = dict.fromkeys(self.values, 0)
        for mask, number in rows:
            for position, value in enumerate(counts):
                counts[value] += number if mask >> position & 1 else 0
        return counts


class FlagField(Facet, forms.BooleanField):
    def __init__(self, **kwargs):
        super().__init__(**{"required": False} | kwargs)

    def condition(self, chosen):
        return Q(**{self.column: 1})

    def counted(self, rows):
        return {YES: dict(rows).get(1, 0)}


class RowsField(Choices):
    """Choices that are rows of a table; `options` lists them in a language. `within` names the field of the
    wider ones: a bank and one of its villages mean the village, a village of the other bank comes on top."""

    def __init__(self, *, options, column="", within=None, **kwargs):
        super().__init__(**kwargs)
        self.list_options, self.column, self.within = options, column, within

    def load(self, language):
        self.options = {option.value: option for option in self.list_options(language)}
        self.choices = [(option.value, option.label) for option in self.options.values()]

    def condition(self, chosen):
        return Q(**{f"{self.column}__in": [self.options[value].pk for value in chosen]})

    def without_parents_of(self, chosen, narrower):
        """The choices of which nothing narrower is chosen."""
        parents = {option.parent for option in narrower}
        return [value for value in chosen if self.options[value].pk not in parents]

    def counted(self, rows):
        numbers = dict(rows)
        return {value: numbers.get(option.pk, 0) for value, option in self.options.items()}


class SinceField(Facet, forms.ChoiceField):
    """Not older than so many days."""

    CHOICES = [("1", _("in the last 24 hours")), ("7", _("in the last week")), ("30", _("in the last month"))]

    def __init__(self, **kwargs):
        super().__init__(choices=[("", _("any time")), *self.CHOICES], **{"required": False} | kwargs)
        self.now = timezone.now()

    def condition(self, chosen):
        return Q(published_at__gte=timezone.now() - timedelta(days=int(chosen)))

    @property
    def stored(self):
        whens = [When(self.condition(days), then=int(days)) for days, _label in self.CHOICES]
        return Case(*whens, default=0, output_field=IntegerField())

    def counted(self, rows):
        return {
            days: sum(number for bucket, number in rows if 0 < bucket <= int(days))
            for days, _label in self.CHOICES
        }


def any_bit(column, mask):
    return Q(GreaterThan(F(column).bitand(mask), 0))


class Filter(NamedTuple):
    """A field, with the one that is narrower than it, and what they ask of an entry together."""

    fields: tuple
    condition: Q | None


def filters_of(facets, chosen):
    """The filters in the form's order; one without choices has no condition."""
    narrower = {field.within: field for field in facets if field.within}
    filters = []
    for field in facets:
        if field.within:
            continue
        inner = narrower.get(field.name)
        own, within = chosen.get(field.name), chosen.get(inner.name) if inner else None
        conditions = []
        if within:
            conditions.append(inner.condition(within))
            own = field.without_parents_of(own or [], [inner.options[value] for value in within])
        if own:
            conditions.append(field.condition(own))
        condition = reduce(or_, conditions) if conditions else None
        filters.append(Filter((field, inner) if inner else (field,), condition))
    return filters


def with_misses(entries, conditions):
    """The entries with a number whose bits tell which conditions they miss."""
    miss = Value(0, output_field=IntegerField())
    for position, condition in enumerate(conditions):
        miss = miss + Case(When(condition, then=0), default=1 << position, output_field=IntegerField())
    return entries.annotate(miss=miss)


def count_choices(entries, filters):
    """{field: {choice: number}} in one statement. What is chosen in a filter does not narrow its own
    numbers: they tell what choosing another would give."""
    active = [one.condition for one in filters if one.condition is not None]
    bit = {one: 1 << active.index(one.condition) if one.condition is not None else 0 for one in filters}
    counted = [(field, bit[one]) for one in filters for field in one.fields]
    columns = {f"c{position}": field.stored for position, (field, _bit) in enumerate(counted)}
    hits = with_misses(entries.order_by(), active).values("miss").annotate(**columns)
    if active:
        hits = hits.filter(miss__in=[0, *(1 << position for position in range(len(active)))])
    rows = grouped(hits.values("miss", *columns), [bit for _field, bit in counted])
    return {field.name: field.counted(rows[position]) for position, (field, _bit) in enumerate(counted)}


def grouped(hits, bits_of_columns):
    """For each column c0, c1 …: pairs of a value and the number of hits that miss at most that column's
    own filter."""
    parts = [
        f"SELECT {position}, c{position}, COUNT(*) FROM hits WHERE miss IN (0, {bit}) GROUP BY c{position}"  # noqa: S608
        for position, bit in enumerate(bits_of_columns)
    ]
    rows = [[] for _part in parts]
    for position, value, number in among_hits(hits, " UNION ALL ".join(parts)):
        rows[position].append((value, number))
    return rows
