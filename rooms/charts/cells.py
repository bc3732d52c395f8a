"""Cells around centres: what a map shows of places whose outline nobody has."""

from math import dist

from rooms.models.geometry import Point

Ring = list[Point]


def cells(centres: list[Point], frame: Ring) -> list[Ring]:
    """For each centre the part of a convex frame that lies nearer to it than to any other (Voronoi)."""
    return [
        _cell(centre, sorted((dist(each, centre), each) for each in centres if each != centre), frame)
        for centre in centres
    ]


def _cell(centre: Point, others: list[tuple[float, Point]], frame: Ring) -> Ring:
    """`others` come with how far they are, the nearest first."""
    ring, reach = frame, _reach(frame, centre)
    for away, other in others:
        # Its middle line is beyond every corner, and so are those of all that are farther.
        if away > 2 * reach:
            break
        # The middle line between both: what lies on the near side stays.
        ax, ay = other[0] - centre[0], other[1] - centre[1]
        most = ax * (other[0] + centre[0]) / 2 + ay * (other[1] + centre[1]) / 2
        ring = _cut(ring, ax, ay, most)
        reach = _reach(ring, centre)
    return ring


def _reach(ring: Ring, centre: Point) -> float:
    return max((dist(corner, centre) for corner in ring), default=0.0)


def _cut(ring: Ring, ax: float, ay: float, most: float) -> Ring:
    """The part of the figure where ax·x + ay·y is at most this."""
    kept = []
    for here, there in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        value, after = (ax * x + ay * y - most for x, y in (here, there))
        if value <= 0:
            kept.append(here)
        if value * after < 0:
            share = value / (value - after)
            kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
    return kept


def grid(count: int) -> list[Point]:
    """Places for things of which nobody knows where they are: rows of a square, from the upper left."""
    across = max(1, round(count**0.5))
    return [(float(index % across), -float(index // across)) for index in range(count)]


def frame_around(points: list[Point], *, margin: float = 0.12) -> Ring:
    """A rectangle with cut corners around the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs) or 0.1, max(ys) - min(ys) or 0.1
    gap = max(wide, high) * margin + 0.02 * (len(points) == 1)
    west, east, south, north = min(xs) - gap, max(xs) + gap, min(ys) - gap, max(ys) + gap
    cut = gap * 0.8
    return [
        (west + cut, south),
        (east - cut, south),
        (east, south + cut),
        (east, north - cut),
        (east - cut, north),
        (west + cut, north),
        (west, north - cut),
        (west, south + cut),
    ]
