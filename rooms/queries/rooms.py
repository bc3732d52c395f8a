"""Reads about rooms."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils import timezone

from members.enums import RoleCode
from members.models import Role
from members.models.places import lineage, under
from rooms.models import RegionPractice, Room, RoomPractice


@dataclass(frozen=True)
class Part:
    """One part of 一委员两代表: who belongs to it, how many there should be, and what to say when there are not."""

    code: str
    name: str
    people: list
    least: int
    most: int

    @property
    def is_full(self) -> bool:
        return self.least <= len(self.people) <= self.most

    @property
    def wanted(self) -> str:
        return f"{self.least} 人" if self.least == self.most else f"{self.least}—{self.most} 人"

    @property
    def hint(self) -> str:
        count = len(self.people)
        if self.is_full:
            return ""
        gap = f"少 {self.least - count} 人" if count < self.least else f"多 {count - self.most} 人"
        return f"一般为 {self.wanted}，{gap}。这是提醒，不影响开展工作。"


def for_list(rooms):
    """Rooms with what their list shows; `pinyin` is what the list is sorted by."""
    return rooms.select_related("unit__region__parent", "approver").annotate(
        pinyin=F("unit__pinyin"), path=F("unit__region__path")
    )


def for_export(rooms):
    """What the exported list shows besides, counted in the database: it may have thousands of rows."""
    today = timezone.localdate()
    posted = Count(
        "postings",
        filter=Q(postings__starts_on__lte=today)
        & (Q(postings__ends_on__isnull=True) | Q(postings__ends_on__gte=today)),
        distinct=True,
    )
    return for_list(rooms).select_related("guidance").annotate(posted=posted)


def team_of(room) -> dict:
    """Everybody of the room today, and who was there before."""
    today = timezone.localdate()
    postings = list(room.postings.select_related("member").order_by("member__pinyin"))
    representatives = list(room.representatives.all())
    conveners = list(room.conveners.select_related("user").order_by("rank", "-starts_on"))
    sizes = settings.ROOM_TEAM
    parts = [Part("members", "驻室委员", _now(postings, today), *sizes["members"])]
    for code, name in (("party", "党员代表"), ("mass", "群众代表")):
        people = [each for each in _now(representatives, today) if each.kind == code]
        parts.append(Part(code, name, people, *sizes[code]))
    return {
        "parts": parts,
        "conveners": [each for each in conveners if each.ends_on is None or each.ends_on >= today],
        "former": _former(conveners, postings, representatives, today),
        "clerks": list(
            Role.objects.on(today)
            .filter(unit=room.unit, code=RoleCode.CLERK, user__is_active=True)
            .select_related("user")
        ),
    }


def _now(rows, today) -> list:
    return [row for row in rows if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)]


def _former(conveners, postings, representatives, today) -> list[dict]:
    """Who was here before, the last to leave first."""
    told = [
        *((each, each.user.name, each.get_rank_display()) for each in conveners),
        *((each, each.member.name, "驻室委员") for each in postings),
        *((each, each.name, each.get_kind_display()) for each in representatives),
    ]
    rows = [
        {"name": name, "as_what": what, "from": each.starts_on, "until": each.ends_on}
        for each, name, what in told
        if each.ends_on and each.ends_on < today
    ]
    return sorted(rows, key=lambda row: row["until"], reverse=True)


def followings(paths) -> list:
    """Which practice regions follow, of those that the person looks after and those above: each with `standing`.

    now (the last that began), coming (begins later) or past.
    """
    today = timezone.localdate()
    above = {each for path in paths for each in lineage(path)}
    rows = RegionPractice.objects.filter(under(paths, "region__path") | Q(region__path__in=above))
    rows = rows.select_related("region", "practice").defer("practice__text", "practice__resolved")
    found, known = [], set()
    for row in rows.order_by("region__path", "-starts_on"):
        row.standing = "coming" if row.starts_on > today else "past" if row.region_id in known else "now"
        if row.standing == "now":
            known.add(row.region_id)
        found.append(row)
    return found


def own_settings(paths) -> list:
    """Rooms that have set something of their own, by what they last set."""
    rows = RoomPractice.objects.filter(under(paths, "room__unit__region__path")).select_related("room__unit", "base")
    latest = rows.defer("base__text", "base__resolved").order_by("room_id", "-starts_on").distinct("room_id")
    return [row for row in latest if row.practice_id]


def rooms_that_follow(region, *, version, on):
    """Open rooms that begin as this region does on the day: no nearer region says otherwise, nor the room itself."""
    chosen = RegionPractice.objects.filter(region__path__startswith=region.path, starts_on__lte=on)
    nearer = list(chosen.exclude(region=region).values_list("region__path", flat=True))
    own = RoomPractice.objects.filter(room__unit__region__path__startswith=region.path, starts_on__lte=on)
    # Of a room's settings the last one stands; one of another version falls away.
    bases = {row.room_id: row.base_id if row.practice_id else None for row in own.order_by("starts_on")}
    kept = [room for room, base in bases.items() if base == version.pk]
    rooms = Room.objects.open().filter(unit__region__path__startswith=region.path)
    return rooms.exclude(under(nearer, "unit__region__path")).exclude(pk__in=kept)
