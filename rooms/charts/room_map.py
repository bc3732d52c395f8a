"""The map of rooms: townships as areas, rooms as marks whose form says the kind and whose colour says the state."""

from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, pi, sin

from rooms.charts.cells import cells, frame_around, grid
from rooms.charts.projection import WIDE, Projection, fitted
from rooms.enums import RoomKind
from rooms.models.geometry import Point, area_of, centre_of

# Corners of a mark, and by how much of a turn its first corner stands off from the top; a village's mark is round.
CORNERS = {
    RoomKind.TOWNSHIP: (4, 0.125),
    RoomKind.VILLAGE: (24, 0.0),
    RoomKind.ENTERPRISE: (3, 0.0),
    RoomKind.SECTOR: (4, 0.0),
    RoomKind.STUDIO: (5, 0.0),
    RoomKind.ONLINE: (6, 0.0),
    RoomKind.OUT_OF_TOWN: (3, 0.5),
}
SIZE = 15


@dataclass(frozen=True)
class Lettering:
    """Half the height of a name and of a mark, as rooms.css draws them."""

    half_line: int
    half_mark: int

    @property
    def reach(self) -> int:
        return self.half_line + self.half_mark

    @property
    def asides(self) -> list[int]:
        """How far from the middle of its area a name may stand, nearest first."""
        return [round(self.reach * part) for part in (0, 1.4, -1.4, 2.4, -2.4)]


LARGE, SMALL = Lettering(14, SIZE), Lettering(34, 2 * SIZE)


@dataclass
class Area:
    """A township on the map."""

    region: object
    path: str
    x: float
    y: float
    rooms: int = 0
    # Empty where the picture is too small for the names of all.
    name: str = ""


@dataclass
class Pin:
    room: object
    x: float
    y: float
    path: str
    tone: str


@dataclass
class Picture:
    projection: Projection
    areas: list[Area] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    # Rooms of which nobody said where they stand.
    unplaced: list = field(default_factory=list)
    # Whether areas are outlines, or only cells around centres.
    is_schematic: bool = False

    @property
    def width(self) -> int:
        return WIDE

    @property
    def height(self) -> int:
        return self.projection.height

    @property
    def scale_km(self) -> int:
        """A round length for the scale bar, about a sixth of the picture."""
        wanted = WIDE / 6 / self.projection.scale * 111.2
        return next((each for each in (50, 20, 10, 5, 2, 1) if each <= wanted), 1)

    @property
    def scale_width(self) -> float:
        return round(self.scale_km / 111.2 * self.projection.scale, 1)


def draw(regions, rooms, *, shapes: dict, zoom=None, tones=None, named=None) -> Picture:
    """Draw townships and the rooms in them; `shapes` are RegionShape rows by region, `tones` a colour by room.

    `named` is the one township that a small picture names; the large one names them all.
    """
    rings, centres, is_schematic = _areas(regions, rooms, shapes)
    shown = [zoom] if zoom and zoom.pk in rings else regions
    corners = [point for region in shown for ring in rings.get(region.pk, ()) for point in ring]
    placed = [(room, _place(room, shapes)) for room in rooms]
    inside = [point for room, point in placed if point and room.township in shown]
    projection = fitted(corners or inside or [(0.0, 0.0)])
    picture = Picture(projection, is_schematic=is_schematic)
    counts: dict[int, int] = {}
    for room, point in placed:
        counts[room.township.pk] = counts.get(room.township.pk, 0) + 1
        if point is None:
            picture.unplaced.append(room)
        elif not zoom or room.township == zoom:
            picture.pins.append(_pin(room, projection.at(point), (tones or {}).get(room.pk, "run")))
    for region in regions:
        if region.pk in rings:
            x, y = projection.at(centres[region.pk])
            path = projection.path(rings[region.pk])
            y += _aside(region.name, (x, y), picture.pins, SMALL if named else LARGE)
            name = region.name if named in (None, region) else ""
            picture.areas.append(Area(region, path, x, y, counts.get(region.pk, 0), name))
    return picture


def _aside(name: str, at: Point, pins: list[Pin], letters: Lettering) -> int:
    """How far up or down a name goes so that it stands on the fewest marks."""
    half = len(name) * letters.half_line + letters.half_mark

    def covers(off: int) -> int:
        middle = at[1] + off - letters.half_line / 2
        return sum(abs(pin.x - at[0]) < half and abs(pin.y - middle) < letters.reach for pin in pins)

    return min(letters.asides, key=covers)


def _areas(regions, rooms, shapes) -> tuple[dict, dict, bool]:
    """The rings and the middle of each township: its outline, or a cell around its centre where no outline is known."""
    outlined = {region.pk: _rings(shapes[region.pk]) for region in regions if _has_outline(shapes.get(region.pk))}
    if outlined:
        middles = {pk: _middle(rings) for pk, rings in outlined.items()}
        return outlined, middles, False
    standing = _points_by_township(rooms)
    known = {region.pk: _centre(region, standing[region.pk], shapes) for region in regions}
    if not any(known.values()):
        places = grid(len(regions))
        known = {region.pk: (x * 0.1, 30 + y * 0.1) for region, (x, y) in zip(regions, places, strict=True)}
    known = {pk: point for pk, point in known.items() if point}
    if not known:
        return {}, {}, True
    found = cells(list(known.values()), frame_around([*known.values(), *_points(rooms)]))
    return {pk: [ring] for pk, ring in zip(known, found, strict=True) if len(ring) > 2}, known, True


def _has_outline(shape) -> bool:
    return bool(shape and shape.rings)


def _rings(shape) -> list:
    return [[tuple(point) for point in ring] for ring in shape.rings]


def _middle(rings) -> Point:
    """Where the name stands: the middle of the largest part."""
    return centre_of(max(rings, key=area_of))


def _centre(region, points: list[Point], shapes) -> Point | None:
    """The known centre of a township, or the mean of its rooms."""
    if region.pk in shapes:
        return shapes[region.pk].point
    return (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)) if points else None


def _points_by_township(rooms) -> dict[int, list[Point]]:
    found = defaultdict(list)
    for room in rooms:
        if room.point:
            found[room.township.pk].append(room.point)
    return found


def _points(rooms) -> list[Point]:
    return [room.point for room in rooms if room.point]


def _place(room, shapes) -> Point | None:
    """Where the room stands, or the middle of its village where only that is known."""
    shape = shapes.get(room.unit.region_id) if room.unit.region_id != room.township.pk else None
    return room.point or (shape.point if shape else None)


def _pin(room, at: Point, tone: str) -> Pin:
    return Pin(room, *at, mark(room.kind, *at), tone)


def mark(kind: str, x: float, y: float, size: float = SIZE) -> str:
    """The outline of a kind's mark around a point."""
    corners, turn = CORNERS[kind]
    turns = ((turn + index / corners) * 2 * pi for index in range(corners))
    points = (f"{x + size * sin(angle):.1f} {y - size * cos(angle):.1f}" for angle in turns)
    return "M" + "L".join(points) + "Z"


def legend() -> list[dict]:
    return [{"name": kind.label, "path": mark(kind, 18, 18, 13)} for kind in RoomKind]
