"""A listing is written a page at a time. Each page is a form of its own over the draft; what they share:
text per language, what must be there before it is sent, and whether somebody else saved it meanwhile."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Revision

from .models.listing import languages
from .validators import one_line

BLANK = BLANK_CHOICE_DASH[0][1]


def in_each_language(*names):
    """The columns of translated fields: title → title_fi, title_sv."""
    return [build_localized_fieldname(name, code) for name in names for code in languages()]


def was_sent(listing):
    """Its poster has been through every page, or staff have for them."""
    return bool(listing.submitted_at or listing.first_published_at)


class DatalistInput(forms.TextInput):
    """A field to type into that offers what can be chosen; works without script."""

    template_name = "listings/desk_datalist.html"

    def __init__(self, attrs=None, options=()):
        super().__init__(attrs)
        self.options = options

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"] |= {"list": list_id, "autocomplete": "off"}
        return context | {"list_id": list_id, "options": self.options}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeOfDayInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class StepForm(forms.ModelForm):
    """One page. `needed` must be filled before the listing is sent, but never to keep a draft."""

    # Pages show the class itself, which templates would otherwise call.
    do_not_call_in_templates = True
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    required_css_class = "required"

    # `short` names the page in the list of pages.
    key = heading = short = intro = ""
    groups = ()
    needed = ()
    # What to do about an empty field, in words of its own.
    empty = {}
    # Fields that few need: they stand folded up at the end of their group until they hold something.
    rare = frozenset()
    # Short fields that stand two in a row.
    halves = frozenset()
    # Asked for in every language; of the rest only what the title is written in.
    every_language = {"title", "summary"}

    def __init__(self, *args, person, is_for_later=False, **kwargs):
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.person = person
        self.is_for_later = is_for_later
        self.initial["seen"] = self.instance.latest_revision_id
        self.drop_other_languages()
        self.prepare()
        for name, field in self.fields.items():
            self.set_up(name, field)

    def prepare(self):
        """For kinds: choices that depend on the person or the draft."""

    def drop_other_languages(self):
        """After the title is written in one language the other's fields are only in the way; the short
        summary stays, since every reader gets one."""
        written = self.written_languages()
        for name in self.translated() - self.every_language:
            for code in languages():
                column = build_localized_fieldname(name, code)
                if code not in written and not getattr(self.instance, column):
                    del self.fields[column]

    def written_languages(self):
        texts = [code for code in languages() if self.instance.text_in("title", code)]
        return texts or languages()

    def translated(self):
        """The translated fields of this page by their own names."""
        return {
            name.removesuffix(f"_{code}")
            for name in self.fields
            for code in languages()
            if build_localized_fieldname(name.removesuffix(f"_{code}"), code) == name
        }

    def language_of(self, name):
        return next((code for code in languages() if name.endswith(f"_{code}")), "")

    def base_of(self, name):
        base = name.removesuffix(f"_{self.language_of(name)}")
        return base if base in self.translated() else name

    def set_up(self, name, field):
        base, code = self.base_of(name), self.language_of(name)
        if base != name:
            label = self.base_label(base)
            field.label = f"{label} ({settings.LANGUAGE_MARKS.get(code, code)})"
            field.widget.attrs["lang"] = code
        field.label = capfirst(field.label)
        if base in self.empty:
            field.error_messages["required"] = self.empty[base]
        if base == name:
            field.required = base in self.needed and not self.is_for_later
        if isinstance(field.widget, forms.Select) and field.choices and not field.required:
            field.choices = [
                (value, _("not told") if str(words) == BLANK else words) for value, words in field.choices
            ]
        if isinstance(field.widget, forms.TextInput):
            field.validators.append(one_line)
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs.setdefault("rows", 4)

    def base_label(self, name):
        labels = self._meta.labels or {}
        return capfirst(labels.get(name) or self._meta.model._meta.get_field(name).verbose_name)

    def clean(self):
        cleaned = super().clean()
        if not self.is_for_later:
            for name in self.translated() & set(self.needed):
                self.ask_for_one(name, cleaned)
        return cleaned

    def ask_for_one(self, name, cleaned):
        """Any of the languages will do."""
        columns = [column for column in in_each_language(name) if column in self.fields]
        if not any(cleaned.get(column) or column in self.errors for column in columns):
            self.add_error(columns[0], self.empty.get(name) or _("Write this in at least one language."))

    # --- Shown in groups

    def shown_groups(self):
        """The groups as the page shows them; a translated field stands there in each language."""
        for legend, names in self.groups:
            columns = [column for name in names for column in (name, *in_each_language(name))]
            fields = [self[column] for column in columns if column in self.fields]
            rare = [bound for bound in fields if self.base_of(bound.name) in self.rare]
            for bound in fields:
                bound.is_half = bound.name in self.halves
            yield {
                "legend": legend,
                "fields": [bound for bound in fields if bound not in rare],
                "rare": rare,
                "is_open": any(bound.errors or bound.value() for bound in rare),
            }

    # --- Ready, and changed by others

    @classmethod
    def is_ready(cls, listing, person):
        """Whether this page of the draft says all that a sent listing must."""
        stored = cls(instance=listing, person=person)
        as_sent = {bound.name: bound.value() for bound in stored}
        return cls(as_sent, instance=listing, person=person).is_valid()

    def changed_by_others(self, listing):
        """Whether this page's part of the draft was saved since the form was opened, other than it was
        then. Another page saved meanwhile, or the same text sent twice, is no conflict."""
        seen = self.cleaned_data.get("seen")
        if seen == listing.latest_revision_id or not self.changed_data:
            return False
        revisions = Revision.objects.for_instance(listing)
        # A form without a number is the one that began the draft.
        opened = revisions.filter(pk=seen).first() if seen else revisions.order_by("pk").first()
        if opened is None:
            return True
        then = type(self)(instance=opened.as_object(), person=self.person).initial
        return any(then.get(name) != self.initial.get(name) for name in self.fields if name != "seen")

    @property
    def changed_data(self):
        return [name for name in super().changed_data if name != "seen"]

    def differences(self):
        """Both texts of each field that differs, as people read them."""
        for name in self.changed_data:
            bound = self[name]
            yield {
                "label": bound.label,
                "stored": words(bound.field, bound.initial),
                "typed": words(bound.field, bound.value()),
            }


def words(field, value):
    if value in (None, "", []):
        return ""
    chosen = [force_str(each) for each in (value if isinstance(value, list | tuple) else [value])]
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value in (True, "on", "True") else _("No")
    if hasattr(field, "choices"):
        labels = {force_str(key): force_str(label) for key, label in flat(field.choices)}
        return ", ".join(labels.get(each, each) for each in chosen)
    return ", ".join(chosen)


def flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield key, label


def at_least_one(form, names, message):
    """For `clean`: one of several fields must say something."""
    shown = [name for name in names if name in form.fields]
    if not form.is_for_later and not any(form.cleaned_data.get(name) for name in shown):
        form.add_error(shown[0], ValidationError(message))
