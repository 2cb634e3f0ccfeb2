"""Names on the river map: each is set beside its dot, where it covers nothing, or not at all."""

import math
from dataclasses import dataclass
from itertools import chain, combinations

# Towards its own side of the border, towards the other, above, below, then the slants.
DIRECTIONS = (
    (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1),
    (1, -0.5), (1, 0.5), (-1, -0.5), (-1, 0.5),
)  # fmt: skip
NEAR = 9  # a name this close to its dot needs no leader
ANCHORS = {1: "start", 0: "middle", -1: "end"}
IMPORTANT = 20  # these must be set, whoever has to move over
FIXED = 6  # these don't move over for one that is not important
RESCUES = 60  # later ones get no second try
RESCUE_DISTANCE = 70  # how far off the neighbour may be that moves over for one
EDGE = 3
DOT_ROOM = 4  # nearer, a name would seem to belong to the wrong dot
RIVER_ROOM = 4  # from the middle of a river to a name: its halo may touch the bank, its letters don't

# Advance widths in hundredths of an em, after DejaVu Sans: the widest face a visitor's system-ui can be, so a
# name that fits in it fits in all of them.
GLYPH_WIDTHS = {
    char: hundredths / 100
    for chars, hundredths in (
        ("ijlIJ|'", 30), (" .,:;!", 33), ("frt()[]-/", 41), ("czsvyxkL", 59), ("aäåeéoöTFEPYZ", 64),
        ("bdghnpqu0123456789S", 64), ("ÄÅABCKRVX", 70), ("DGHNOÖQU", 79), ("wM", 87), ("mW", 99),
    )
    for char in chars
}  # fmt: skip
BOLD = 1.12


@dataclass(frozen=True)
class LabelPlace:
    x: int  # from the middle of the dot, as all in here but the box
    y: int  # the line the letters stand on
    anchor: str  # start, middle or end
    leader: str  # path data of the thin line to a name that had to move away
    box: tuple  # left, top, right, bottom on the sheet


def text_width(text, size, *, bold=False):
    """An estimate on the wide side: browsers differ, and the server has no fonts."""
    ems = sum(GLYPH_WIDTHS.get(char, 0.75 if ord(char) < 0x2000 else 1) for char in text)
    return ems * size * (BOLD if bold else 1)


@dataclass(frozen=True, eq=False)
class Name:
    width: float
    dot: tuple  # x, y, radius
    side: int  # 1: the right of its dot comes first, -1: the left


class Lettering:
    """Sets names in order of rank. One that is left out may ask a neighbour, set before, to move over."""

    def __init__(self, *, sheet_size, size, gaps, dots, lines, walls, taken):
        self.sheet_size, self.size, self.gaps, self.dots = sheet_size, size, gaps, dots
        self.lines = list(lines)  # points along what letters must not cover
        self.walls = list(walls)  # points along what leaders must not cross
        self.taken = list(taken)  # boxes kept for other things
        self.set = {}  # name -> (box, leader, anchor side)

    def places(self, names):
        for rank, name in enumerate(names):
            if not self._set(name) and rank < RESCUES:
                self._rescue(name, important=rank < IMPORTANT)
        return [self._place(name) if name in self.set else None for name in names]

    def _set(self, name):
        window = self._window(name)
        leaders = [point for _, leader, _ in self.set.values() for point in leader]
        lines = [point for point in (*self.lines, *leaders) if _is_in(point, window)]
        walls = [point for point in (*self.walls, *leaders) if _is_in(point, window)]
        boxes = (*self.taken, *(box for box, _, _ in self.set.values()))
        taken = [box for box in boxes if _overlap(box, window)]
        dots = [dot for dot in self.dots if dot is not name.dot and _is_in(dot, window)]
        for gap in self.gaps:
            for dx, dy in DIRECTIONS:
                box, end = self._box(name, dx * name.side, dy, gap)
                if self._covers(box, taken, dots, lines):
                    continue
                leader = [] if gap <= NEAR else _leader(name.dot, end)
                if not any(_crosses(point, taken, dots, walls) for point in leader):
                    self.set[name] = box, leader, dx * name.side
                    return True
        return False

    def _rescue(self, name, important):
        """One neighbour moves over, the smallest first; for an important name also a large one, or two."""
        movable = reversed(list(self.set)[0 if important else FIXED :])
        near = [other for other in movable if math.dist(name.dot[:2], other.dot[:2]) < RESCUE_DISTANCE]
        for movers in chain(combinations(near, 1), combinations(near, 2) if important else ()):
            before = {other: self.set.pop(other) for other in movers}
            if all(self._set(one) for one in (name, *movers)):
                return
            for one in (name, *movers):
                self.set.pop(one, None)
            self.set.update(before)

    def _window(self, name):
        """The part of the sheet that a name can have anything to do with."""
        x, y, radius = name.dot
        down = radius + max(self.gaps) + self.size + 20
        across = down + name.width
        return x - across, y - down, x + across, y + down

    def _box(self, name, dx, dy, gap):
        x, y, radius = name.dot
        away = (radius + gap) * (0.75 if dx and dy else 1)
        near_edge = x + dx * away
        middle = y + dy * (away + self.size * (0.25 if dx else 0.5))
        left = near_edge - {1: 0, 0: name.width / 2, -1: name.width}[dx]
        if not dx:  # a name above or below may slide along the edge of the sheet
            left = max(EDGE, min(left, self.sheet_size[0] - EDGE - name.width))
        box = (left, middle - self.size * 0.55, left + name.width, middle + self.size * 0.55)
        return box, (near_edge - 2 * dx, middle if dx else y + dy * away)

    def _covers(self, box, taken, dots, lines):
        left, top, right, bottom = box
        width, height = self.sheet_size
        return (
            left < EDGE or top < EDGE or right > width - EDGE or bottom > height - EDGE
            or any(_overlap(other, box) for other in taken)
            or any(_is_in(dot, box, dot[2] + DOT_ROOM) for dot in dots)
            or any(_is_in(point, box, RIVER_ROOM) for point in lines)
        )  # fmt: skip

    def _place(self, name):
        box, leader, dx = self.set[name]
        x, y = round(name.dot[0]), round(name.dot[1])
        left, top, right, bottom = box
        at = {1: left, 0: (left + right) / 2, -1: right}[dx]
        baseline = (top + bottom) / 2 + self.size * 0.35
        path = ""
        if leader:
            (x1, y1), (x2, y2) = leader[0], leader[-1]
            path = f"M{x1 - x:.0f} {y1 - y:.0f}L{x2 - x:.0f} {y2 - y:.0f}"
        return LabelPlace(round(at - x), round(baseline - y), ANCHORS[dx], path, box)


def _crosses(point, taken, dots, walls):
    return (
        any(_is_in(point, box, 1) for box in taken)
        or any(math.dist(point, dot[:2]) < dot[2] + 2 for dot in dots)
        or any(abs(point[0] - x) < 4 and abs(point[1] - y) < 4 for x, y in walls)
    )


def _leader(dot, end):
    """Points from just outside the dot to the edge of its name."""
    x, y, radius = dot
    length = math.dist((x, y), end)
    first = (radius + 2) / length
    steps = max(2, int(length / 3))
    shares = [first + (1 - first) * step / steps for step in range(steps + 1)]
    return [(x + (end[0] - x) * share, y + (end[1] - y) * share) for share in shares]


def _overlap(one, other):
    return one[0] < other[2] + 2 and one[2] > other[0] - 2 and one[1] < other[3] and one[3] > other[1]


def _is_in(point, box, room=0):
    left, top, right, bottom = box
    return left - room < point[0] < right + room and top - room < point[1] < bottom + room
