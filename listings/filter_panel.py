"""The filters of a search as groups of choices with their counts, for the panel beside the list."""

from typing import NamedTuple

from django import forms

from .facets import YES

# Words have a place of their own, and so has the order.
APART = ("q", "sort", "page")
OPEN_GROUPS = 3


class Option(NamedTuple):
    id: str
    value: str
    label: str
    count: int | None
    is_chosen: bool


class Group(NamedTuple):
    name: str
    label: str
    kind: str
    options: list
    is_open: bool
    # One yes or no needs no group around it.
    is_switch: bool


def filter_groups(search, counts):
    groups = []
    for name, field in search.fields.items():
        if name in APART or isinstance(field.widget, forms.HiddenInput):
            continue
        options = options_of(search, name, field, counts)
        if options:
            is_open = len(groups) < OPEN_GROUPS or any(one.is_chosen and one.value for one in options)
            groups.append(
                Group(
                    name, field.label, kind_of(field), options, is_open, isinstance(field, forms.BooleanField)
                )
            )
    return groups


def kind_of(field):
    return "checkbox" if isinstance(field, (forms.BooleanField, forms.MultipleChoiceField)) else "radio"


def options_of(search, name, field, counts):
    """Choices that find nothing are left out unless they are chosen: they can only be taken back."""
    chosen = search.chosen.get(name) or []
    chosen = [YES] if chosen is True else [chosen] if isinstance(chosen, str) else chosen
    choices = [(YES, field.label)] if isinstance(field, forms.BooleanField) else field.choices
    options = []
    for number, (value, label) in enumerate(choices):
        count = counts.get(name, {}).get(value, 0) if value else None
        is_chosen = value in chosen or (not value and not chosen)
        if count != 0 or is_chosen:
            options.append(Option(f"filter-{name}-{number}", value, label, count, is_chosen))
    return options if any(option.value for option in options) else []
