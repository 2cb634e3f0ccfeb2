import gzip
import pickle
import re
import sys
import time
import tomllib
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from places.river_map import RIVER_LINE_PATH, MapCrossing, MapVillage, build_river_map, river_line

ROOT = Path(__file__).resolve().parents[2]
CROSSINGS = (
    MapCrossing("Kolari (FI) – Kolari (SE)", 67.354, 23.744),
    MapCrossing("Pello – Pello", 66.775, 23.955),
    MapCrossing("Muonio – Muonionalusta", 67.935, 23.655),
    MapCrossing("Tornio – Haparanda", 65.842, 24.138),
)
SAME_NAME = {("kolari", "Kolari"): "Kolari (FI)", ("pajala", "Kolari"): "Kolari (SE)"}


def read_villages(counts=(18, 0, 5, 1, 12, 3, 0, 9, 2)):
    data = tomllib.loads((ROOT / "places/data/places.toml").read_text(encoding="utf-8"))["villages"]
    rows = [(bank, row) for bank in ("kolari", "pajala") for row in data[bank]]
    return [
        MapVillage(
            label=SAME_NAME.get((bank, row["fi"]), row["fi"]),
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            bank=bank,
            count=counts[number % len(counts)],
            url=f"/{number}/",
            accessible_name=f"{row['fi']}: {number}",
            verified=row.get("checked", True),
        )
        for number, (bank, row) in enumerate(rows)
    ]


def boxes(river_map, which="place"):
    return {mark.label: getattr(mark, which).box for mark in river_map.villages if getattr(mark, which)}


def overlap(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def overlapping(named_boxes):
    named = list(named_boxes.items())
    return [(a, b) for i, (a, one) in enumerate(named) for b, other in named[i + 1 :] if overlap(one, other)]


def border_points(river_map):
    """The points the border goes through: the last of every three pairs."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", river_map.border_path)]
    return list(zip(numbers[0::6], numbers[1::6], strict=True))


def crosses(a, b, c, d):
    def turn(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


@pytest.fixture(scope="module")
def river_map():
    return build_river_map(read_villages(), CROSSINGS)


@pytest.mark.parametrize("which", ["place", "compact"])
@pytest.mark.parametrize("counts", [(0,), (1,), (18,), (18, 0, 5, 1, 12, 3, 0, 9, 2), (3, 7), (111,)])
def test_no_two_names_overlap(counts, which):
    river_map = build_river_map(read_villages(counts), CROSSINGS)

    assert overlapping(boxes(river_map, which)) == []


@pytest.mark.parametrize("which", ["place", "compact"])
def test_no_name_leaves_the_sheet(river_map, which):
    for left, top, right, bottom in boxes(river_map, which).values():
        assert 0 <= left < right <= river_map.width
        assert 0 <= top < bottom <= river_map.height


def test_no_name_covers_a_dot(river_map):
    for mark in river_map.villages:
        dot = (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
        for label, box in boxes(river_map).items():
            assert not overlap(dot, box), f"{label} covers {mark.label}"


def test_no_name_lies_across_the_border(river_map):
    points = border_points(river_map)
    for label, (left, top, right, bottom) in boxes(river_map).items():
        assert not any(left < x < right and top < y < bottom for x, y in points), label


def test_no_two_dots_touch(river_map):
    marks = river_map.villages
    for i, one in enumerate(marks):
        for other in marks[i + 1 :]:
            distance = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert distance >= one.radius + other.radius, (one.label, other.label)


def test_every_village_with_a_position_gets_a_dot(river_map):
    placed = {village.label for village in read_villages() if village.latitude}

    assert len(placed) >= 40
    assert {mark.label for mark in river_map.villages} == placed


def test_twenty_largest_villages_get_their_names(river_map):
    largest = sorted(river_map.villages, key=lambda mark: -mark.count)[:20]

    assert [mark.label for mark in largest if not mark.place] == []


def test_both_kolaris_and_both_kihlankis_can_be_read(river_map):
    assert {"Kolari (FI)", "Kolari (SE)", "Kihlanki", "Kihlangi"} <= set(boxes(river_map))


def test_each_village_stands_on_its_own_bank(river_map):
    points = border_points(river_map)
    for mark in river_map.villages:
        (x0, y0), (x1, y1) = min(
            pairwise(points),
            key=lambda ends: sum((mark.x - x) ** 2 + (mark.y - y) ** 2 for x, y in ends),
        )
        east_of_border = (mark.x - x0) * (y1 - y0) - (mark.y - y0) * (x1 - x0)
        assert (east_of_border > 0) == (mark.bank == "kolari"), mark.label


def test_dots_stay_near_their_true_places(river_map):
    kilometre = river_map.ten_km / 10
    for village in read_villages():
        if village.latitude:
            mark = next(mark for mark in river_map.villages if mark.label == village.label)
            true = build_river_map([replace(village, count=0)], CROSSINGS).villages[0]
            moved = ((mark.x - true.x) ** 2 + (mark.y - true.y) ** 2) ** 0.5
            assert moved < 5 * kilometre, village.label


def test_bridges_cross_the_border(river_map):
    points = border_points(river_map)

    assert [bridge.name for bridge in river_map.bridges] == [crossing.name for crossing in CROSSINGS[:3]]
    for bridge in river_map.bridges:
        ends = (bridge.x1, bridge.y1), (bridge.x2, bridge.y2)
        assert any(crosses(*ends, a, b) for a, b in pairwise(points)), bridge.name


def test_villages_come_from_north_to_south(river_map):
    assert [mark.y for mark in river_map.villages] == sorted(mark.y for mark in river_map.villages)


def test_list_has_every_village_in_nordic_order(river_map):
    kolari, pajala = river_map.banks

    assert len(kolari.villages) + len(pajala.villages) == len(read_villages())
    assert [village.label for village in kolari.villages][-3:] == ["Ylläsjärvi", "Äkäsjokisuu", "Äkäslompolo"]
    assert "Nuottavaara" in [village.label for village in kolari.villages]


def test_dots_grow_with_the_count_within_bounds():
    villages = read_villages((0, 1, 4, 18, 500))
    marks = build_river_map(villages, CROSSINGS).villages

    assert {mark.count: mark.radius for mark in marks} == {0: 4, 1: 5, 4: 7, 18: 10, 500: 10}


def test_same_input_gives_the_same_map(river_map):
    assert build_river_map(read_villages(), CROSSINGS) == river_map


def test_map_can_be_cached(river_map):
    assert pickle.loads(pickle.dumps(river_map)) == river_map


@pytest.fixture
def untraced():
    """Coverage watches every line and would be what is timed."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)


@pytest.mark.usefixtures("untraced")
def test_map_is_built_in_a_moment():
    villages = read_villages()
    seconds = []
    for _ in range(5):
        start = time.process_time()
        build_river_map(villages, CROSSINGS)
        seconds.append(time.process_time() - start)

    # Some 20 ms of processor time on a quiet machine; the rest is patience with a busy one.
    assert min(seconds) < 0.1


def test_decimals_and_empty_texts_are_understood():
    village = MapVillage("Pajala", Decimal("67.2128"), Decimal("23.3661"), "pajala", url=None)
    crossing = MapCrossing("Bro", Decimal("67.354"), Decimal("23.744"))
    mark = build_river_map([village], [crossing]).villages[0]

    assert mark.url == ""
    assert mark.accessible_name == "Pajala"


def test_places_without_a_position_or_off_the_sheet_are_left_out():
    nowhere = MapVillage("Hietanen", None, None, "kolari")
    half = MapVillage("Puoliksi", 67.2, None, "kolari")
    far = MapVillage("Helsinki", 60.17, 24.94, "kolari")
    odd = MapVillage("NaN", float("nan"), 24.0, "kolari")
    river_map = build_river_map([nowhere, half, far, odd], [MapCrossing("Ei missään", None, None)])

    assert river_map.villages == ()
    assert river_map.bridges == ()
    assert len(river_map.banks[0].villages) == 4


def test_no_villages_at_all_still_give_a_river():
    assert build_river_map([], []).border_path.startswith("M")


@pytest.mark.usefixtures("untraced")
def test_three_hundred_villages_on_one_point_do_no_harm():
    crowd = [MapVillage(f"Kylä {n}", 67.4, 23.2, "pajala", count=n % 19) for n in range(300)]
    start = time.process_time()
    river_map = build_river_map(crowd, CROSSINGS)

    assert len(river_map.villages) == 300
    assert overlapping(boxes(river_map)) == []
    assert time.process_time() - start < 5


def test_very_long_names_are_set_or_left_to_the_list():
    long = "Saavutettavuusvaatimustenmukaisuuskylä"
    villages = [replace(village, label=f"{long} {n}") for n, village in enumerate(read_villages())]
    river_map = build_river_map([*villages, MapVillage(long * 5, 67.0, 23.0, "pajala", 18)], CROSSINGS)

    assert overlapping(boxes(river_map)) == []
    assert long * 5 not in boxes(river_map)
    assert all(box[2] <= river_map.width for box in boxes(river_map).values())


def test_other_widths_keep_the_promises():
    for width in (320, 480, 960):
        river_map = build_river_map(read_villages(), CROSSINGS, width=width)
        assert river_map.width == width
        assert overlapping(boxes(river_map)) == []


def test_numbers_meant_for_attributes_are_whole(river_map):
    # A template in Finnish would write 12.5 as 12,5 and break the drawing.
    for mark in river_map.villages:
        for number in (mark.x, mark.y, mark.radius, mark.target):
            assert isinstance(number, int)
        if mark.place:
            assert isinstance(mark.place.x, int)
            assert isinstance(mark.place.y, int)
    assert isinstance(river_map.height, int)
    assert isinstance(river_map.ten_km, int)


def test_river_line_fills_its_box_and_is_the_one_in_the_template():
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", RIVER_LINE_PATH)]
    xs, ys = numbers[0::2], numbers[1::2]

    assert (min(ys), max(ys)) == (0, 400)
    assert 0 <= min(xs) < max(xs) <= 40
    assert len(RIVER_LINE_PATH) < 1200
    assert river_line(20, 100) != RIVER_LINE_PATH
    assert f'd="{RIVER_LINE_PATH}"' in (ROOT / "templates/components/river_line.html").read_text()


def render(villages, language="fi"):
    with translation.override(language):
        return render_to_string("components/river_map.html", {"map": build_river_map(villages, CROSSINGS)})


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_drawing_keeps_to_the_content_policy_and_to_points(language):
    html = render(read_villages(), language)

    assert " style=" not in html
    assert re.findall(r' (?:x|y|r|d|transform|viewBox)="[^"]*,[^"]*"', html) == []
    assert len(gzip.compress(html.encode())) < 6_000
    assert len(html.encode()) < 24_000


def test_each_village_is_linked_on_the_map_and_in_the_list():
    html = render(read_villages())

    assert html.count('href="/0/"') == 2
    assert 'aria-label="Kolari: 0"' in html


def test_village_without_a_page_is_text_and_not_a_link():
    html = render([MapVillage("Pajala", 67.2128, 23.3661, "pajala", 3, accessible_name="Pajala: 3")])

    assert "<a href" not in html.split("<svg")[1].split("</svg>")[0]
    assert '<g role="img" class="pajala"' in html
    assert "<span>Pajala</span>" in html


def test_unchecked_position_is_said_in_words():
    village = MapVillage("Lappea", 67.165, 23.57, "kolari", 3, "/lappea/")

    assert "unverified" not in render([village])
    assert '<li class="unverified">' in render([replace(village, verified=False)])


def test_village_names_are_escaped():
    html = render([MapVillage("<b>Pajala</b>", 67.2128, 23.3661, "pajala", accessible_name='"onload="x')])

    assert "<b>Pajala" not in html
    assert '"onload="x' not in html
