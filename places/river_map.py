"""The river map: villages and crossings laid out as one drawing, north up, with names that never collide.

Pure geometry: no database, no clock, no language. The page hands in records and may cache what comes back.
"""

import math
from dataclasses import dataclass

from .river_course import BORDER, RIVER_LINE_PATH, TARENDO, UPPER_TORNE, path_data, river_line, sample, smooth
from .river_labels import LabelPlace, Lettering, Name, text_width

__all__ = [
    "RIVER_LINE_PATH",
    "MapCrossing",
    "MapVillage",
    "RiverMap",
    "build_river_map",
    "in_nordic_order",
    "river_line",
]

BANKS = {"kolari": "Kolari", "pajala": "Pajala"}
SIDES = {"kolari": 1, "pajala": -1}  # of the border: east and west
SOUTH, NORTH, WEST, EAST = 66.68, 68.00, 22.03, 24.84
KM_PER_DEGREE = 111.32
SHRINK = math.cos(math.radians((SOUTH + NORTH) / 2))  # a degree of longitude against one of latitude, here

DEFAULT_WIDTH = 640  # units; the component shows a unit as about one CSS pixel where there is room
LABEL_SIZE = 14
GAPS = (5, 9, 16, 26, 38, 52, 70)
BOLD_LABELS = 6
# On a phone the drawing is under half its size: fewer names, set larger. river_map.css has the same figures.
COMPACT_SIZE = 27
COMPACT_DOT = 1.6
COMPACT_GAPS = (5, 20)
COMPACT_LABELS = 18

LARGEST_COUNT = 18  # dots stop growing here
RIVER_ROOM = 6  # from the middle of the border to the edge of a dot
BRIDGE = 11  # half the length of the bar
# Where a dot may step aside to, nearest first; sideways counts double, because the names lie sideways.
SIDESTEPS = sorted(
    (
        (far * math.cos(turn * math.pi / 6), far * math.sin(turn * math.pi / 6))
        for far in range(0, 25, 3)
        for turn in range(12)
    ),
    key=lambda step: math.hypot(2 * step[0], step[1]),
)

# Equal counts are settled by the size of the place, then by the caller's order.
CENTRES = (
    "Pajala", "Kolari", "Äkäslompolo", "Korpilombolo", "Ylläsjärvi", "Junosuando", "Sieppijärvi", "Tärendö",
)  # fmt: skip
NORDIC_ORDER = str.maketrans({"å": "{", "ä": "|", "ö": "}"})  # after z, in both languages

# Where there is room to name waters and countries: latitude, longitude, degrees of turn, units along, across.
SPOTS = {
    "sweden": (67.870, 22.580, 0, 140, 20),
    "finland": (67.870, 24.380, 0, 140, 20),
    "muonio": (67.800, 23.566, -89, 120, 16),
    "upper_torne": (67.256, 22.870, 13, 100, 16),
    "torne": (66.905, 23.992, 59, 120, 16),
    "tarendo": (67.282, 22.540, 62, 110, 16),
    "scale": (66.715, 24.510, 0, 90, 30),
}
COUNTRIES = ("sweden", "finland")


@dataclass(frozen=True)
class MapVillage:
    label: str
    latitude: float | None
    longitude: float | None
    bank: str  # a key of BANKS
    count: int = 0
    url: str = ""
    accessible_name: str = ""
    verified: bool = True


@dataclass(frozen=True)
class MapCrossing:
    name: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class VillageMark:
    x: int
    y: int
    radius: int
    target: int  # radius of the area that answers to a pointer
    label: str
    count: int
    strong: bool
    place: LabelPlace | None  # None: no room for the name, which is still in the list
    compact: LabelPlace | None  # the same for a small screen
    url: str
    accessible_name: str
    bank: str
    verified: bool


@dataclass(frozen=True)
class BridgeMark:
    x1: int
    y1: int
    x2: int
    y2: int
    name: str


@dataclass(frozen=True)
class Bank:
    key: str
    name: str
    villages: tuple  # every MapVillage, also those without a position, in the order of the alphabet


@dataclass(frozen=True)
class RiverMap:
    width: int
    height: int
    border_path: str
    tributary_paths: tuple
    bridges: tuple
    villages: tuple  # VillageMarks from north to south, which is also the order of the tab key
    banks: tuple
    spots: dict  # a key of SPOTS: the transform that leads there
    counted: bool  # at least one village has a number to explain
    unchecked: bool  # at least one position awaits a check
    ten_km: int


def build_river_map(villages, crossings, *, width=DEFAULT_WIDTH):
    """Villages and crossings are MapVillages and MapCrossings, or anything with the same attributes."""
    villages = [_plain(village) for village in villages]
    sheet = Sheet(width)
    sheet.draw_bridges(crossings)
    ranked = sorted((village for village in villages if sheet.shows(village)), key=_rank)
    dots = [sheet.draw_dot(village) for village in ranked]
    labels = sheet.write_labels(ranked, dots)
    compact = sheet.write_compact_labels(ranked, dots)
    marks = [
        VillageMark(
            x=round(x), y=round(y), radius=radius, target=sheet.target(x, y, radius),
            label=village.label, count=village.count, strong=index < BOLD_LABELS, place=place, compact=small,
            url=village.url, accessible_name=village.accessible_name, bank=village.bank,
            verified=village.verified,
        )
        for index, (village, (x, y, radius), place, small)
        in enumerate(zip(ranked, dots, labels, compact, strict=True))
    ]  # fmt: skip
    return RiverMap(
        width=width,
        height=sheet.height,
        border_path=path_data(sheet.border),
        tributary_paths=tuple(path_data(pieces) for pieces in sheet.tributaries),
        bridges=tuple(sheet.bridges),
        villages=tuple(sorted(marks, key=lambda mark: (mark.y, mark.x, mark.label))),
        banks=tuple(Bank(key, name, _listed(villages, key)) for key, name in BANKS.items()),
        spots=sheet.spots,
        counted=any(mark.count for mark in marks),
        unchecked=not all(mark.verified for mark in marks),
        ten_km=round(10 * sheet.scale),
    )


class Sheet:
    """The paper: what is drawn first is in the way of what comes next."""

    def __init__(self, width):
        self.width = width
        self.scale = width / ((EAST - WEST) * SHRINK * KM_PER_DEGREE)  # units in a kilometre
        self.height = round((NORTH - SOUTH) * KM_PER_DEGREE * self.scale)
        self.border = smooth([self.project(*point) for point in BORDER])
        self.tributaries = [
            smooth([self.project(*point) for point in river]) for river in (UPPER_TORNE, TARENDO)
        ]
        self.border_points = sample(self.border, step=4)
        self.walls = list(self.border_points)  # what leaders must not cross
        self.lines = list(self.border_points)  # what names must not cover
        for pieces in self.tributaries:
            self.lines += sample(pieces, step=4)
        self.dots = []
        self.bridges = []
        self.spots = {}
        for name, (latitude, longitude, turn, _, _) in SPOTS.items():
            x, y = self.project(latitude, longitude)
            self.spots[name] = f"translate({x:.0f} {y:.0f})" + (f" rotate({turn})" if turn else "")

    def project(self, latitude, longitude):
        x = (longitude - WEST) * SHRINK * KM_PER_DEGREE * self.scale
        return x, (NORTH - latitude) * KM_PER_DEGREE * self.scale

    def shows(self, place):
        return (
            place.latitude is not None and SOUTH < place.latitude < NORTH
            and place.longitude is not None and WEST < place.longitude < EAST
        )  # fmt: skip

    def draw_bridges(self, crossings):
        for crossing in crossings:
            if self.shows(crossing):
                at = self.project(float(crossing.latitude), float(crossing.longitude))
                _, (x, y), (east_x, east_y) = self.from_border(*at)
                bar = [(x + east_x * step, y + east_y * step) for step in range(-BRIDGE, BRIDGE + 1)]
                self.lines += bar[::4]
                self.walls += bar[::4]
                ends = (round(value) for point in (bar[0], bar[-1]) for value in point)
                self.bridges.append(BridgeMark(*ends, str(crossing.name)))

    def draw_dot(self, village):
        """As near its true place as it gets on its own bank, clear of the water and of other dots."""
        share = min(max(village.count, 0), LARGEST_COUNT) / LARGEST_COUNT
        radius = round(4 + 6 * math.sqrt(share))
        side = SIDES.get(village.bank, 1)
        room = radius + RIVER_ROOM
        x, y = self.project(village.latitude, village.longitude)
        east_of_border, (near_x, near_y), (east_x, east_y) = self.from_border(x, y)
        at_border = abs(east_of_border) < room + 30
        if at_border and east_of_border * side < room:
            x, y = near_x + east_x * side * room, near_y + east_y * side * room
        free = (
            point
            for point in ((x + right, y + down) for right, down in SIDESTEPS)
            if all(math.dist(point, dot[:2]) > radius + dot[2] + 2 for dot in self.dots)
            and not (at_border and self.from_border(*point)[0] * side < room - 1)
        )
        x, y = next(free, (x, y))
        self.dots.append((x, y, radius))
        return x, y, radius

    def from_border(self, x, y):
        """How far east of the border (west is below zero), its nearest point, and which way is east there."""
        points = self.border_points
        squares = [(px - x) ** 2 + (py - y) ** 2 for px, py in points[1:-1]]
        nearest = squares.index(min(squares)) + 1
        (x0, y0), at, (x1, y1) = points[nearest - 1 : nearest + 2]
        length = math.dist((x0, y0), (x1, y1))
        east = ((y1 - y0) / length, (x0 - x1) / length)
        return (x - at[0]) * east[0] + (y - at[1]) * east[1], at, east

    def target(self, x, y, radius):
        """Half way to the nearest neighbour: each dot gets as much of 24 pixels and more as there is."""
        nearest = min((d for dot in self.dots if (d := math.dist((x, y), dot[:2])) > 0), default=99)
        return max(radius, min(14, int(nearest / 2)))

    def write_labels(self, villages, dots):
        names = []
        for index, (village, dot) in enumerate(zip(villages, dots, strict=True)):
            text = f"{village.label} {village.count}" if village.count else village.label
            width = text_width(text, LABEL_SIZE, bold=index < BOLD_LABELS)
            names.append(Name(width, dot, SIDES.get(village.bank, 1)))
        return Lettering(
            sheet_size=(self.width, self.height), size=LABEL_SIZE, gaps=GAPS, dots=dots,
            lines=self.lines, walls=self.walls,
            taken=[box for spot in SPOTS for box in self._spot_boxes(spot)],
        ).places(names)  # fmt: skip

    def write_compact_labels(self, villages, dots):
        size = COMPACT_SIZE * self.width / DEFAULT_WIDTH
        dots = [(x, y, radius * COMPACT_DOT) for x, y, radius in dots]
        names = [
            Name(text_width(village.label, size), dot, SIDES.get(village.bank, 1))
            for village, dot in zip(villages[:COMPACT_LABELS], dots, strict=False)
        ]
        places = Lettering(
            sheet_size=(self.width, self.height), size=size, gaps=COMPACT_GAPS, dots=dots,
            lines=self.border_points, walls=self.walls,
            taken=[box for spot in COUNTRIES for box in self._spot_boxes(spot, times=1.6)],
        ).places(names)  # fmt: skip
        return places + [None] * (len(villages) - len(places))

    def _spot_boxes(self, name, times=1):
        """A turned name is kept clear by a row of squares along it."""
        latitude, longitude, turn, along, across = SPOTS[name]
        x, y = self.project(latitude, longitude)
        across_x, across_y = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        half = across * times / 2
        for step in range(-int(along * times / 2), int(along * times / 2) + 1, across):
            middle_x, middle_y = x + across_x * step, y + across_y * step
            yield middle_x - half, middle_y - half, middle_x + half, middle_y + half


def _plain(village):
    """Lazy texts and decimals made plain, so that the map can be cached."""
    latitude, longitude = (
        None if degrees is None else float(degrees) for degrees in (village.latitude, village.longitude)
    )
    return MapVillage(
        label=str(village.label), latitude=latitude, longitude=longitude, bank=village.bank,
        count=village.count or 0, url=str(village.url or ""),
        accessible_name=str(village.accessible_name or village.label), verified=village.verified,
    )  # fmt: skip


def _rank(village):
    name = village.label.split(" (")[0]
    return -village.count, CENTRES.index(name) if name in CENTRES else len(CENTRES)


def _listed(villages, bank):
    of_bank = (village for village in villages if village.bank == bank)
    return tuple(in_nordic_order(of_bank, lambda village: village.label))


def in_nordic_order(things, name):
    return sorted(things, key=lambda thing: name(thing).lower().translate(NORDIC_ORDER))
