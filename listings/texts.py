"""An ad's texts may stand in one language only: which one a reader gets, and in which language it is."""

from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from .models.listing import languages

BULLETS = ("- ", "* ", "• ", "– ")
# XML cannot hold these, and no reader sees them.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


class Text(NamedTuple):
    text: str
    language: str

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)

    @property
    def foreign_language(self):
        """The language if the page around it speaks another, for the `lang` attribute."""
        return self.language if self.language != get_language() else ""

    @property
    def language_name(self):
        return settings.LANGUAGE_MARKS[self.language]


def text_of(record, name):
    """In the reader's own language, else in the first that has it."""
    own = get_language()
    for language in [own, *(code for code in languages() if code != own)]:
        text = getattr(record, build_localized_fieldname(name, language), None) or ""
        if text.strip():
            return Text(text.strip(), language)
    return Text("", own)


def title_of(listing):
    title = text_of(listing, "title")
    return title if title else Text(listing.title_in_reach, get_language())


def main_text_of(listing):
    """The ad itself; a reader whose language has only the summary gets both, each marked."""
    return text_of(listing, "description")


def summary_of(listing):
    """The summary in the reader's language, or nothing: the text itself says more than a foreign summary."""
    own = get_language()
    return Text(listing.text_in("summary", own).strip(), own)


def teaser_of(listing, length=200):
    """One or two sentences for cards, feeds and previews."""
    text = summary_of(listing) or text_of(listing, "summary") or text_of(listing, "description")
    words = " ".join(without_controls(text.text).split())
    return Text(words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0] + "…", text.language)


def without_controls(text):
    return (text or "").translate(CONTROLS)


def paragraphs(text):
    """Plain text as [("list" | "text", [lines])]: blank lines part, lines beginning "- " are lists."""
    blocks = []
    lines = [line.strip() for line in without_controls(text).splitlines()]
    for kind, group in groupby(
        lines, key=lambda line: line and ("list" if line.startswith(BULLETS) else "text")
    ):
        if kind:
            blocks.append((kind, [line[2:].strip() if kind == "list" else line for line in group]))
    return blocks
