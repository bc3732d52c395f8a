"""How rooms stand today: their numbers, their conveners, what they have of the list. Many rooms at once."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from rooms import practice
from rooms.enums import ConvenerRank, RepresentativeKind
from rooms.models import ChecklistEntry, Convener, Posting, Representative, Room


@dataclass
class Standing:
    """One room as it stands: what rules, gates and lists ask about it."""

    room: Room
    members: int = 0
    party: int = 0
    mass: int = 0
    conveners: dict = field(default_factory=dict)
    # Since when nobody can act as first convener; None while somebody can.
    vacant_since: date | None = None
    # Keys of the accounts of the members posted to the room.
    users: frozenset = frozenset()
    checklists: tuple = ()
    entries: dict = field(default_factory=dict)

    @property
    def items(self) -> list[tuple[str, dict]]:
        """Every item asked of the room, with the code of its list."""
        return [(each["code"], item) for each in self.checklists for item in each["item"]]

    @property
    def lacking(self) -> list[tuple[str, dict]]:
        return [pair for pair in self.items if not self.has(*pair)]

    def has(self, checklist: str, item: dict) -> bool:
        entry = self.entry(checklist, item)
        return bool(entry and entry.is_there)

    def entry(self, checklist: str, item: dict) -> ChecklistEntry | None:
        return self.entries.get((checklist, item["code"]))

    @property
    def met(self) -> int:
        return len(self.items) - len(self.lacking)

    @property
    def completion(self) -> str:
        return f"{self.met}/{len(self.items)} 项" if self.items else ""

    def vacant_days(self, today=None) -> int:
        return ((today or timezone.localdate()) - self.vacant_since).days if self.vacant_since else 0


def standing_of(room: Room, *, on=None) -> Standing:
    return standings([room], on=on)[0]


def standings(rooms, *, on=None) -> list[Standing]:
    """Four queries for any number of rooms; the rooms bring their unit and its region along."""
    on = on or timezone.localdate()
    found = {room.pk: Standing(room) for room in rooms}
    _count_team(found, on)
    _see_conveners(found, on)
    packs = practice.versions.current_for({room.unit.region.path for room in rooms}, on=on)
    for each in found.values():
        each.checklists = checklists_of(packs[each.room.unit.region.path], each.room.kind)
    for entry in ChecklistEntry.objects.standing().filter(room__in=found):
        found[entry.room_id].entries[entry.checklist, entry.item] = entry
    return list(found.values())


def checklists_of(pack, kind: str) -> tuple:
    """The lists of the pack that are asked of rooms of this kind."""
    tables = pack.resolved.get("checklist", ())
    return tuple(each for each in tables if not each.get("room_kind") or kind in each["room_kind"])


def _count_team(found, on) -> None:
    posted = Posting.objects.on(on).filter(room=OuterRef("pk")).order_by().values("member__user")
    people = Representative.objects.on(on).filter(room=OuterRef("pk")).order_by().values("kind")
    rows = Room.objects.filter(pk__in=found).annotate(posted=ArraySubquery(posted), kinds=ArraySubquery(people))
    for pk, users, kinds in rows.order_by().values_list("pk", "posted", "kinds"):
        each = found[pk]
        # A member without an account counts as much as one with.
        each.members, each.users = len(users), frozenset(users) - {None}
        each.party = kinds.count(RepresentativeKind.PARTY)
        each.mass = len(kinds) - each.party


def _see_conveners(found, on) -> None:
    """Who convenes, and since when nobody does: an ended role or a closed account leaves the place vacant too."""
    # A closed account has no role that counts.
    roles = Role.objects.filter(
        code=RoleCode.CONVENER, unit=OuterRef("room__unit"), user=OuterRef("user"), user__is_active=True
    )
    rows = Convener.objects.filter(room__in=found, starts_on__lte=on).select_related("user")
    last = {}
    for row in rows.annotate(role_ends=ArraySubquery(roles.order_by().values("ends_on"))).order_by("starts_on"):
        each, until = found[row.room_id], _acts_until(row)
        if until >= on:
            each.conveners[row.rank] = row
        elif row.rank == ConvenerRank.FIRST:
            last[row.room_id] = until
    for pk, each in found.items():
        if ConvenerRank.FIRST not in each.conveners:
            begun = last[pk] + timedelta(days=1) if pk in last else each.room.opened_on
            each.vacant_since = begun or on


def _acts_until(row: Convener) -> date:
    """The last day on which the person could act as convener: of the convenership or of the role, whichever is over."""
    if not row.role_ends:
        return row.starts_on if row.ends_on is None else min(row.ends_on, row.starts_on)
    return min(row.ends_on or date.max, max(each or date.max for each in row.role_ends))
