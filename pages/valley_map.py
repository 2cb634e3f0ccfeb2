from places.models import Crossing, Village
from places.river_map import MapCrossing, MapVillage, build_river_map


def valley_map():
    """The river map with every village, in the active language. Templates call it only when the drawing
    they keep has run out."""
    villages = [
        MapVillage(
            label=village.name,
            latitude=village.latitude,
            longitude=village.longitude,
            bank=village.municipality.key,
            accessible_name=f"{village.name}, {village.municipality.name}",
            verified=village.position_checked,
        )
        for village in Village.objects.select_related("municipality")
    ]
    crossings = [
        MapCrossing(crossing.name, crossing.latitude, crossing.longitude)
        for crossing in Crossing.objects.all()
    ]
    return build_river_map(villages, crossings)
