"""Remarks on a vacancy: what the laws of both countries against discrimination and decent practice ask of
a job advertisement. Words are only a hint, so each remark says which ones it saw."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.checks import Warning, texts_of

SHORT_TIME = timedelta(days=7)
TEXTS = ("title", "summary", "description", "requirements", "merits", "apply_text", "process")

# Finnish and Swedish, in either text: an ad may say it in both. Swedish "man" is also "one", and
# "nuorten parissa" is work with the young, so neither is here.
PATTERNS = [
    (
        gettext_lazy("age"),
        r"nuori|nuorta|nuorekas\w*|nuorehko\w*|alle \d\d[- ]?vuoti\w*|\d\d\s?[-–]\s?\d\d[- ]?vuoti\w*"
        r"|ung|ungt|ungdomlig\w*|under \d\d år|\d\d\s?[-–]\s?\d\d år",
    ),
    (
        gettext_lazy("sex"),
        r"mies|miestä|miehiä|miespuoli\w*|nainen|naista|naisia|naispuoli\w*|poika|poikaa|tyttö|tyttöä"
        r"|kvinna|kvinnor|kvinnlig\w*|män|manlig\w*|tjej|tjejer|kille|killar|flicka|pojke",
    ),
    (
        gettext_lazy("origin"),
        r"kantasuomalai\w*|syntyperäi\w*|ei ulkomaalai\w*|svenskfödd\w*|infödd\w*|etnisk\w*|inte utländsk\w*",
    ),
    (
        gettext_lazy("family, health or belief"),
        r"perheet[öt]\w*|perusterve\w*|raskaana|uskonno\w*|barnfri\w*|gravid\w*|fullt frisk|troende",
    ),
    (gettext_lazy("a photograph"), r"valokuva\w*|kuvasi|kuvan itsestäsi|fotografi av dig|foto|bild på dig"),
    (
        gettext_lazy("a language as mother tongue"),
        r"äidinkieli|äidinkielenä\w*|natiivi\w*|modersmål|som modersmål|modersmålstalande",
    ),
]
DEMANDS = [(label, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for label, words in PATTERNS]
FEE = re.compile(
    r"\b(?:rekisteröintimaksu|hakumaksu|aloitusmaksu|aloituspaketti|anmälningsavgift|ansökningsavgift"
    r"|registreringsavgift|startavgift|startpaket)\w*",
    re.IGNORECASE,
)
UNPAID = re.compile(
    r"\b(?:palkaton|palkattoma\w*|palkatta|ilman palkkaa|obetal\w*|oavlönad\w*|utan lön|provjobba\w*)\b",
    re.IGNORECASE,
)


def found(pattern, listing):
    """The first words of the ad that the pattern means, or None."""
    for text in texts_of(listing, *TEXTS):
        if match := pattern.search(text):
            return match.group()
    return None


def pay_is_missing(listing):
    if listing.has_pay:
        return
    if listing.pay_told == "in_ad":
        yield Warning("terms", _("You chose to tell the pay in the ad, but no sum is given."))
    else:
        yield Warning("terms", _("The ad tells no pay. Seekers look for it: give a range if you can."))


def time_is_short(listing):
    if not listing.apply_by:
        return
    today = timezone.localdate(timezone=listing.municipality.zone)
    if listing.apply_by < today:
        yield Warning("apply", _("The last day to apply has passed."))
    elif listing.apply_by - today < SHORT_TIME:
        yield Warning(
            "apply", _("The last day to apply is less than a week away: few see the ad before it ends.")
        )


def demands_discriminate(listing):
    for label, pattern in DEMANDS:
        if words := found(pattern, listing):
            yield Warning(
                "languages" if words in " ".join(texts_of(listing, "requirements", "merits")) else "text",
                _("Does the work need this? The ad seems to ask for %(what)s (“%(words)s”).")
                % {"what": label, "words": words},
            )


def costs_the_applicant(listing):
    if words := found(FEE, listing):
        yield Warning("text", _("Nobody may have to pay for applying (“%(words)s”).") % {"words": words})
    if words := found(UNPAID, listing):
        yield Warning("text", _("Work on trial is paid work too (“%(words)s”).") % {"words": words})


CHECKS = (pay_is_missing, time_is_short, demands_discriminate, costs_the_applicant)
