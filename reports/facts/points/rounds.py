"""A round: one scheme of one region in one year, and who is counted in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from members.models import Member, Region, Unit
from members.permissions import Scope
from reports.facts import subjects
from reports.facts.points.scheme import KINDS, Scheme, scheme_named, schemes_of
from reports.facts.stays import path_on, with_moves
from reports.facts.subjects import Subject
from reports.models import PointsResult, PointsYear
from reports.models.points import about
from rooms import practice
from rooms.models import RegionPractice, Room


@dataclass(frozen=True)
class Round:
    """`row` is there once somebody began the year, marked or appealed; from then on its version of the pack holds."""

    region: Region
    scheme: Scheme
    year: int
    # The version of the pack that is or would be pinned.
    practice: int
    row: PointsYear | None = None
    # The region follows another version by now, and that counts otherwise.
    is_outdated: bool = False
    # The reader's own bodies that see their part of it.
    bodies: frozenset = frozenset()

    @property
    def is_published(self) -> bool:
        return self.row is not None and not self.row.is_open

    @property
    def kind(self) -> str:
        return self.scheme.kind

    @property
    def word(self) -> str:
        return KINDS[self.kind]

    @property
    def since(self) -> date:
        return date(self.year, 1, 1)

    @property
    def until(self) -> date:
        return date(self.year, 12, 31)

    @property
    def name(self) -> str:
        return f"{self.region.name}{self.year}年{self.scheme.name}"

    @property
    def table(self) -> dict:
        """The scheme as the pack says it."""
        tables = practice.of_key(self.practice).resolved["scheme"]
        return next(table for table in tables if table["code"] == self.scheme.code)

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path, approvers=self.bodies)


class Followed:
    """Which region's pack holds for a path on a day; asked once for many paths."""

    def __init__(self, year: int):
        self.year = year
        rows = RegionPractice.objects.filter(starts_on__lte=day_of(year)).order_by("starts_on")
        # Of a region's practices the last one stands.
        self.chosen = {path: (region, pack) for path, region, pack in rows.values_list(*FOLLOWED)}

    def nearest(self, path: str) -> str:
        """The path of the region whose pack holds there; empty where nothing is followed."""
        return max((each for each in self.chosen if path.startswith(each)), key=len, default="")

    def rounds(self, paths: Iterable[str]) -> list[Round]:
        """The rounds of these regions."""
        wanted = {path: self.chosen[path] for path in dict.fromkeys(paths) if path in self.chosen}
        regions = Region.objects.in_bulk([region for region, _ in wanted.values()])
        rows = PointsYear.objects.filter(year=self.year, region__in=regions).select_related("region")
        begun = {(row.region_id, row.scheme): row for row in rows}
        found = []
        for region, pack in wanted.values():
            found += self._of_region(regions[region], pack, begun)
        return found

    def _of_region(self, region: Region, pack: int, begun) -> list[Round]:
        current = {scheme.code: scheme for scheme in schemes_of(practice.of_key(pack).resolved)}
        codes = dict.fromkeys([*current, *(code for key, code in begun if key == region.pk)])
        found = []
        for code in codes:
            row = begun.get((region.pk, code))
            if row is None:
                found.append(Round(region, current[code], self.year, pack))
            elif scheme := scheme_named(practice.of_key(row.practice_id).resolved, code):
                is_outdated = code in current and current[code] != scheme
                found.append(Round(region, scheme, self.year, row.practice_id, row, is_outdated))
        return found


def round_of_row(row: PointsYear) -> Round:
    """The round of a year that has begun."""
    scheme = scheme_named(practice.of_key(row.practice_id).resolved, row.scheme)
    return Round(row.region, scheme, row.year, row.practice_id, row)


FOLLOWED = ("region__path", "region", "practice")


def day_of(year: int) -> date:
    """On which day it is asked who belongs where: today, or the last day of a year that is over."""
    return min(timezone.localdate(), date(year, 12, 31))


def rounds_of(subject: Subject, year: int) -> list[Round]:
    """What a member, a room or a unit is counted by: where it belonged then, and wherever it stands among results."""
    followed = Followed(year)
    stood = PointsResult.objects.filter(year__year=year, **about(subject.kind, subject.key))
    paths = [followed.nearest(as_of(subject, year).path), *stood.values_list("year__region__path", flat=True)]
    return [each for each in followed.rounds(paths) if each.kind == subject.kind]


def as_of(subject: Subject, year: int) -> Subject:
    """The same subject where it belonged in that year: members are posted elsewhere, rooms are moved."""
    if subject.kind not in ("member", "room") or day_of(year) == timezone.localdate():
        return subject
    if subject.kind == "room":
        room = with_moves(Room.objects.filter(pk=subject.pk)).get()
        return replace(subject, path=path_on(room, day_of(year)))
    member = Member.objects.select_related("region").get(pk=subject.pk)
    return subjects.of_member(member, subjects.postings_of([member], on=day_of(year)).get(member.pk, ()))


def rounds_near(paths: Iterable[str], year: int) -> list[Round]:
    """The rounds of regions within these, or that hold for them."""
    followed, paths = Followed(year), list(paths)
    near = [each for each in followed.chosen if any(each.startswith(path) or path.startswith(each) for path in paths)]
    return followed.rounds(sorted(near))


def participants(a_round: Round) -> list[Subject]:
    """All whose place follows the round's region: members in office by their posting, others by where they lie."""
    followed, path = Followed(a_round.year), a_round.region.path
    near = PARTICIPANTS[a_round.kind](path, day_of(a_round.year))
    return [subject for subject in near if followed.nearest(subject.path) == path]


def _members(path: str, on: date) -> list[Subject]:
    members = Member.objects.active().within_any([_city(path)]).select_related("region").order_by("pinyin", "pk")
    members = list(members)
    postings = subjects.postings_of(members, on=on)
    return [subjects.of_member(member, postings.get(member.pk, ())) for member in members]


def _rooms(path: str, on: date) -> list[Subject]:
    """Rooms that work on the day, each where it lay then; with all that it did in the year, wherever it did it."""
    rooms = with_moves(Room.objects.working_on(on).filter(unit__region__path__startswith=_city(path)).for_page())
    return [replace(subjects.of_room(room), path=path_on(room, on)) for room in rooms.order_by("unit__pinyin", "pk")]


def _city(path: str) -> str:
    return f"/{path.strip('/').split('/')[0]}/"


def _units(path: str, on: date) -> list[Subject]:
    units = Unit.objects.handling().within_any([path]).exclude(kind="room").select_related("region")
    return [subjects.of_unit(unit) for unit in units.order_by("pinyin", "pk")]


def _groups(kind: str):
    def near(path: str, on: date) -> list[Subject]:
        return subjects.GROUPS[kind]([_city(path)])

    return near


PARTICIPANTS = {
    "member": _members,
    "room": _rooms,
    "unit": _units,
    "township": _groups("township"),
    "committee": _groups("committee"),
    "sector": _groups("sector"),
}
