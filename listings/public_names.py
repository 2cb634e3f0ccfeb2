"""Names that only a public body gives itself: a claim to one is looked at with care."""

from .words import fold

# As they stand in names, without dots: Kolarin kunta, Länsstyrelsen i Norrbotten.
PARTS = (
    *("kolari", "pajala", "kunta", "kunnan", "kaupunki", "kaupungin", "kommun", "region", "landsting"),
    *("hyvinvointialue", "valtio", "statens", "myndighet", "virasto", "polis", "lansstyrelse", "seurakunta"),
)


def sounds_public(name):
    folded = fold(name)
    return any(part in folded for part in PARTS)
