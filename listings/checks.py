"""What a careful reader would remark on before a listing is sent or approved. Remarks never stop anybody:
its poster sees them while writing, its moderator as a checklist. Kinds add their own (`Listing.checks`)."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from .models.listing import languages


@dataclass(frozen=True)
class Warning:
    """A remark and the key of the form's page where it can be put right."""

    step: str
    text: str


def warnings(listing):
    """The remarks on this text, in the language of whoever reads them now."""
    return [warning for check in (*CHECKS, *listing.checks) for warning in check(listing)]


def texts_of(listing, *names):
    """Everything written in these translated fields, whatever the language."""
    return [text for name in names for code in languages() if (text := listing.text_in(name, code))]


SHOUTED = 6
MONEY = re.compile(r"\d\s?(€|eur\b|e/|kr\b|sek\b|:-)", re.IGNORECASE)


def title_shouts(listing):
    for title in texts_of(listing, "title"):
        letters = [letter for letter in title if letter.isalpha()]
        capitals = sum(letter.isupper() for letter in letters)
        if len(letters) >= SHOUTED and capitals > len(letters) / 2:
            yield Warning("what", _("The title is in capitals: “%(title)s”.") % {"title": title})
        if "!" in title:
            yield Warning("what", _("The title has an exclamation mark: “%(title)s”.") % {"title": title})
        if MONEY.search(title):
            yield Warning(
                "what", _("The title tells money: “%(title)s”. It has fields of its own.") % {"title": title}
            )


def summary_is_missing(listing):
    for code in languages():
        if listing.ad_languages and code not in listing.ad_languages and not listing.text_in("summary", code):
            yield Warning(
                "text",
                _("No summary for those who read %(language)s.")
                % {"language": settings.LANGUAGE_MARKS.get(code, code)},
            )


CHECKS = (title_shouts, summary_is_missing)
