"""Whom a quota is set for: one room or member, or whoever sums several of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Q
from django.utils import timezone

from members.enums import RegionKind, UnitKind
from members.models import Member, Region, Unit
from members.models.places import lineage, under
from members.permissions import Scope
from members.permissions.who_sees import SEE_MEMBER_QUOTAS, SEE_QUOTAS
from reports.facts.stays import Stay, stays_of, trail, with_moves
from rooms.enums import RoomAct
from rooms.models import Convener, Posting, Room, RoomDecision

NAMED = ("sector", "committee")


@dataclass(frozen=True)
class Subject:
    kind: str
    pk: int
    name: str
    # Keys of the rooms, members or units whose records are its.
    keys: tuple[int, ...]
    # The region whose practice says the rules.
    path: str
    # What a rule's `when` and a class of a scheme ask for: the kind of a room, the level and the kind of a member.
    tags: tuple[str, ...] = ()
    note: str = ""
    # A window of days is not held against whoever began within it.
    begun_on: date | None = None
    scope: Scope | None = None
    # Of rooms that came or went only these months are its; every other key is its at all times.
    stays: tuple[Stay, ...] = ()

    @property
    def settled(self) -> tuple[int, ...]:
        moved = {stay.room for stay in self.stays}
        return tuple(key for key in self.keys if key not in moved)

    def spans(self, since: date | None, until: date | None) -> Iterator[tuple]:
        """(keys, from, until): whose records of these days are its, a room that moved with the days of its stays."""
        yield self.settled, since, until
        for stay in self.stays:
            first, last = stay.within(since, until)
            if first is None or last is None or first <= last:
                yield (stay.room,), first, last

    def keys_on(self, day: date) -> tuple[int, ...]:
        month = day.replace(day=1)
        return (*self.settled, *(stay.room for stay in self.stays if stay.holds(month)))

    @property
    def key(self) -> int | str:
        """By what rows know it: a committee or a sector by its name, everybody else by the number."""
        return self.name if self.kind in NAMED else self.pk

    def rights_scope(self) -> Scope:
        return self.scope or Scope(path=self.path)


def of_room(room: Room) -> Subject:
    region = room.unit.region
    return Subject(
        "room",
        room.pk,
        room.name,
        (room.pk,),
        region.path,
        tags=(room.kind,),
        note=region.name,
        begun_on=room.opened_on,
        scope=room.rights_scope(),
    )


def of_member(member: Member, postings: Iterable[Posting]) -> Subject:
    """By the practice of the room to which the member is posted; without one by that of the city."""
    postings = list(postings)
    rooms = [posting.room for posting in postings]
    scope = Scope(
        rooms=frozenset(room.unit_id for room in rooms),
        approvers=frozenset(room.approver_id for room in rooms),
        guides=frozenset(room.guidance_id for room in rooms) - {None},
        persons=frozenset([member.user_id]) - {None},
        path=member.region.path,
    )
    return Subject(
        "member",
        member.pk,
        member.name,
        (member.pk,),
        rooms[0].unit.region.path if rooms else member.region.path,
        tags=tuple(filter(None, (member.level, member.kind))),
        note="、".join(room.unit.short_name for room in rooms) or "未派驻",
        begun_on=min((posting.starts_on for posting in postings), default=None),
        scope=scope,
    )


def rooms_seen(user, *, closed=False):
    """Open rooms of which the person sees the quotas: what the table says of reports.view_quotas, as a set.

    With `closed` also those that are closed by now: what they did still counts for the city.
    """
    seen = (
        Q(unit__in=user.units_as(*SEE_QUOTAS["own_room"]))
        | _answered_for(user)
        | under(_paths(user), "unit__region__path")
    )
    rooms = Room.objects.all() if closed else Room.objects.open()
    return rooms.filter(seen)


def sees_all_rooms(user, path: str) -> bool:
    """Whether the person sees the quotas of whatever room lies below the path."""
    return any(path.startswith(above) for above in _paths(user))


def members_seen(user):
    """Members in office of whom the person sees the quotas; everybody sees one's own."""
    staffed = Q(unit__in=user.units_as(*SEE_MEMBER_QUOTAS["own_room"])) | _answered_for(user)
    posted = Posting.objects.on(timezone.localdate()).filter(room__in=Room.objects.filter(staffed))
    seen = Q(pk__in=posted.values("member")) | Q(user=user) | under(_paths(user), "region__path")
    return Member.objects.active().filter(seen)


def _answered_for(user) -> Q:
    approved, guided = user.units_as(*SEE_QUOTAS["approver"]), user.units_as(*SEE_QUOTAS["guided"])
    return Q(approver__in=approved) | Q(guidance__in=guided)


def _paths(user) -> list[str]:
    return user.paths_as(*SEE_QUOTAS["region"])


# Loaders of pages: the subject if the person sees whom it is about, else nothing.


def room_subject(user, *, pk: int, number: int = 0) -> Subject | None:
    room = Room.objects.visible_to(user).for_page().filter(pk=pk).first()
    return of_room(room) if room else None


def member_subject(user, *, pk: int, number: int = 0) -> Subject | None:
    """On the roll that one sees, posted to a room that one sees, or oneself."""
    posted = Posting.objects.on(timezone.localdate()).filter(room__in=Room.objects.visible_to(user))
    on_roll = Member.objects.visible_to(user)
    seen = Q(pk__in=on_roll.order_by().values("pk")) | Q(pk__in=posted.values("member")) | Q(user=user)
    member = Member.objects.select_related("region").filter(seen, pk=pk).first()
    return of_member(member, postings_of([member]).get(pk, ())) if member else None


def group_subject(user, *, kind: str, pk: int, number: int = 0) -> Subject | None:
    """A convener, a township, a sector …: sums over a city, for whoever looks after all of it."""
    if kind not in GROUPS:
        return None
    return next((each for each in GROUPS[kind](_paths(user)) if each.pk == pk), None)


def seen(user, kind: str) -> list[Subject]:
    """All subjects of a kind of which the person sees the quotas."""
    if kind == "room":
        rooms = rooms_seen(user).for_page().order_by("unit__pinyin", "pk")
        return [of_room(room) for room in rooms]
    if kind == "member":
        members = list(members_seen(user).select_related("region").order_by("pinyin", "pk"))
        postings = postings_of(members)
        return [of_member(member, postings.get(member.pk, ())) for member in members]
    return GROUPS[kind](_paths(user))


def postings_of(members, *, on: date | None = None) -> dict[int, list[Posting]]:
    """Of each member the postings of a day, today unless another is named."""
    found: dict[int, list[Posting]] = {}
    rows = Posting.objects.on(on or timezone.localdate()).filter(member__in=members).order_by("starts_on", "pk")
    for posting in rows.select_related("room__unit__region"):
        found.setdefault(posting.member_id, []).append(posting)
    return found


def _conveners(paths) -> list[Subject]:
    """Whoever convenes today, with all the rooms that the person convenes."""
    rows = Convener.objects.on(timezone.localdate()).filter(under(paths, "room__unit__region__path"))
    found: dict[int, list[Convener]] = {}
    for each in rows.select_related("user", "room__unit__region").order_by("user__pinyin", "rank", "pk"):
        found.setdefault(each.user_id, []).append(each)
    return [
        Subject(
            "convener",
            pk,
            rows[0].user.name,
            tuple(sorted({each.room_id for each in rows})),
            rows[0].room.unit.region.path,
            note="、".join(dict.fromkeys(each.room.unit.short_name for each in rows)),
            begun_on=min(each.starts_on for each in rows),
        )
        for pk, rows in found.items()
    ]


def _regions(kind: str, subject: str):
    def groups(paths) -> list[Subject]:
        regions = Region.objects.within_any(paths).active().filter(kind=kind).order_by("path")
        # What a room did before it was closed stays in the sums, and what it did before it was moved with the township.
        by_path = _by_path(_lying(paths))
        bodies = _bodies(regions) if subject == "township" else {}
        return [_region(each, subject, by_path.get(each.path, ()), bodies.get(each.pk, ())) for each in regions]

    return groups


def _lying(paths):
    """Rooms that lie in these places, and those that lay there once: a moved one counts for both."""
    gone = RoomDecision.objects.filter(under(paths, "from_region__path"), act=RoomAct.MOVED)
    here = under(paths, "unit__region__path")
    return with_moves(Room.objects.filter(here | Q(pk__in=gone.order_by().values("room")))).order_by("pk")


def _by_path(rooms) -> dict[str, list[Room]]:
    """The rooms that lie or lay in a region, by the paths of all regions around them: one pass over the rooms."""
    found: dict[str, list[Room]] = {}
    for room in rooms:
        lay = {above for path, _, _ in trail(room) for above in lineage(path)}
        for path in lay:
            found.setdefault(path, []).append(room)
    return found


def _bodies(regions) -> dict[int, list[int]]:
    """The committees of townships, which see what is said of their township."""
    found: dict[int, list[int]] = {}
    rows = Unit.objects.filter(kind=UnitKind.TOWNSHIP, region__in=regions).values_list("region", "pk")
    for region, pk in rows:
        found.setdefault(region, []).append(pk)
    return found


def _region(region: Region, kind: str, rooms, bodies=()) -> Subject:
    here = sum(room.unit.is_active and room.unit.region.path.startswith(region.path) for room in rooms)
    scope = Scope(path=region.path, approvers=frozenset(bodies))
    told = {"note": f"{here} 个联络室", "scope": scope}
    stays = tuple(chain.from_iterable(stays_of(room, region.path) or () for room in rooms))
    keys = tuple(room.pk for room in rooms)
    return Subject(kind, region.pk, region.name, keys, region.path, stays=stays, **told)


def _units(paths) -> list[Subject]:
    units = Unit.objects.handling().within_any(paths).exclude(kind="room").select_related("region")
    return [of_unit(each) for each in units.order_by("pinyin", "pk")]


def of_unit(unit: Unit) -> Subject:
    scope = Scope(path=unit.region.path, keepers=frozenset([unit.pk]))
    return Subject("unit", unit.pk, unit.name, (unit.pk,), unit.region.path, note=unit.region.name, scope=scope)


def _members_by(field: str):
    def groups(paths) -> list[Subject]:
        rows = Member.objects.within_any(paths).exclude(**{field: ""}).order_by(field, "pk")
        found: dict[tuple, list[tuple]] = {}
        for name, path, *row in rows.values_list(field, "region__path", "pk", "is_active"):
            found.setdefault((name, path), []).append(tuple(row))
        return [_member_group(field, name, path, members) for (name, path), members in found.items()]

    return groups


def _member_group(kind: str, name: str, path: str, members) -> Subject:
    """Its address names it by the member of it who stands first on the roll; who left office stays in the sums."""
    keys, in_office = tuple(pk for pk, _ in members), sum(is_active for _, is_active in members)
    return Subject(kind, keys[0], name, keys, path, note=f"{in_office} 位在任委员")


GROUPS = {
    "convener": _conveners,
    "township": _regions(RegionKind.TOWNSHIP, "township"),
    "sector": _members_by("sector"),
    "committee": _members_by("committee"),
    "unit": _units,
    "city": _regions(RegionKind.CITY, "city"),
}
