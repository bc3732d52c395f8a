"""Which loaded version a region or a room follows, and the pack object of a version."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Length
from django.utils import timezone

from members.models import Region
from members.models.places import lineage
from rooms.models import PracticeVersion, RegionPractice, Room, RoomPractice
from rooms.practice.codes import ROOT
from rooms.practice.pack import Practice
from rooms.practice.reading import from_resolved, load

# Versions never change, so a pack object is built once for each checksum.
BUILT: dict[str, Practice] = {}
KEYS: dict[int, str] = {}


def of(version: PracticeVersion) -> Practice:
    """The pack object of a version; its data is only read when this process has not seen it yet."""
    if version.sha256 not in BUILT:
        BUILT[version.sha256] = from_resolved(version.resolved)
    return BUILT[version.sha256]


def of_key(key: int) -> Practice:
    """The pack object of the version with this key: for rows that did not bring the version along."""
    if key not in KEYS:
        KEYS[key] = PracticeVersion.objects.values_list("sha256", flat=True).get(pk=key)
    if KEYS[key] not in BUILT:
        BUILT[KEYS[key]] = from_resolved(PracticeVersion.objects.get(pk=key).resolved)
    return BUILT[KEYS[key]]


def current(region: Region | None, *, on: date | None = None) -> Practice:
    """How a region does it: its own practice or that of the nearest region above, else the root pack."""
    version = current_version(region, on=on)
    return of(version) if version else load(ROOT)


def of_person(user) -> Practice:
    """How the place does it in which the person has a role: for lists that stand over many rooms."""
    role = next(iter(user.current_roles), None)
    return current(role.place if role else None)


def current_version(region: Region | None, *, on: date | None = None) -> PracticeVersion | None:
    """The row to which a consultation that begins on this day is bound; none while nothing is loaded."""
    chosen = region and followed(region, on=on or timezone.localdate())
    if chosen:
        return chosen.practice
    # The pack's text is long, and `of` asks for it only once in a process.
    return _newest_root().defer("text", "resolved").first()


def current_for(paths, *, on: date) -> dict[str, Practice]:
    """How the regions of these paths do it: many at once, with one query for all of them."""
    # Of a region's practices the last one stands; the root pack stands above every region.
    rows = RegionPractice.objects.filter(starts_on__lte=on).order_by("region__path", "-starts_on")
    rows = rows.distinct("region__path").values_list("region__path", "practice")
    root = _newest_root().values_list(Value(""), "pk")[:1]
    chosen = dict(rows.union(root, all=True))
    return {path: _nearest(path, chosen) for path in set(paths)}


def _nearest(path: str, chosen: dict[str, int]) -> Practice:
    over = [each for each in chosen if path.startswith(each)]
    return of_key(chosen[max(over, key=len)]) if over else load(ROOT)


def _newest_root():
    return PracticeVersion.objects.filter(code=ROOT).order_by("-loaded_at", "-pk")


def next_followed(region: Region) -> RegionPractice | None:
    """What the region will follow after today, as far as it is decided."""
    rows = RegionPractice.objects.filter(region__path__in=lineage(region.path), starts_on__gt=timezone.localdate())
    rows = rows.select_related("practice").defer("practice__text", "practice__resolved")
    return next((row for row in rows.order_by("starts_on") if followed(region, on=row.starts_on) == row), None)


def followed(region: Region, *, on: date) -> RegionPractice | None:
    return (
        RegionPractice.objects.filter(region__path__in=lineage(region.path), starts_on__lte=on)
        .select_related("practice")
        .defer("practice__text", "practice__resolved")
        .order_by(Length(F("region__path")).desc(), "-starts_on")
        .first()
    )


@dataclass(frozen=True)
class Standing:
    """What a room follows on a day: the region's version, and what the room set of its own."""

    version: PracticeVersion | None
    of_region: PracticeVersion | None
    own: RoomPractice | None = None

    @property
    def is_outdated(self) -> bool:
        """The room's own setting was made of another version than the region follows: the region's holds again."""
        return bool(self.own) and self.own.base_id != getattr(self.of_region, "pk", None)

    @property
    def is_own(self) -> bool:
        return bool(self.own) and not self.is_outdated


def standing_of(room: Room, *, on: date | None = None) -> Standing:
    on = on or timezone.localdate()
    of_region = current_version(room.unit.region, on=on)
    own = (
        RoomPractice.objects.filter(room=room, starts_on__lte=on)
        .select_related("practice", "base")
        .defer("practice__text", "practice__resolved", "base__text", "base__resolved")
        .order_by("-starts_on")
        .first()
    )
    own = own if own and own.practice_id else None
    standing = Standing(of_region, of_region, own)
    return Standing(own.practice, of_region, own) if standing.is_own else standing


def version_for_room(room: Room, *, on: date | None = None) -> PracticeVersion | None:
    """The row to which a consultation that begins in this room on this day is bound; none while nothing is loaded."""
    return standing_of(room, on=on).version


def for_room(room: Room, *, on: date | None = None) -> Practice:
    """How a room does it: as its region does, but for what it may set and did."""
    version = version_for_room(room, on=on)
    return of(version) if version else load(ROOT)
