from collections import Counter
from zlib import crc32

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from jobs.models import Vacancy
from listings.by_place import open_by_place
from places.banks import villages
from places.models import Crossing
from places.river_map import MapCrossing, MapVillage, build_river_map


def valley_map():
    """The river map with every village, in the active language. Templates call it only when the drawing
    they keep has run out."""
    counts = open_by_place(Vacancy)
    known = villages()
    # Two villages are called Kolari, and in Finnish two are called Kihlanki: those say their country.
    twice = {name for name, count in Counter(village.name for village in known).items() if count > 1}
    vacancies = reverse("vacancies")
    marks = []
    for village in known:
        bank = village.municipality
        label = f"{village.name} ({bank.country})" if village.name in twice else village.name
        count = counts.get((bank.pk, village.pk), 0)
        marks.append(
            MapVillage(
                label=label,
                latitude=village.latitude,
                longitude=village.longitude,
                bank=bank.key,
                count=count,
                # Where there is nothing to see a link would only cost a press of the tab key.
                url=f"{vacancies}?village={bank.key}-{village.slug}" if count else "",
                accessible_name=say_jobs(f"{label}, {bank.name}", count),
                verified=village.position_checked,
            )
        )
    crossings = [
        MapCrossing(crossing.name, crossing.latitude, crossing.longitude)
        for crossing in Crossing.objects.all()
    ]
    return build_river_map(marks, crossings)


def say_jobs(place, count):
    if not count:
        return gettext("%(place)s: no open jobs") % {"place": place}
    words = ngettext("%(place)s: %(count)s job", "%(place)s: %(count)s jobs", count)
    return words % {"place": place, "count": count}


def valley_map_version():
    """Another number when the map would be another: it is drawn again as soon as jobs come or go."""
    return crc32(repr(sorted(open_by_place(Vacancy).items(), key=str)).encode())
