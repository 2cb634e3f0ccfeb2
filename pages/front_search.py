"""The front page's one search: what do you do for work, and where do you want to live?"""

from jobs.models import Vacancy
from listings.by_place import open_by_bank, open_by_place
from places.banks import banks, villages
from places.river_map import in_nordic_order


def front_search():
    """How much there is, and the places where there is something: nobody is led to an empty list."""
    by_place, by_bank = open_by_place(Vacancy), open_by_bank(Vacancy)
    places = [
        {
            "bank": bank,
            "count": by_bank[bank.pk],
            "villages": [
                {"key": f"{bank.key}-{village.slug}", "name": village.name, "count": count}
                for village in in_nordic_order(villages(), lambda village: village.name)
                if (count := by_place.get((bank.pk, village.pk)))
            ],
        }
        for bank in banks()
        if by_bank[bank.pk]
    ]
    return {"total": by_bank.total(), "places": places}
