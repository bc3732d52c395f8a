"""Invented outlines of the demonstration's townships, and a place in them for each room: the same ones every time."""

import hashlib
import itertools
import random
from decimal import Decimal
from math import cos, pi, sin

from rooms.charts.cells import cells
from rooms.models import RegionShape
from rooms.models.geometry import centre_of, contains

# About where the real city lies, and as large; everything inside is invented.
MIDDLE = (114.90, 30.05)
REACH = (0.36, 0.27)
CORNERS = 15
# How far a border winds, as a share of its length, and how often it is bent.
WINDING, BENDS = 0.16, 4
SOURCE = "演示用虚构轮廓"


def write(regions, rooms) -> None:
    """Give townships an outline, villages a centre, and rooms without a place one in their township."""
    townships = [region for region in regions if region.kind == "township"]
    outlines = dict(zip((each.pk for each in townships), outlines_of(len(townships)), strict=True))
    shapes = [_shape(region, outlines[region.pk]) for region in townships]
    places = {}
    for region in (region for region in regions if region.kind == "village" and region.parent_id in outlines):
        places[region.pk] = inside(outlines[region.parent_id], seed=region.code)
        shapes.append(_shape(region, [], places[region.pk]))
    RegionShape.objects.bulk_create(shapes)
    for room in rooms:
        region = room.unit.region
        # What belongs to the whole city stands in its first township.
        ring = outlines.get(region.pk) or next(iter(outlines.values()), None)
        point = places.get(region.pk) or (ring and inside(ring, seed=room.unit.name))
        if point and room.longitude is None:
            room.longitude, room.latitude = (_degrees(number) for number in point)
            room.save(update_fields=["longitude", "latitude"])


def outlines_of(count: int) -> list[list]:
    """So many townships side by side in one county: straight cells whose borders are then bent, each border once."""
    dice = random.Random(4202)  # noqa: S311 - nothing is kept secret by it
    border = []
    for corner in range(CORNERS):
        angle, far = corner / CORNERS * 2 * pi, dice.uniform(0.94, 1.0)
        border.append((MIDDLE[0] + REACH[0] * far * cos(angle), MIDDLE[1] + REACH[1] * far * sin(angle)))
    straight = cells(_spread(count, dice), border)
    return [_wound(ring) for ring in straight]


def _spread(count: int, dice) -> list:
    """Centres like the seeds of a sunflower, each a little off its place; the first in the middle."""
    found = []
    for number in range(count):
        far = ((number + 0.12) / max(count, 2)) ** 0.5 * 0.92
        angle = number * 2.39996 + 0.7
        off = [dice.uniform(-0.05, 0.05) for _ in range(2)]
        found.append(
            (MIDDLE[0] + REACH[0] * (far * cos(angle) + off[0]), MIDDLE[1] + REACH[1] * (far * sin(angle) + off[1]))
        )
    return found


def _wound(ring) -> list:
    points = []
    for here, there in zip(ring, [*ring[1:], ring[0]], strict=True):
        points += _bent(here, there)[:-1]
    return [[round(x, 5), round(y, 5)] for x, y in points]


def _bent(here, there) -> list:
    """The border between two corners: both neighbours get the same line, for it depends on the corners alone."""
    first, last = (tuple(round(each, 6) for each in point) for point in (here, there))
    ends = sorted([first, last])
    dice = random.Random(repr(ends))  # noqa: S311 - nothing is kept secret by it
    line = ends
    for depth in range(BENDS):
        wide = WINDING / (depth + 1)
        line = [point for pair in itertools.pairwise(line) for point in (pair[0], _middle(*pair, dice, wide))]
        line.append(ends[1])
    return line if first == ends[0] else line[::-1]


def _middle(here, there, dice, wide):
    (ax, ay), (bx, by) = here, there
    off = dice.uniform(-wide, wide)
    return (ax + bx) / 2 - (by - ay) * off, (ay + by) / 2 + (bx - ax) * off


def inside(ring, *, seed: str):
    """A point of the township that always is the same for the same name, not too near to its border."""
    dice = random.Random(hashlib.sha256(seed.encode()).hexdigest())  # noqa: S311 - nothing is kept secret by it
    middle = centre_of(ring)
    for _ in range(200):
        corner = dice.choice(ring)
        share = dice.uniform(0.15, 0.75)
        point = tuple(centre + (edge - centre) * share for centre, edge in zip(middle, corner, strict=True))
        if contains(ring, point):
            return point
    return middle


def _shape(region, ring, point=None) -> RegionShape:
    x, y = point or centre_of(ring)
    values = {"longitude": _degrees(x), "latitude": _degrees(y), "source": SOURCE}
    return RegionShape(region=region, rings=[ring] if ring else [], **values)


def _degrees(number: float) -> Decimal:
    return Decimal(f"{number:.6f}")
