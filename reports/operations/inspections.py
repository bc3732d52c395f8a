"""督办检查: written by who inspects, and sent to the room; what happens then stands in `inspection_replies`.

Locks are taken in one order: the turn of the room's unit, inspections, problems, limits; the ledger comes last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import RoleCode
from members.models import User
from members.operations import attach, notify
from members.queries import people_of
from members.workflow import Refused, advance, check_version, lock, lock_all, take_turn
from reports.enums import FindingState, InspectionState
from reports.models import Inspection, InspectionProblem, ProblemCheck
from reports.queries import inspections as queries
from reports.queries.inspections import MEND
from reports.workflow import FINDING, INSPECTION
from rooms import practice
from rooms.models import Room, TimeLimit
from rooms.operations import time_limits

VERB = "reports.inspect_room"
RELATED = ("room__unit__region", "unit")


@dataclass(frozen=True)
class NewProblem:
    text: str
    # Its own day; the inspection's where it names none.
    due_on: date | None = None


@dataclass(frozen=True)
class Check:
    """What was found of a problem of the months before."""

    problem: InspectionProblem
    is_mended: bool
    note: str = ""


@transaction.atomic
def begin_inspection(room: Room, *, by, month: date, send: bool = False, token=None, **written) -> Inspection:
    """Write an inspection down; the same token writes one. `written` as in `rewrite_inspection`."""
    take_turn(room.unit)
    if found := _written_before(room, token):
        return found
    unit = _unit_of(by, room)
    if not queries.is_due(room, month):
        raise Refused(f"{room.unit.short_name}{month:%Y年%-m月}没有开放，不列入当月督办检查。")
    refuse_second(room, month)
    fields = _fields(room, month, written)
    inspection = Inspection.objects.create(room=room, month=month, unit=unit, created_by=by, token=token, **fields)
    _keep_parts(inspection, by=by, **written)
    if send:
        return _send(inspection, by=by)
    ledger.record(inspection, VERB, by=by, unit=room.unit, sentence=f"填写{inspection}")
    return inspection


@transaction.atomic
def rewrite_inspection(inspection: Inspection, *, by, version: int, send: bool = False, **written) -> Inspection:
    """Change what was not sent yet. `written`: the fields, `problems`, `checks` of earlier ones, and `photos`."""
    take_turn(inspection.room.unit)
    inspection = lock(inspection, related=RELATED)
    _check_writer(inspection, by)
    check_version(inspection, version)
    for name, value in _fields(inspection.room, inspection.month, written).items():
        setattr(inspection, name, value)
    inspection.version += 1
    names = ["held_on", "inspectors", "found", "suggestions", "highlights", "due_on", "version"]
    inspection.save(update_fields=names)
    inspection.problems.all().delete()
    inspection.checks.all().delete()
    _keep_parts(inspection, by=by, **written)
    if send:
        return _send(inspection, by=by)
    ledger.record(inspection, VERB, by=by, unit=inspection.room.unit, sentence=f"修改{inspection}")
    return inspection


@transaction.atomic
def drop_inspection(inspection: Inspection, *, by, reason: str) -> Inspection:
    """Take back what was written, or sent by mistake; once the room has answered, or it settled others, it stands."""
    take_turn(inspection.room.unit)
    inspection = lock(inspection, related=RELATED)
    if _unit_of(by, inspection.room) != inspection.unit and not by.holds(RoleCode.LEADING_OFFICE):
        raise Refused(f"这份检查由{inspection.unit.short_name}填写，请由填写单位撤回。")
    if why := why_stays(inspection):
        raise Refused(why)
    locked_problems(inspection)
    was_sent = not inspection.is_draft
    advance(inspection, INSPECTION, InspectionState.DROPPED, by=by)
    for problem in inspection.problems.all():
        time_limits.void_all(problem, by=by, reason="督办检查已撤回")
    ledger.record(inspection, VERB, by=by, unit=inspection.room.unit, sentence=f"撤回{inspection}", note=reason)
    if was_sent:
        notify(room_people(inspection.room), f"{inspection}反馈单已撤回", url=inspection.get_absolute_url())
    return inspection


def why_stays(inspection: Inspection) -> str:
    """Why it cannot be taken back any more; empty while it can."""
    if inspection.is_draft:
        return ""
    if inspection.state not in (InspectionState.SENT, InspectionState.SETTLED):
        return "联络室已经答复，不能再撤回。"
    if inspection.checks.exists():
        return "这次检查核查了上次的问题，发出以后不能撤回；写错的问题，可以核查为“不再要求整改”。"
    if inspection.replied_at or inspection.problems.exclude(state=FindingState.OPEN).exists():
        return "联络室已经答复，不能再撤回。"
    return ""


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────────────
def _fields(room: Room, month: date, written: dict) -> dict:
    held_on, today = written["held_on"], timezone.localdate()
    if held_on > today:
        raise Refused("检查日期不能晚于今天。")
    if queries.month_begins(held_on) != month:
        raise Refused(f"检查日期要在 {month:%Y年%-m月}内；检查其他月份的，请从那个月份进入。")
    if room.opened_on and held_on < room.opened_on:
        raise Refused(f"检查日期不能早于挂牌日期 {room.opened_on:%Y年%-m月%-d日}。")
    if room.withdrawn_on and held_on > room.withdrawn_on:
        raise Refused(f"联络室已于 {room.withdrawn_on:%Y年%-m月%-d日}撤销，检查日期不能晚于这一天。")
    names = ("held_on", "inspectors", "found", "suggestions", "highlights", "due_on")
    return {name: written[name] for name in names if name in written}


def _keep_parts(
    inspection: Inspection,
    *,
    by,
    problems: Iterable[NewProblem] = (),
    checks: Iterable[Check] = (),
    photos=(),
    **_,
) -> None:
    earlier = set(queries.earlier_problems(inspection.room, inspection.month).values_list("pk", flat=True))
    # What was mended, struck or carried on since the form was opened waits for nobody any more.
    checks = [check for check in checks if check.problem.pk in earlier]
    for check in checks:
        ProblemCheck.objects.create(
            inspection=inspection, problem=check.problem, is_mended=check.is_mended, note=check.note
        )
    # Those that go on from the months before stand first, see _carry_on.
    first = 1 + sum(not check.is_mended for check in checks)
    for position, problem in enumerate(problems, first):
        InspectionProblem.objects.create(
            inspection=inspection, position=position, text=problem.text, due_on=problem.due_on or inspection.due_on
        )
    attach(inspection, photos, by=by)


def _written_before(room: Room, token) -> Inspection | None:
    found = Inspection.objects.select_related("room").filter(token=token).first() if token else None
    if found and found.room_id != room.pk:
        raise Refused("这份内容已经登记在别的联络室，请重新打开检查表再填。")
    return found


def refuse_second(room: Room, month: date) -> None:
    other = Inspection.objects.not_dropped().filter(room=room, month=month).select_related("unit").first()
    if other:
        told = "正在填写" if other.is_draft else "已经检查过，反馈单已发出"
        raise Refused(f"{room.unit.short_name}{month:%Y年%-m月}由{other.unit.short_name}{told}，不能再填一份。")


def _unit_of(by: User, room: Room):
    unit = queries.inspecting_unit(by, room)
    if unit is None:
        raise Refused("本地做法没有安排工作指导组开展督办检查，由领导小组办公室检查。")
    return unit


def _check_writer(inspection: Inspection, by: User) -> None:
    if not inspection.is_draft:
        raise Refused("反馈单已经发出，不能再改；没有整改的问题在下次检查时核查。")
    if _unit_of(by, inspection.room) != inspection.unit and not by.holds(RoleCode.LEADING_OFFICE):
        raise Refused(f"这份检查由{inspection.unit.short_name}填写，请由填写单位修改。")


# ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _send(inspection: Inspection, *, by) -> Inspection:
    room = inspection.room
    checks = list(inspection.checks.select_related("problem__inspection"))
    _check_all_answered(inspection, checks)
    before = lock_all({check.problem.inspection for check in checks}, related=RELATED)
    earlier = {problem.pk: problem for each in before for problem in locked_problems(each)}
    _carry_on(inspection, checks)
    problems = list(inspection.problems.order_by("position"))
    _check_days(problems)
    to = InspectionState.SENT if problems else InspectionState.SETTLED
    advance(inspection, INSPECTION, to, by=by, sent_by=by, sent_at=timezone.now())
    if problems:
        _begin_limits(inspection, problems, by=by)
    for check in checks:
        _carry_out(earlier[check.problem_id], check, by=by)
    for each in before:
        settle(each, by=by)
    told = f"，发现 {len(problems)} 个问题" if problems else "，没有发现问题"
    ledger.record(
        inspection,
        VERB,
        by=by,
        unit=room.unit,
        sentence=f"发出{inspection}反馈单{told}",
        changes={"found": ("检查情况", "", inspection.found)},
    )
    asked = f"，请于{min(each.due_on for each in problems):%-m月%-d日}前整改答复" if problems else ""
    notify(room_people(room), f"{inspection}反馈单已发出{told}{asked}", url=inspection.get_absolute_url())
    return inspection


def _check_all_answered(inspection: Inspection, checks) -> None:
    answered = {check.problem_id for check in checks}
    waiting = queries.earlier_problems(inspection.room, inspection.month)
    if any(each.state != FindingState.OBJECTED and each.pk not in answered for each in waiting):
        raise Refused("上次检查的问题还没有逐条核查，请逐条选择已整改或者未整改。")


def _check_days(problems) -> None:
    today = timezone.localdate()
    for problem in problems:
        if problem.due_on is None:
            raise Refused("发现问题的，请填写整改期限。")
        if problem.due_on < today:
            raise Refused("整改期限不能早于今天。")


def _carry_on(inspection: Inspection, checks) -> None:
    """What is still unmended is a problem of this inspection, before those that it found."""
    for position, check in enumerate((each for each in checks if not each.is_mended), 1):
        InspectionProblem.objects.create(
            inspection=inspection,
            position=position,
            text=check.problem.text,
            due_on=inspection.due_on,
            carried_from=check.problem,
        )


def _begin_limits(inspection: Inspection, problems, *, by) -> None:
    """A day that is the one by the practice of the place is counted by it; any other one is the inspector's own."""
    room, unit = inspection.room, inspection.unit
    pack, by_rule = practice.for_room(room), queries.mend_by(room, timezone.localdate())
    for problem in problems:
        given = {} if problem.due_on == by_rule else {"given_on": problem.due_on, "given_by": unit.short_name}
        about = {"subject": problem.text, "url": inspection.get_absolute_url(), "supervisor": unit}
        time_limits.begin(problem, of=MEND, unit=room.unit, by=by, pack=pack, **about, **given)


def _carry_out(problem: InspectionProblem, check: ProblemCheck, *, by) -> None:
    on = check.inspection.held_on
    judged = {"opinion": check.note, "judged_by": by, "judged_at": timezone.now(), "version": problem.version + 1}
    if check.is_mended:
        on = max(on, timezone.localdate(problem.inspection.sent_at))
        advance(problem, FINDING, FindingState.MENDED, by=by, mended_on=on, **judged)
        time_limits.meet_all(problem, MEND, by=by, on=on)
    else:
        advance(problem, FINDING, FindingState.CARRIED, by=by, **judged)
        time_limits.void_all(problem, MEND, by=by, reason="没有整改，转入下次检查")
    told = "已整改" if check.is_mended else "没有整改，转入本次检查"
    ledger.record(
        problem, VERB, by=by, unit=problem.inspection.room.unit, sentence=f"{problem}：{told}", note=check.note
    )


def locked_problems(inspection: Inspection) -> list[InspectionProblem]:
    """The problems of a locked inspection with their running limits, before anything is written in the ledger."""
    problems = lock_all(inspection.problems.all(), related=("inspection__room__unit__region", "inspection__unit"))
    lock_all(limit for problem in problems for limit in TimeLimit.objects.open().of(problem))
    return problems


def settle(inspection: Inspection, *, by) -> None:
    """The state of a sent inspection follows its problems; the row is locked."""
    states = set(inspection.problems.values_list("state", flat=True))
    ways = (
        (FindingState.OBJECTED, InspectionState.OBJECTED),
        (FindingState.OPEN, InspectionState.SENT),
        (FindingState.REPORTED, InspectionState.REPLIED),
    )
    to = next((to for state, to in ways if state in states), InspectionState.SETTLED)
    if inspection.state != to:
        advance(inspection, INSPECTION, to, by=by)


def room_people(room: Room):
    return people_of(room.unit, RoleCode.CLERK, RoleCode.CONVENER)
