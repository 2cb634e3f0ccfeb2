from collections import Counter

from places.models import Crossing, Village
from places.river_map import MapCrossing, MapVillage, build_river_map


def valley_map():
    """The river map with every village, in the active language. Templates call it only when the drawing
    they keep has run out."""
    villages = list(Village.objects.select_related("municipality"))
    # Two villages are called Kolari, and in Finnish two are called Kihlanki: those say their country.
    twice = {name for name, count in Counter(village.name for village in villages).items() if count > 1}
    marks = [
        MapVillage(
            label=f"{village.name} ({village.municipality.country})"
            if village.name in twice
            else village.name,
            latitude=village.latitude,
            longitude=village.longitude,
            bank=village.municipality.key,
            accessible_name=f"{village.name}, {village.municipality.get_country_display()}",
            verified=village.position_checked,
        )
        for village in villages
    ]
    crossings = [
        MapCrossing(crossing.name, crossing.latitude, crossing.longitude)
        for crossing in Crossing.objects.all()
    ]
    return build_river_map(marks, crossings)
