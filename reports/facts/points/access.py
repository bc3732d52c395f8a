"""Loaders of the pages of points: the subject, the account in a round, the round, the mark and the appeal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from members.enums import RoleCode
from members.models import Member, Unit
from members.permissions import BY_PERMISSION, ROOM_STAFF, Scope
from reports.facts import subjects
from reports.facts.points.rounds import Round, round_of_row, rounds_near, rounds_of
from reports.facts.points.scheme import KINDS
from reports.facts.subjects import Subject
from reports.models import PointsAppeal, PointsMark
from rooms.models import Room

LISTED_TO = BY_PERMISSION["reports.view_points_list"].who
# The offices that look after a whole region, and the bodies that see their own part of it.
OFFICES, BODIES = LISTED_TO["region"], LISTED_TO["approver"]
FIRST_YEAR = 2000


@dataclass(frozen=True)
class Account:
    """One subject in one round; rights over it are those over the subject."""

    subject: Subject
    round: Round
    mark: PointsMark | None = None

    def rights_scope(self) -> Scope:
        return self.subject.rights_scope()


@dataclass(frozen=True)
class OwnAccount(Account):
    """The same as its own affair: a member's is nobody's but the member's, a room's is that of whoever convenes it."""

    appeal: PointsAppeal | None = None

    def rights_scope(self) -> Scope:
        scope = self.subject.rights_scope()
        own = {
            "room": {"lead_rooms": scope.rooms},
            "member": {"persons": scope.persons},
            "township": {"approvers": scope.approvers},
            "unit": {"keepers": scope.keepers},
        }
        return Scope(path=scope.path, **own.get(self.subject.kind, {}))


def year_of(text: str) -> int:
    """The year of an address, the present one where it says none that can be."""
    this = timezone.localdate().year
    return int(text) if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= this else this


def points_subject(user, *, kind: str, pk: int) -> Subject | None:
    if kind == "member":
        return subjects.member_subject(user, pk=pk)
    if kind == "room":
        return subjects.room_subject(user, pk=pk)
    if kind not in KINDS:
        return None
    return subjects.group_subject(user, kind=kind, pk=pk) or _own_group(user, kind, pk)


def _own_group(user, kind: str, pk: int) -> Subject | None:
    """The township of the own committee, and the own unit."""
    if kind == "township":
        paths = Unit.objects.filter(pk__in=user.units_as(*BODIES), region=pk).values_list("region__path", flat=True)
    elif kind == "unit":
        paths = Unit.objects.filter(pk=pk, id__in=user.units_as(RoleCode.DEPARTMENT))
        paths = paths.values_list("region__path", flat=True)
    else:
        return None
    found = subjects.GROUPS[kind](list(paths)[:1]) if paths else []
    return next((each for each in found if each.pk == pk), None)


def own_subjects(user) -> Iterator[Subject]:
    """What the person answers for: himself as a member, the rooms, townships and units for which he acts."""
    member = Member.objects.filter(user=user).first()
    if member:
        yield subjects.member_subject(user, pk=member.pk)
    for room in Room.objects.open().filter(unit__in=user.units_as(*ROOM_STAFF)).for_page().order_by("pk"):
        yield subjects.of_room(room)
    for place in Unit.objects.filter(pk__in=user.units_as(*BODIES), kind="township").order_by("pk"):
        if found := _own_group(user, "township", place.region_id):
            yield found
    for unit in sorted(user.units_as(RoleCode.DEPARTMENT)):
        if found := _own_group(user, "unit", unit):
            yield found


def subject_of_row(user, made, kind: str) -> Subject | None:
    """Whom a mark or an appeal is about, for whoever sees it."""
    if kind not in subjects.NAMED:
        return points_subject(user, kind=kind, pk=made.key)
    near = subjects.GROUPS[kind](paths_of(user))
    return next((each for each in near if each.key == made.key), None)


def account(user, *, kind: str, pk: int, year: int, scheme: str, number: int = 0) -> Account | None:
    """The subject in the round of this scheme; `number` has to be one of its items."""
    found = points_subject(user, kind=kind, pk=pk)
    rounds = rounds_of(found, year) if found and _is_year(year) else []
    a_round = next((each for each in rounds if each.scheme.code == scheme), None)
    if a_round is None or (number and a_round.scheme.item(number) is None):
        return None
    return Account(found, a_round)


def own_account(user, *, kind: str, pk: int, year: int, scheme: str) -> OwnAccount | None:
    found = account(user, kind=kind, pk=pk, year=year, scheme=scheme)
    return OwnAccount(found.subject, found.round) if found else None


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= timezone.localdate().year


def round_seen(user, *, pk: int, scheme: str, year: int) -> Round | None:
    """The round of a region: of one's own city, or of the place for which one works."""
    if not _is_year(year):
        return None
    near = rounds_near(paths_of(user), year)
    found = next((each for each in near if each.region.pk == pk and each.scheme.code == scheme), None)
    return found and replace(found, bodies=frozenset(user.units_as(*BODIES)))


def paths_of(user) -> list[str]:
    return user.paths_as(*OFFICES, *BODIES)


def sees_places(user, a_round: Round) -> bool:
    """Places in the order are told to offices that look after all who are compared."""
    return any(a_round.region.path.startswith(path) for path in user.paths_as(*OFFICES))


def mark_of(user, *, pk: int) -> Account | None:
    """A mark that stands, with its round, for whoever sees the subject."""
    made = PointsMark.objects.select_related("year__region").filter(pk=pk).first()
    a_round = made and round_of_row(made.year)
    about = made and subject_of_row(user, made, a_round.kind)
    return Account(about, a_round, made) if about else None


def appeal_of(user, *, pk: int) -> OwnAccount | None:
    made = PointsAppeal.objects.select_related("year__region", "filed_by", "answered_by").filter(pk=pk).first()
    a_round = made and round_of_row(made.year)
    about = made and subject_of_row(user, made, a_round.kind)
    return OwnAccount(about, a_round, appeal=made) if about else None


def appeals_seen(user):
    related = ("year__region", "member", "room__unit", "unit", "township", "filed_by")
    return PointsAppeal.objects.visible_to(user).select_related(*related)
