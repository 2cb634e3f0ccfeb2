"""Which ads are near another one, by where their villages lie."""

from math import cos, hypot, radians

KM_PER_DEGREE = 111.2
# Where a village is not known: nearer than the other bank, further than the next village.
SAME_BANK, OTHER_BANK = 25, 60


def nearest(listing, candidates, limit, rank):
    """The candidates most like the listing, the nearest of them first; equals keep their order."""
    return sorted(candidates, key=lambda other: (rank(listing, other), distance(listing, other)))[:limit]


def distance(one, other):
    """Kilometres as the crow flies."""
    if one.village_id and one.village_id == other.village_id:
        return 0
    here, there = position(one), position(other)
    if here and there:
        north = (there[0] - here[0]) * KM_PER_DEGREE
        east = (there[1] - here[1]) * KM_PER_DEGREE * cos(radians(here[0]))
        return hypot(north, east)
    return SAME_BANK if one.municipality_id == other.municipality_id else OTHER_BANK


def position(listing):
    village = listing.village
    if not village or village.latitude is None or village.longitude is None:
        return None
    return float(village.latitude), float(village.longitude)
