"""Step 6, second half 组织实施: units take on their tasks, report, and the body closes each one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from consult import queries, rules
from consult.enums import AssignmentRole, AssignmentState
from consult.models import Assignment, Progress
from consult.models.assignment import OPEN_STATES
from consult.workflow import ASSIGNMENT, Refused, advance, guards, lock
from members import ledger
from members.enums import NoticeKind, RoleCode
from members.operations import attach, notify
from members.operations.desks import take_by_desk
from members.queries import desks, people_of

RELATED = ("topic", "room__unit__region", "room__approver__region", "practice", "approval")
OF_TASK = ("unit__region", "issued_by_unit", "matter__consultation__room")


def issue(matter, *, unit, role, by, due_on=None, task="", at=None) -> Assignment:
    """Give one unit its task. Part of a verb, never one itself. A unit of another authority is asked, with no limit."""
    body = matter.consultation.room.approver
    asked = not rules.is_under(unit, body)
    given = Assignment.objects.create(
        matter=matter,
        unit=unit,
        role=role,
        asked=asked,
        task=task or matter.text,
        due_on=None if asked else due_on,
        issued_by_unit=body,
        issued_by=by,
        issued_at=at or timezone.now(),
    )
    take_by_desk(given, unit, f"{given.task}{matter.consultation.title}")
    word = matter.consultation.say("{request}") if asked else "新任务"
    tell_unit(given, f"{word}：{body.short_name}“{given.task[:80]}”", matter.consultation)
    return given


@transaction.atomic
def add_unit(matter, *, by, unit, role=AssignmentRole.HELPING, due_on=None, task="") -> Assignment:
    """Give a further unit a task of a matter that is being carried out."""
    consultation = lock(matter.consultation, related=RELATED)
    matter = lock(matter)
    matter.consultation = consultation
    guards.require(guards.assigning(matter, by))
    _require_new(matter, unit)
    _require_due(unit, consultation, due_on)
    given = issue(matter, unit=unit, role=role, due_on=due_on, task=task, by=by)
    _tell(given, consultation, "consult.issue_assignment", by=by, sentence=f"安排{unit.short_name}{_role(given)}")
    return given


@transaction.atomic
def accept(assignment, *, by) -> Assignment:
    """The unit takes the task on (签收)."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.handling(assignment, AssignmentState.ISSUED))
    now = timezone.now()
    advance(assignment, ASSIGNMENT, AssignmentState.ACCEPTED, by=by, accepted_by=by, accepted_at=now)
    sentence = f"{assignment.unit.short_name}签收任务"
    _notify_body(assignment, sentence, consultation)
    entered = _entered_for(assignment, by)
    _tell(assignment, consultation, "consult.accept_assignment", by=by, sentence=sentence, entered_for=entered)
    return assignment


@transaction.atomic
def refuse(assignment, *, by, reason: str) -> Assignment:
    """The unit gives the task back with a reason; a unit that was asked declines this way."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.handling(assignment, AssignmentState.ISSUED))
    _require(reason, "退回任务要写明理由。")
    advance(assignment, ASSIGNMENT, AssignmentState.REFUSED, by=by, refusal_reason=reason[:500])
    word = (
        assignment.matter.consultation.say("不能承办{request}{matter}") if assignment.asked else "退回任务，请另行安排"
    )
    sentence = f"{assignment.unit.short_name}{word}"
    _notify_body(assignment, f"{sentence}：{reason}", consultation)
    details = {"sentence": sentence, "note": reason, "entered_for": _entered_for(assignment, by)}
    _tell(assignment, consultation, "consult.refuse_assignment", by=by, **details)
    return assignment


@transaction.atomic
def report(assignment, *, by, text: str, asks_closing=False, attachments=()) -> Progress:
    """Report progress with evidence, or say that the task is done and ask for its closing."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.handling(assignment, AssignmentState.ACCEPTED))
    _require(text, "请写明进展情况。")
    entered = _entered_for(assignment, by)
    progress = Progress.objects.create(
        assignment=assignment,
        text=text,
        asks_closing=asks_closing,
        reported_by=by,
        entered_for_unit=bool(entered),
    )
    attach(progress, attachments, by=by)
    if asks_closing:
        advance(assignment, ASSIGNMENT, AssignmentState.REPORTED, by=by)
    word = "申请办结" if asks_closing else "报告进展"
    sentence = f"{assignment.unit.short_name}{word}"
    _notify_body(assignment, f"{sentence}：{text}", consultation)
    details = {"sentence": sentence, "note": text, "entered_for": entered}
    _tell(assignment, consultation, "consult.report_assignment", by=by, **details)
    return progress


@transaction.atomic
def close(assignment, *, by, note="") -> Assignment:
    """The body agrees that the task is done."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.judging(assignment, by, AssignmentState.REPORTED))
    advance(assignment, ASSIGNMENT, AssignmentState.CLOSED, by=by, closed_by=by, closed_at=timezone.now())
    sentence = f"{assignment.unit.short_name}的任务办结"
    tell_unit(assignment, f"任务已办结：{assignment.task[:80]}", consultation)
    _tell(assignment, consultation, "consult.close_assignment", by=by, sentence=sentence, note=note)
    return assignment


@transaction.atomic
def send_back(assignment, *, by, reason: str) -> Assignment:
    """The body does not agree yet: the unit goes on, with what is missing."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.judging(assignment, by, AssignmentState.REPORTED))
    _require(reason, "退回办结申请要写明还缺什么。")
    asked = assignment.progress.filter(asks_closing=True).last()
    asked.answer = reason[:500]
    asked.save(update_fields=["answer"])
    advance(assignment, ASSIGNMENT, AssignmentState.ACCEPTED, by=by)
    sentence = f"退回{assignment.unit.short_name}的办结申请"
    tell_unit(assignment, f"办结申请已退回：{reason}", consultation)
    _tell(assignment, consultation, "consult.return_assignment", by=by, sentence=sentence, note=reason)
    return assignment


@transaction.atomic
def extend(assignment, *, by, due_on: date, reason: str) -> Assignment:
    """Set a later deadline with a reason; the old one stays in the ledger."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.judging(assignment, by, *OPEN_STATES))
    if assignment.asked:
        raise Refused(assignment.matter.consultation.say("{request}的单位没有期限，不用延期。"))
    _require(reason, "延期要写明理由。")
    if due_on < timezone.localdate() or (assignment.due_on and due_on <= assignment.due_on):
        raise Refused("新的期限要晚于原来的期限，也不能早于今天。")
    changes = {"due_on": ("完成期限", str(assignment.due_on or ""), str(due_on))}
    assignment.due_on = due_on
    assignment.version += 1
    assignment.save(update_fields=["due_on", "version"])
    sentence = f"{assignment.unit.short_name}的期限延至 {due_on:%-m月%-d日}"
    tell_unit(assignment, f"任务期限延至 {due_on:%-m月%-d日}：{assignment.task[:80]}", consultation)
    details = {"sentence": sentence, "note": reason, "changes": changes}
    _tell(assignment, consultation, "consult.extend_assignment", by=by, **details)
    return assignment


@transaction.atomic
def cancel(assignment, *, by, reason: str) -> Assignment:
    """Take a task back for good; what was reported stays."""
    consultation, assignment = _locked(assignment)
    guards.require(guards.judging(assignment, by, *OPEN_STATES))
    _cancel(assignment, by=by, reason=reason)
    sentence = f"撤销{assignment.unit.short_name}的任务"
    tell_unit(assignment, f"任务已撤销：{reason}", consultation)
    _tell(assignment, consultation, "consult.cancel_assignment", by=by, sentence=sentence, note=reason)
    return assignment


@transaction.atomic
def reassign(assignment, *, by, unit, due_on=None, reason: str) -> Assignment:
    """Give the task to another unit, whether the first refused it or only holds it."""
    consultation, assignment = _locked(assignment)
    matter = assignment.matter
    matter.consultation = consultation
    guards.require(guards.assigning(matter, by))
    if assignment.state in (AssignmentState.CLOSED, AssignmentState.CANCELED):
        raise Refused(f"任务{assignment.get_state_display()}，不能改派。")
    if assignment.is_open:
        _cancel(assignment, by=by, reason=reason)
        tell_unit(assignment, f"任务已改派：{reason}", consultation)
    _require_new(matter, unit)
    due_on = due_on or assignment.due_on
    _require_due(unit, consultation, due_on)
    given = issue(matter, unit=unit, role=assignment.role, due_on=due_on, task=assignment.task, by=by)
    sentence = f"任务由{assignment.unit.short_name}改派{unit.short_name}"
    _tell(given, consultation, "consult.reassign_assignment", by=by, sentence=sentence, note=reason)
    return given


def _locked(assignment):
    # Every verb locks the consultation first, so that two of them never wait for each other.
    consultation = lock(assignment.matter.consultation, related=RELATED)
    assignment = lock(assignment, related=OF_TASK)
    assignment.matter.consultation = consultation
    return consultation, assignment


def _cancel(assignment, *, by, reason) -> None:
    _require(reason, "请写明理由，承办单位看得到。")
    advance(assignment, ASSIGNMENT, AssignmentState.CANCELED, by=by)


def _require(text: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence)


def _require_new(matter, unit) -> None:
    if matter.assignments.filter(unit=unit).open().exists():
        raise Refused(matter.consultation.say("{who}已经有这件{matter}的任务。", who=unit.short_name))


def _require_due(unit, consultation, due_on) -> None:
    if not rules.is_under(unit, consultation.room.approver):
        return
    if due_on is None:
        raise Refused("请写明完成期限。")
    if due_on < timezone.localdate():
        raise Refused("完成期限不能早于今天，请写明新的期限。")


def _role(assignment) -> str:
    asked = assignment.matter.consultation.say("（{request}）") if assignment.asked else ""
    return f"{asked}为{assignment.get_role_display()}"


def tell_unit(assignment, sentence, consultation) -> None:
    people = desks.in_charge(assignment, assignment.unit)
    notify(people, sentence, url=f"/assignments/{assignment.pk}/", case=consultation, kind=NoticeKind.TASK)


def by_phone(units) -> str:
    """Ask to tell by phone or letter the units that `tell_unit` cannot reach; empty when it reaches all."""
    names = "、".join(unit.short_name for unit in queries.out_of_reach(units))
    return f"{names}没有能接收任务的账号，系统通知不到，请用电话或书面通知，办理情况由下达单位代录。" if names else ""


def _entered_for(assignment, user) -> str:
    """The unit for which somebody of the body enters (代录); nobody where the unit acts itself."""
    return "" if assignment.unit_id in user.units_as(RoleCode.DEPARTMENT) else assignment.unit.name


def _notify_body(assignment, sentence, consultation) -> None:
    people = people_of(assignment.issued_by_unit, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
    notify(people, sentence, url=f"/assignments/{assignment.pk}/", case=consultation)


def _tell(assignment, consultation, verb, *, by, sentence, **details) -> None:
    unit = consultation.room.unit
    ledger.record(assignment, verb, by=by, sentence=sentence, case=consultation, unit=unit, **details)
