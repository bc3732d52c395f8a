"""Reads of calls and clues."""

from collections.abc import Iterator

from consult.queries import MOST_TASKS, Task
from members.enums import RegionKind, RoleCode, UnitKind
from members.models import Unit
from members.models.places import lineage
from proposals.enums import CallAudience, ClueState
from proposals.models import Clue, ProposalCall


def city_office(code: str) -> Unit | None:
    """The office to which the public of a city writes."""
    rows = Unit.objects.active().filter(kind=UnitKind.OFFICE, region__code=code)
    return rows.select_related("region").order_by("pk").first()


def one_office() -> Unit | None:
    """The office that the public writes to, where the installation serves one city alone."""
    rows = Unit.objects.active().filter(kind=UnitKind.OFFICE, region__kind=RegionKind.CITY)
    codes = list(rows.values_list("region__code", flat=True).distinct()[:2])
    return city_office(codes[0]) if len(codes) == 1 else None


def public_calls(office):
    """What an office asks the public for now."""
    rows = ProposalCall.objects.running().filter(issuer=office, asked__contains=[CallAudience.PUBLIC])
    return rows.order_by("closes_on", "pk")


def calls_for(room):
    """What members and rooms are asked for now, where the room is."""
    rows = ProposalCall.objects.running().filter(region__path__in=lineage(room.unit.region.path))
    return rows.filter(asked__overlap=[CallAudience.MEMBERS, CallAudience.ROOMS])


def by_code(code: str) -> Clue | None:
    return Clue.objects.filter(code=code).select_related("office", "merged_into").first()


def alike(clue, user, most: int = 20):
    """Clues into which this one could be merged, the newest first."""
    rows = Clue.objects.visible_to(user).filter(office=clue.office_id).exclude(pk=clue.pk)
    return rows.exclude(state=ClueState.MERGED).order_by("-pk")[:most]


def clues_waiting(user) -> Iterator[Task]:
    """Clues that an office has not looked at, or not answered."""
    if units := user.units_as(RoleCode.OFFICE):
        rows = Clue.objects.filter(office__in=units, state=ClueState.NEW).select_related("room__unit", "member")
        for row in rows.order_by("given_at", "pk")[:MOST_TASKS]:
            told = "研究" if row.screened_at else "筛查"
            yield Task(f"{told}{row.by_whom}提供的线索", row.title, row.get_absolute_url(), row.given_at)
