"""What the rooms of a township or a city came to: sums kept beside the months of the rooms, for whoever sees them all.

They are the months of the rooms by their stays, and change by as much as those change.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.enums import RegionKind
from members.models import Region
from members.models.places import lineage
from reports.facts.stays import trail, with_moves
from reports.models import RegionMonth, RoomMonth, RoomStay
from rooms.models import Room

AT_ONCE = 1000
# Which months of a room are those of a region.
STAYS = """JOIN {stays} AS stay ON stay.room_id = counted.room_id
    AND (stay.since IS NULL OR counted.month >= stay.since) AND (stay.until IS NULL OR counted.month < stay.until)"""
ADDED = """
    INSERT INTO {sums} (region_id, month, measure, part, n)
    SELECT stay.region_id, counted.month, counted.measure, counted.part, SUM(counted.n)
    FROM ({rows}) AS counted (room_id, month, measure, part, n) {joined}
    GROUP BY 1, 2, 3, 4 HAVING SUM(counted.n) <> 0
    ON CONFLICT (region_id, measure, month, part) DO UPDATE SET n = {sums}.n + EXCLUDED.n"""


def added(rows: str) -> str:
    """The statement that adds rows of rooms to those of the regions where they lay: (room, month, measure, part, n)."""
    sums, stays = RegionMonth._meta.db_table, RoomStay._meta.db_table
    return ADDED.format(sums=sums, rows=rows, joined=STAYS.format(stays=stays))


def _of_rooms(n: str, where: str = "") -> str:
    return f"SELECT room_id, month, measure, part, {n} FROM {RoomMonth._meta.db_table} {where}"  # noqa: S608, names only


def settle(rooms) -> None:
    """Keep where these rooms lie; one that came or went takes the sums of its months along."""
    if not rooms:
        return
    kept, lying = _kept(rooms), _lying(rooms)
    changed = [key for key, stays in lying.items() if stays != kept[key]]
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(added(_of_rooms("-n", "WHERE room_id = ANY(%s)")), [changed])
        RoomStay.objects.filter(room__in=changed).delete()
        _keep(lying, changed)
        cursor.execute(added(_of_rooms("n", "WHERE room_id = ANY(%s)")), [changed])


def settle_new(rooms) -> None:
    """The same for those of which the facts do not know yet where they lie."""
    known = RoomStay.objects.filter(room__in=rooms).values_list("room", flat=True) if rooms else ()
    settle(set(rooms).difference(known))


def _kept(rooms) -> dict[int, set]:
    found = defaultdict(set)
    for room, *stay in RoomStay.objects.filter(room__in=rooms).values_list("room", "region", "since", "until"):
        found[room].add(tuple(stay))
    return found


def _lying(rooms) -> dict[int, set]:
    """Where they lie, as their records say."""
    rooms = list(with_moves(Room.objects.filter(pk__in=rooms)))
    regions = Region.objects.exclude(kind=RegionKind.VILLAGE).values_list("path", "pk")
    known = dict(regions) if rooms else {}
    return {room.pk: _stays(room, known) for room in rooms}


def _stays(room, known: dict[str, int]) -> set[tuple]:
    """(region, from, until) of townships and cities; a room that moved within one of them has not left it."""
    found = defaultdict(list)
    for path, since, until in trail(room):
        for region in (known[above] for above in lineage(path) if above in known):
            stays = found[region]
            first = stays.pop()[0] if stays and stays[-1][1] == since else since
            if first is None or until is None or first < until:
                stays.append((first, until))
    return {(region, *stay) for region, stays in found.items() for stay in stays}


def _keep(lying: dict[int, set], rooms) -> None:
    rows = [
        RoomStay(room_id=room, region_id=region, since=since, until=until)
        for room in rooms
        for region, since, until in lying[room]
    ]
    RoomStay.objects.bulk_create(rows)


def write_all() -> int:
    """Sum up everything anew."""
    RegionMonth.objects.all().delete()
    RoomStay.objects.all().delete()
    for rooms in _in_parts(Room.objects.all()):
        lying = _lying(rooms)
        _keep(lying, lying)
    with connection.cursor() as cursor:
        cursor.execute(added(_of_rooms("n")))
        return cursor.rowcount


def differences() -> list[tuple]:
    """Where the sums are not those of the rooms, or a room is kept where it does not lie, as months.differences."""
    sums, rooms = RegionMonth._meta.db_table, RoomMonth._meta.db_table
    joined = STAYS.format(stays=RoomStay._meta.db_table)
    compared = f"""
        SELECT region, month, measure, part, SUM(kept)::bigint, SUM(counted)::bigint FROM (
            SELECT region_id AS region, month, measure, part, n AS kept, 0 AS counted FROM {sums}
            UNION ALL SELECT stay.region_id, counted.month, measure, part, 0, n FROM {rooms} AS counted {joined}
        ) AS both_sides
        GROUP BY region, month, measure, part HAVING SUM(kept) <> SUM(counted)
        ORDER BY region, month, measure, part"""  # noqa: S608, names of tables and columns only
    with connection.cursor() as cursor:
        cursor.execute(compared)
        return cursor.fetchall() + _misplaced()


def _misplaced() -> list[tuple]:
    """Of rooms that did something: where the others lie is asked when they do."""
    month, found = timezone.localdate().replace(day=1), []
    counted = Room.objects.filter(Exists(RoomMonth.objects.filter(room=OuterRef("pk"))))
    for rooms in _in_parts(counted):
        kept, lying = _kept(rooms), _lying(rooms)
        found += [
            (room, month, "room_stays", "", len(kept[room] - stays), len(stays - kept[room]))
            for room, stays in lying.items()
            if stays != kept[room]
        ]
    return found


def _in_parts(rooms) -> Iterator[list[int]]:
    keys = list(rooms.order_by("pk").values_list("pk", flat=True))
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
