"""申诉: filed by whom it concerns, answered by somebody who did not mark it, and counted again when it was right."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from members.models import Role
from members.operations import attach, notify
from members.permissions import BY_PERMISSION
from members.workflow import Refused, advance, lock
from reports.enums import AppealState
from reports.facts.points import Round, round_of_row
from reports.facts.subjects import Subject
from reports.models import PointsAppeal, PointsMark
from reports.models.points import about
from reports.operations.points.correcting import correct_published
from reports.operations.points.years import locked, tell
from reports.workflow import APPEAL
from rooms import calendar

ANSWERED_BY = BY_PERMISSION["reports.answer_appeal"].who["region"]


@transaction.atomic
def appeal(a_round: Round, subject: Subject, *, by, item: int = 0, text: str, files=()) -> PointsAppeal:
    """Object to one line, or to the total."""
    a_round, row = locked(a_round, by=by)
    chosen = a_round.scheme.item(item)
    if item and chosen is None:
        raise Refused("没有这个考核项目，请重新选择。")
    if row.is_settled:
        raise Refused("这一年的结果已经定案，不能再申诉。")
    today, overrides = timezone.localdate(), calendar.overrides()
    if (last := last_day(row)) and today > last:
        raise Refused(f"结果公布后的申诉期限到 {last:%Y年%-m月%-d日}，已经过了。")
    of = {"year": row, **about(subject.kind, subject.key), "item": chosen.name if chosen else ""}
    if PointsAppeal.objects.filter(**of, state=AppealState.OPEN).exists():
        raise Refused("这一项已经有一件申诉等待答复，请等答复以后再提。")
    due_on = calendar.add_workdays(today, row.answer_workdays, overrides=overrides)
    made = PointsAppeal.objects.create(**of, text=text, filed_by=by, due_on=due_on)
    attach(made, files, by=by)
    tell(made, "reports.appeal_points", by=by, sentence=f"提出{made}", note=text)
    notify(_office(row.region), f"{subject.name}对{a_round.year}年考核得分提出申诉", url=f"/points/appeals/{made.pk}/")
    return made


def _office(region):
    """Whoever answers: the leading office of the city."""
    roles = Role.objects.on(timezone.localdate()).filter(code__in=ANSWERED_BY, user__is_active=True)
    rows = roles.select_related("user", "unit__region", "region")
    return [role.user for role in rows if region.path.startswith(role.place.path)]


def last_day(row):
    """Until when one may appeal against what was published; no limit before it is."""
    if row.published_at is None:
        return None
    published = timezone.localdate(row.published_at)
    return calendar.add_workdays(published, row.appeal_workdays, overrides=calendar.overrides())


@transaction.atomic
def withdraw(made: PointsAppeal, *, by) -> PointsAppeal:
    made = lock(made, related=("year__region",))
    advance(made, APPEAL, AppealState.WITHDRAWN, by=by)
    tell(made, "reports.appeal_points", by=by, sentence=f"撤回{made}")
    return made


@transaction.atomic
def answer(
    made: PointsAppeal,
    subject: Subject,
    *,
    by,
    is_upheld: bool,
    text: str,
    correction: Decimal | None = None,
) -> PointsAppeal:
    """Uphold it (a record was put right, or points are corrected) or deny it, with the reason; the points follow."""
    a_round, row = locked(round_of_row(made.year), by=by)
    made = lock(made, related=("year__region", "filed_by"))
    _check_answerer(made, by=by)
    if correction is not None and not is_upheld:
        raise Refused("不采纳的申诉不更正分值，请删去更正分值。")
    if correction is not None and not correction:
        raise Refused("更正分值不能是 0；已经更正记录的，不用填写更正分值。")
    advance(
        made,
        APPEAL,
        AppealState.UPHELD if is_upheld else AppealState.DENIED,
        by=by,
        answer=text,
        correction=correction,
        answered_by=by,
        answered_at=timezone.now(),
    )
    if is_upheld and not row.is_open:
        correct_published(a_round, subject, made, by=by)
    tell(made, "reports.answer_appeal", by=by, sentence=f"{made}{made.get_state_display()}", note=text)
    url = f"/points/appeals/{made.pk}/"
    notify([made.filed_by], f"您对{made.year.year}年考核得分的申诉{made.get_state_display()}，已有答复", url=url)
    return made


def _check_answerer(made: PointsAppeal, *, by) -> None:
    """Neither who appealed, nor who gave a mark that the appeal is about."""
    if made.filed_by_id == by.pk:
        raise Refused("不能答复自己提出的申诉。")
    marks = PointsMark.objects.filter(year=made.year, given_by=by, removed_at__isnull=True)
    marks = marks.filter(**made.about)
    if made.item:
        marks = marks.filter(item=made.item)
    if marks.exists():
        raise Refused("申诉的项目是您评的分，请由没有参与评分的人答复。")
