"""What a moderator looks for in a listing, and the words its poster gets when it is there.

A point is ticked on the moderator's screen; its words go into the letter in the poster's language.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


class Point(NamedTuple):
    key: str
    question: str
    words: str


# For every kind of listing, after those of its own.
POINTS = (
    Point(
        "poster",
        _("Is it unclear who the poster is?"),
        _(
            "We could not confirm who posts this. Please write to us from the organisation's own "
            "address or give its number."
        ),
    ),
    Point(
        "unclear",
        _("Is something hard to understand or missing?"),
        _("Something in the text is hard to understand or missing. Please make it clearer."),
    ),
    Point(
        "summary",
        _("Is a summary for readers of the other language missing?"),
        _(
            "Please add one or two sentences in the other language, so that people on both banks "
            "understand what it is about."
        ),
    ),
    Point(
        "private",
        _("Does it show something private about somebody?"),
        _("Please take out what is private about a person."),
    ),
)


def reason_for(poster_language, points, text):
    """What the poster reads: the ticked points in their language, then what the moderator wrote."""
    with override(poster_language):
        parts = [str(point.words) for point in points]
    return "\n\n".join(filter(None, [*parts, text.strip()]))
