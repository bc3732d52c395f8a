"""Distances on the ground, and plane figures in degrees: pure functions, no rows."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088

Point = tuple[float, float]


def distance_km(first: Point, second: Point) -> float:
    """Great-circle distance of two points, each (longitude, latitude) in degrees."""
    (from_x, from_y), (to_x, to_y) = ((radians(x), radians(y)) for x, y in (first, second))
    half = sin((to_y - from_y) / 2) ** 2 + cos(from_y) * cos(to_y) * sin((to_x - from_x) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def centre_of(ring: list) -> Point:
    """The centre of mass of a closed figure; the mean of its corners where it has no area."""
    doubled = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        doubled, x, y = doubled + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if abs(doubled) < 1e-12:
        return sum(px for px, _ in ring) / len(ring), sum(py for _, py in ring) / len(ring)
    return x / (3 * doubled), y / (3 * doubled)


def area_of(ring: list) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def simplified(ring: list, tolerance: float) -> list:
    """The ring without corners that lie nearer than the tolerance to the line between those kept (Douglas, Peucker)."""
    kept, waiting = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while waiting:
        start, end = waiting.pop()
        far, at = 0.0, 0
        for index in range(start + 1, end):
            gap = _gap(ring[index], ring[start], ring[end])
            if gap > far:
                far, at = gap, index
        if far > tolerance:
            kept.add(at)
            waiting += [(start, at), (at, end)]
    return [ring[index] for index in sorted(kept)]


def _gap(point, start, end) -> float:
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0 if not length else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return sqrt((x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2)


def contains(ring: list, point: Point) -> bool:
    """Whether the point lies inside the closed figure (a ray to the right crosses its edge an odd number of times)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
