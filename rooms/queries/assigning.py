"""派驻安排: how full the rooms are, of which sectors, and what becomes of it when a member goes there."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.utils import timezone

from members.models import Member
from rooms.models import Posting, Room
from rooms.queries.nearness import Near, near, points

# Members for whom a room is looked for in one go: a preview has to be read.
MOST_SUGGESTED = 100
# From this many members on one sector should not be more than half of a room.
MIXED_FROM = 4


@dataclass
class RoomNeed:
    """One room: how many members it has and how many it should have, and of which sectors they are."""

    room: Room
    least: int
    most: int
    sectors: Counter = field(default_factory=Counter)
    members: set = field(default_factory=set)
    # Where regions lie; one for all rooms.
    points: dict = field(default_factory=dict, repr=False)

    def near(self, member: Member) -> Near:
        return near(member, self.room, self.points)

    @property
    def count(self) -> int:
        return len(self.members)

    @property
    def missing(self) -> int:
        return max(0, self.least - self.count)

    @property
    def is_full(self) -> bool:
        return self.count >= self.most

    @property
    def tone(self) -> str:
        return "done" if self.least <= self.count <= self.most else "wait"

    @property
    def told(self) -> str:
        if self.missing:
            return f"{self.count} 人，少 {self.missing} 人"
        return f"{self.count} 人，多 {self.count - self.most} 人" if self.count > self.most else f"{self.count} 人"

    @property
    def mix(self) -> str:
        return _told(self.sectors)

    def with_member(self, member: Member) -> "RoomNeed":
        """The room as it would be."""
        sectors = self.sectors + Counter({member.sector: 1})
        return RoomNeed(self.room, self.least, self.most, sectors, self.members | {member.pk}, self.points)

    def warnings(self, member: Member) -> list[str]:
        """What to think about before the member goes there; none of it forbids."""
        after, found = self.with_member(member), []
        if member.pk in self.members:
            return ["已经派驻在这里"]
        if after.count > self.most:
            found.append(f"超过 {self.most} 人")
        same = after.sectors[member.sector]
        if member.sector and after.count >= MIXED_FROM and same * 2 > after.count:
            found.append(f"{member.sector}占 {same} 人，超过一半")
        return found

    def place(self, member: Member) -> None:
        self.sectors[member.sector] += 1
        self.members.add(member.pk)


def _told(sectors: Counter) -> str:
    return "、".join(f"{name or '界别未填'} {count}" for name, count in sectors.most_common()) or "还没有委员"


def needs(rooms) -> list[RoomNeed]:
    """The rooms with who is posted there today: two queries more, however many rooms."""
    least, most = settings.ROOM_TEAM["members"]
    where = points()
    found = {room.pk: RoomNeed(room, least, most, points=where) for room in rooms}
    posted = Posting.objects.on(timezone.localdate()).filter(room__in=list(found), member__is_active=True)
    for room, member, sector in posted.values_list("room", "member", "member__sector"):
        if member not in found[room].members:
            found[room].members.add(member)
            found[room].sectors[sector] += 1
    return list(found.values())


@dataclass(frozen=True)
class Option:
    """One room for one member: how near, what the mix would be, what to think about."""

    need: RoomNeed
    near: Near
    after: str
    warnings: list


def options(member: Member, found: list[RoomNeed]) -> list[Option]:
    """The rooms for a member, the nearest first, and of those as near the one that lacks most."""
    rows = [Option(need, need.near(member), need.with_member(member).mix, need.warnings(member)) for need in found]
    return sorted(rows, key=lambda row: (row.near.order, -row.need.missing, row.need.count, row.need.room.unit.pinyin))


def suggested(members, found: list[RoomNeed]) -> list[tuple[Member, RoomNeed | None]]:
    """A room for each member: one with space, near, without that sector yet, and rather short of people.

    Members whose place is known choose first; each choice counts for the next one. The needs given stay as they are.
    """
    pairs, given = [], {need.room.pk: need for need in found}
    found = [replace(need, sectors=Counter(need.sectors), members=set(need.members)) for need in found]
    for member in sorted(members, key=lambda each: (not (each.home_id or each.work_id), each.pinyin, each.pk)):
        open_ones = [need for need in found if not need.is_full and member.pk not in need.members]
        best = min(open_ones, key=lambda need: _preference(member, need), default=None)
        if best:
            best.place(member)
        pairs.append((member, best and given[best.room.pk]))
    return pairs


def _preference(member: Member, need: RoomNeed) -> tuple:
    return (
        need.near(member).order,
        need.sectors[member.sector] if member.sector else 0,
        -need.missing,
        need.count,
        need.room.pk,
    )


def posted_on(room: Room, day: date):
    return Posting.objects.on(day).filter(room=room).select_related("member").order_by("member__pinyin")
