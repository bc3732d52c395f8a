"""What an assessment asks of a person: appeals to answer, and subjects that wait for the mark of one's own side."""

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone

from consult.queries import Task
from members.enums import RoleCode
from members.models.places import under
from reports.enums import AppealState, PointsYearState
from reports.facts.points import participants, round_of_row
from reports.facts.points.marks import ENTERED_BY
from reports.facts.points.rounds import day_of
from reports.models import PointsAppeal, PointsMark, PointsYear
from reports.models.points import COLUMNS
from rooms.models import Posting, Room

TOWNSHIP = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
MOST = 10


def points_tasks(user) -> Iterator[Task]:
    yield from _appeals(user)
    yield from _marks(user)


def _appeals(user) -> Iterator[Task]:
    """For whoever answers; what one filed or marked oneself is answered by somebody else."""
    paths = user.paths_as(RoleCode.LEADING_OFFICE)
    if not paths:
        return
    rows = PointsAppeal.objects.filter(under(paths, "year__region__path"), state=AppealState.OPEN)
    rows = rows.exclude(filed_by=user).select_related("year", "member", "room__unit", "unit", "township")
    for made in rows.order_by("due_on", "pk")[:MOST]:
        name = f"{made.subject_name}{made.year.year}年考核"
        yield Task(f"答复{made}", name, f"/points/appeals/{made.pk}/", made.filed_at, made.due_on)


def _marks(user) -> Iterator[Task]:
    """One task for each open year, with how many still lack the own mark; a year that nobody began asks nothing."""
    if not user.holds(RoleCode.LEADING_OFFICE, *TOWNSHIP):
        return
    for row in PointsYear.objects.filter(state=PointsYearState.OPEN).select_related("region")[:MOST]:
        a_round = round_of_row(row)
        for side in a_round.scheme.assessors:
            count = _lacking(user, a_round, side)
            if count:
                url = f"/points/rounds/{row.region_id}/{row.scheme}/{row.year}/?state=missing"
                begun = timezone.make_aware(datetime.combine(timezone.localdate(row.begun_at), time()))
                yield Task(f"考核评分，{count} 个{a_round.word}等待{side.name}评", a_round.name, url, begun)


def _lacking(user, a_round, side) -> int:
    """Of those whom the person marks for this side, how many it has not marked."""
    near = _near(user, a_round, side)
    rated = [item.name for item in a_round.scheme.items if item.is_rated]
    column = COLUMNS[a_round.kind]
    given = PointsMark.objects.standing().filter(year=a_round.row, assessor=side.name, item__in=rated)
    has: dict = {}
    for key, item in given.filter(**{f"{column}__in": near}).values_list(column, "item"):
        has.setdefault(key, set()).add(item)
    return sum(len(has.get(key, ())) < len(rated) for key in near)


def _near(user, a_round, side) -> list:
    """The keys of those whom the person marks: all of a region for its offices, a township's own rooms and members."""
    path, codes = a_round.region.path, ENTERED_BY.get(side.role, (side.role,))
    if RoleCode.TOWNSHIP not in codes:
        sees_all = any(path.startswith(each) for each in user.paths_as(*codes))
        return [each.key for each in participants(a_round)] if sees_all else []
    rooms = Room.objects.open().filter(approver__in=user.units_as(*codes)).exclude(opened_on__gt=a_round.until)
    if a_round.kind == "room":
        return list(rooms.values_list("pk", flat=True))
    if a_round.kind != "member":
        return []
    posted = Posting.objects.on(day_of(a_round.year)).filter(room__in=rooms, member__is_active=True)
    return list(posted.order_by("member").values_list("member", flat=True).distinct())
