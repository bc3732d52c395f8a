"""The results of a round as a list shows them to one person under its address: on the page and in the file alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from members.models import Unit
from reports.facts.points.access import BODIES, sees_places
from reports.facts.points.results import Result, results
from reports.facts.points.rounds import Round
from reports.facts.subjects import members_seen, rooms_seen

STATES = {
    "below": lambda result: result.is_below,
    "appeals": lambda result: bool(result.appeals),
    "missing": lambda result: not result.is_complete,
}


@dataclass(frozen=True)
class Board:
    round: Round
    # All of whom the person sees the points, and those of them whom the address asks for.
    seen: list[Result]
    rows: list[Result]
    has_places: bool

    @property
    def below(self) -> int:
        return sum(each.is_below for each in self.seen)

    @property
    def waiting(self) -> int:
        return sum(each.appeals for each in self.seen)

    @property
    def missing(self) -> int:
        return sum(not each.is_complete for each in self.seen)


def board(a_round: Round, user, params: Mapping) -> Board:
    has_places = sees_places(user, a_round)
    found = results(a_round)
    if not has_places:
        near = _keys_seen(user, a_round)
        found = [replace(each, place=None, grade="", consequence="") for each in found if each.pk in near]
        found.sort(key=lambda each: each.total, reverse=True)
    rows = [each for each in found if _fits(each, params)]
    return Board(a_round, found, _sorted(rows, a_round, params.get("sort", "")), has_places)


def _keys_seen(user, a_round: Round) -> set[int]:
    if a_round.kind == "township":
        return set(Unit.objects.filter(pk__in=user.units_as(*BODIES)).values_list("region", flat=True))
    if a_round.kind not in ("member", "room"):
        return set()
    rows = members_seen(user) if a_round.kind == "member" else rooms_seen(user)
    return set(rows.values_list("pk", flat=True))


def _fits(result: Result, params: Mapping) -> bool:
    words, grade, state = (params.get(key, "").strip()[:60] for key in ("q", "grade", "state"))
    return (
        (words in result.name or words in result.note)
        and grade in ("", result.grade)
        and (state not in STATES or STATES[state](result))
    )


def _sorted(rows: list[Result], a_round: Round, key: str) -> list[Result]:
    """By place unless a column is asked for: the name, or one item from the most to the least."""
    if key == "note":
        return sorted(rows, key=lambda each: each.note)
    if key.isdecimal() and a_round.scheme.item(int(key[:3])):
        return sorted(rows, key=lambda each: each.points_of(int(key[:3])), reverse=True)
    return rows
