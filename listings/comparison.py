"""A listing's fields in words, for those who check it: what it says now, and what it said before."""

from django.conf import settings
from django.db import models
from django.utils.formats import localize, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from .links import host_of
from .moderation import WAGTAILS


def written_fields(model):
    """The fields that are the same in every language, as they stand in the model."""
    translated = translator.get_options_for_model(model).all_fields
    not_written = {field.name for fields in translated.values() for field in fields}
    not_written |= {*translated, *model.ROW_FIELDS, *WAGTAILS}
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in not_written
    ]


def translated_names(model):
    translated = translator.get_options_for_model(model).all_fields
    return [field.name for field in model._meta.concrete_fields if field.name in translated]


def text_in(row, name, language):
    return getattr(row, build_localized_fieldname(name, language)) or ""


def words_of(listing, field):
    """A stored value as a person reads it."""
    value = getattr(listing, field.name)
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if hasattr(field, "labels"):
        return ", ".join(map(str, field.labels(value)))
    if field.choices:
        return str(getattr(listing, f"get_{field.name}_display")())
    if isinstance(value, dict):
        return getattr(listing, f"say_{field.name}")()
    if isinstance(field, models.DecimalField):
        return number_format(value, field.decimal_places, force_grouping=True)
    return str(value) if isinstance(field, models.ForeignKey) else str(localize(value))


def facts(listing):
    """Label and value of everything filled in that needs no translation."""
    found = [
        (capfirst(field.verbose_name), words_of(listing, field), isinstance(field, models.URLField))
        for field in written_fields(type(listing))
        if getattr(listing, field.name) is not False
    ]
    return [
        {"label": label, "value": value, "is_link": is_link and bool(host_of(value))}
        for label, value, is_link in found
        if value
    ]


def texts(listing):
    """Each translated field with its text in every language, side by side; empty ones stay out."""
    found = []
    for name in translated_names(type(listing)):
        sides = [(code, text_in(listing, name, code)) for code, _name in settings.LANGUAGES]
        if any(text for _code, text in sides):
            label = capfirst(listing._meta.get_field(name).verbose_name)
            found.append({"label": label, "name": name, "sides": sides})
    return found


def changes(live, draft):
    """Field by field what stands in public and what would."""
    model = type(draft)
    rows = [
        (capfirst(field.verbose_name), "", words_of(live, field), words_of(draft, field))
        for field in written_fields(model)
    ]
    for name in translated_names(model):
        label = capfirst(model._meta.get_field(name).verbose_name)
        rows += [
            (label, code, text_in(live, name, code), text_in(draft, name, code))
            for code, _name in settings.LANGUAGES
        ]
    return [
        {"label": label, "language": code, "old": old, "new": new}
        for label, code, old, new in rows
        if old != new
    ]


def language_columns():
    return [(code, settings.LANGUAGE_MARKS.get(code, name)) for code, name in settings.LANGUAGES]
