"""The ranking of departments, fair: medians with spread and counts, no rank where there are few."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from consult.enums.evaluation import RoundState, Satisfaction
from consult.models import EvaluationRound
from consult.queries.evaluation_result import Spread, spread
from members.enums import RoleCode, UnitKind
from members.models import Region
from rooms import practice

FIRST_YEAR = 2015
# Who reads the whole of it.
READS_ALL = (RoleCode.LEADING_OFFICE, RoleCode.OFFICE, RoleCode.AUDITOR)


@dataclass(frozen=True)
class Ranking:
    """Of one city and year, as far as it is shown to somebody."""

    region: Region
    least: int
    lines: list
    # How many departments have a rank.
    ranked: int
    is_whole: bool


def rankings_for(user, year: int) -> list[Ranking]:
    """Whole for the offices of a city; a department reads its own line, and how many stand in the ranking."""
    offices = {_city(path) for path in user.paths_as(*READS_ALL)}
    own = {_city(path) for path in user.paths_as(RoleCode.DEPARTMENT)} - offices
    units = user.units_as(RoleCode.DEPARTMENT)
    found = []
    for region in Region.objects.filter(path__in=offices | own).order_by("path"):
        least = practice.current(region).rating.least_ranked
        lines = ranking(region, year, least=least)
        count = sum(line.rank is not None for line in lines)
        is_whole = region.path in offices
        shown = lines if is_whole else [line for line in lines if line.unit.pk in units]
        found.append(Ranking(region, least, shown, count, is_whole))
    return found


def year_in(text: str) -> int:
    """The year that an address asks for; this one where it asks for none that can be."""
    this = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return year if FIRST_YEAR <= year <= this else this


def _city(path: str) -> str:
    return f"/{path.split('/')[1]}/"


@dataclass(frozen=True)
class Line:
    """One department in the ranking. Without a rank it says why; those with the same median share one."""

    unit: object
    spread: Spread
    satisfied: int
    rank: int | None = None
    why: str = ""


def ranking(region, year: int, *, least: int) -> list[Line]:
    """Departments by the median of their rounds that ended in the year, with its spread and of how many it is.

    A round counts where enough answered for its totals to be told. Who has fewer rounds than `least` has no rank.
    """
    rounds = EvaluationRound.objects.filter(
        state=RoundState.CLOSED,
        region__path__startswith=region.path,
        closes_on__year=year,
        ranked_unit__kind=UnitKind.DEPARTMENT,
        score__isnull=False,
        answered__gte=F("least_shown"),
    ).select_related("ranked_unit")
    by_unit: dict = {}
    for round in rounds.order_by("ranked_unit__pinyin", "ranked_unit_id", "pk"):
        by_unit.setdefault(round.ranked_unit, []).append(round)
    lines = [
        Line(unit, spread(each.score for each in own), sum(each.satisfaction == Satisfaction.YES for each in own))
        for unit, own in by_unit.items()
    ]
    return ranked(lines, least=least)


def ranked(lines: list[Line], *, least: int) -> list[Line]:
    """The highest median first; equal ones share a rank, and the next one counts them all."""
    enough = sorted((line for line in lines if line.spread.n >= least), key=lambda line: -line.spread.median)
    medians = [line.spread.median for line in enough]
    found = [
        Line(line.unit, line.spread, line.satisfied, rank=medians.index(line.spread.median) + 1) for line in enough
    ]
    why = f"评议数不足 {least} 件，不排名"
    few = [line for line in lines if line.spread.n < least]
    return found + [Line(line.unit, line.spread, line.satisfied, why=why) for line in few]
