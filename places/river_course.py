"""The course of the rivers, and curves through points: the map and the divider are drawn from the same."""

import math

# The border from north to south as (latitude, longitude): the Muonio river down to Lappea, then the Torne.
# From Natural Earth's 1:10m boundary lines (public domain), thinned to 0.35 km, checked against the bridges
# and the riverside villages of data/places.toml. The other two rivers are drawn by hand through the villages
# on their banks. All is schematic, within some 2 km: good for a guide, not for navigation.
BORDER = (
    (68.052, 23.384), (68.016, 23.485), (67.972, 23.575), (67.962, 23.643), (67.951, 23.661),
    (67.932, 23.661), (67.913, 23.636), (67.903, 23.604), (67.893, 23.532), (67.881, 23.499),
    (67.865, 23.481), (67.817, 23.481), (67.738, 23.485), (67.669, 23.510), (67.588, 23.553),
    (67.555, 23.474), (67.544, 23.485), (67.486, 23.431), (67.461, 23.445), (67.444, 23.478),
    (67.454, 23.593), (67.436, 23.661), (67.432, 23.730), (67.420, 23.766), (67.370, 23.751),
    (67.346, 23.751), (67.336, 23.774), (67.290, 23.737), (67.268, 23.622), (67.260, 23.604),
    (67.225, 23.593), (67.174, 23.575), (67.154, 23.582), (67.098, 23.665), (67.059, 23.676),
    (67.017, 23.719), (66.976, 23.816), (66.924, 23.874), (66.888, 23.935), (66.812, 24.000),
    (66.796, 24.000), (66.790, 23.938), (66.752, 23.892), (66.686, 23.902), (66.632, 23.881),
)  # fmt: skip
# Upper Torne: Junosuando, Lovikka, Anttis, Pajala, Kengis, and into the border at Lappea.
UPPER_TORNE = (
    (67.600, 21.980), (67.545, 22.130), (67.487, 22.290), (67.445, 22.430), (67.425, 22.520),
    (67.375, 22.570), (67.312, 22.625), (67.290, 22.740), (67.283, 22.860), (67.262, 22.990),
    (67.248, 23.130), (67.212, 23.250), (67.203, 23.366), (67.186, 23.450), (67.184, 23.525),
    (67.174, 23.575),
)  # fmt: skip
# The Tärendö river leaves the Torne above Junosuando (a bifurcation) and runs south into the Kalix river.
TARENDO = (
    (67.445, 22.430), (67.400, 22.450), (67.330, 22.440), (67.270, 22.500), (67.215, 22.590),
    (67.162, 22.622), (67.110, 22.620), (67.050, 22.660), (66.970, 22.720), (66.880, 22.840),
    (66.780, 22.840), (66.640, 22.900),
)  # fmt: skip


def river_line(width=40, height=400):
    """Path data of the border alone, narrowed and without its small bends: the divider of the two banks."""
    course = sample(smooth(BORDER), step=0.004)
    north, south = BORDER[0][0], BORDER[-1][0]
    bends = []
    for step in range(25):
        middle = north + (south - north) * step / 24
        near = [lon for lat, lon in course if abs(lat - middle) < 0.035]
        bends.append((sum(near) / len(near), step * height / 24))
    west, east = min(bends)[0], max(bends)[0]
    line = smooth([(2 + (lon - west) / (east - west) * (width - 4), y) for lon, y in bends])
    return path_data(line, digits=1)


def smooth(points):
    """Cubic Bézier pieces through the points: Catmull-Rom tangents, handles a third as long as the piece."""
    ends = [points[0], *points, points[-1]]
    tangents = []
    for before, after in zip(ends, ends[2:], strict=False):
        length = math.dist(before, after) or 1
        tangents.append(((after[0] - before[0]) / length, (after[1] - before[1]) / length))
    pieces = []
    for p, q, t, u in zip(points, points[1:], tangents, tangents[1:], strict=False):
        third = math.dist(p, q) / 3
        leave = (p[0] + t[0] * third, p[1] + t[1] * third)
        arrive = (q[0] - u[0] * third, q[1] - u[1] * third)
        pieces.append((p, leave, arrive, q))
    return pieces


def sample(pieces, step):
    """Points along the curve, about a step apart."""
    points = [pieces[0][0]]
    for p, leave, arrive, q in pieces:
        steps = max(1, round(math.dist(p, q) / step))
        for s in (n / steps for n in range(1, steps + 1)):
            weights = ((1 - s) ** 3, 3 * (1 - s) ** 2 * s, 3 * (1 - s) * s**2, s**3)
            axes = zip(p, leave, arrive, q, strict=True)
            points.append(tuple(sum(w * v for w, v in zip(weights, axis, strict=True)) for axis in axes))
    return points


def path_data(pieces, digits=0):
    """The pieces as the d of an SVG path."""
    curves = (" ".join(_pair(point, digits) for point in piece[1:]) for piece in pieces)
    return f"M{_pair(pieces[0][0], digits)}" + "".join(f"C{curve}" for curve in curves)


def _pair(point, digits):
    return " ".join(f"{value:.{digits}f}".removesuffix(".0") for value in point)


RIVER_LINE_PATH = river_line()
