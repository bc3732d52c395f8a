"""From degrees to the units of a picture and back: good for a county, where the earth is flat enough."""

from dataclasses import dataclass
from math import cos, radians

from rooms.models.geometry import Point

WIDE = 1000
MARGIN = 40
# A very long county is not drawn higher than this.
HIGHEST, LOWEST = 1100, 420


@dataclass(frozen=True)
class Projection:
    """`west` and `north` are the corner of the picture, `scale` units of it a degree of latitude."""

    west: float
    north: float
    squeeze: float
    scale: float
    height: int

    def at(self, point: Point) -> Point:
        x, y = point
        return round((x - self.west) * self.squeeze * self.scale, 1), round((self.north - y) * self.scale, 1)

    def path(self, rings) -> str:
        return "".join("M" + "L".join("{:g} {:g}".format(*self.at(point)) for point in ring) + "Z" for ring in rings)

    @property
    def units_a_degree(self) -> tuple[float, float]:
        """How the page's script turns a tap into degrees: units a degree of longitude, and of latitude."""
        return self.squeeze * self.scale, self.scale


def fitted(points: list[Point]) -> Projection:
    """A picture that holds all the points with a margin; its height follows the county's shape."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    squeeze = cos(radians((max(ys) + min(ys)) / 2))
    wide, high = max((max(xs) - min(xs)) * squeeze, 0.01), max(max(ys) - min(ys), 0.01)
    inner = WIDE - 2 * MARGIN
    scale = min(inner / wide, (HIGHEST - 2 * MARGIN) / high)
    height = max(LOWEST, round(high * scale) + 2 * MARGIN)
    west = (max(xs) + min(xs)) / 2 - WIDE / 2 / scale / squeeze
    north = (max(ys) + min(ys)) / 2 + height / 2 / scale
    return Projection(west, north, squeeze, scale, height)
