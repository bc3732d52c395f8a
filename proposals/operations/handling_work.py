"""承办: what a unit does with what it was given, and what the offices say to its answer.

A co-handler's answer is its part for the unit that leads; only then can that one answer.
"""

from django.db import transaction
from django.utils import timezone

from members.operations import attach
from members.operations.changes import overwrite
from proposals.enums import HandlingRole, HandlingState
from proposals.models import Handling, HandlingProgress
from proposals.operations import report_limits
from proposals.operations.handlings import (
    BESIDE,
    entered_for_unit,
    locked_of_report,
    record,
    tell_dispatcher,
    tell_unit,
)
from proposals.operations.quoting import refuse_quotes
from proposals.operations.telling import tell_office, tell_sources
from proposals.workflow import HANDLING, Refused, advance

# The co-handler still owes its part.
OWES = (HandlingState.ISSUED, HandlingState.OBJECTED, HandlingState.ACCEPTED)


@transaction.atomic
def accept(handling: Handling, *, by, **people) -> Handling:
    """签收: the unit takes it on. `people`: who answers for it inside (leader, handler, phone, deputy)."""
    report, row = locked_of_report(handling)
    accepted = {"accepted_by": by, "accepted_at": timezone.now(), **people}
    advance(row, HANDLING, HandlingState.ACCEPTED, by=by, **accepted)
    report_limits.accepted(row, by=by)
    _tell_offices(row, f"{row.unit.short_name}签收{report.ledger_label}的任务", by=by)
    _record(row, by=by, sentence=f"{row.unit.short_name}签收")
    return row


@transaction.atomic
def name_people(handling: Handling, *, by, **values) -> Handling:
    """定领导、定人员: who answers for it inside the unit; handed over by naming others. Raises Stale."""
    _, row = locked_of_report(handling)
    if not row.is_open:
        raise Refused(f"这项任务{row.get_state_display()}，不能再改承办人员。")
    row, changes = overwrite(row, values)
    if changes:
        _record(row, by=by, sentence=f"{row.unit.short_name}确定承办人员", changes=changes)
    return row


@transaction.atomic
def object_to(handling: Handling, *, by, reason: str, better_unit=None) -> Handling:
    """申请退办: not its business, with the reason and who should have it instead. It stays with the unit until then."""
    report, row = locked_of_report(handling)
    if not reason.strip():
        raise Refused("申请退办要写明理由。")
    if better_unit and better_unit.pk == row.unit_id:
        raise Refused("建议承办单位不能是本单位。")
    objected = {"objection": reason, "better_unit": better_unit, "objected_at": timezone.now(), "ruling": ""}
    advance(row, HANDLING, HandlingState.OBJECTED, by=by, **objected)
    report_limits.accepted(row, by=by)
    _tell_offices(row, f"{row.unit.short_name}申请退办{report.ledger_label}的任务：{reason}", by=by)
    _record(row, by=by, sentence=f"{row.unit.short_name}申请退办", note=reason)
    return row


@transaction.atomic
def report_progress(handling: Handling, *, by, text: str, attachments=()) -> HandlingProgress:
    """Say how it goes, with evidence."""
    report, row = locked_of_report(handling)
    if row.state != HandlingState.ACCEPTED:
        raise Refused(f"现在是“{row.get_state_display()}”，签收以后才能报告进展。")
    if not text.strip():
        raise Refused("请写明进展情况。")
    refuse_quotes(report, text)
    entered = bool(entered_for_unit(row, by))
    progress = HandlingProgress.objects.create(handling=row, text=text, reported_by=by, entered_for_unit=entered)
    attach(progress, attachments, by=by)
    _tell_offices(row, f"{row.unit.short_name}报告{report.ledger_label}的进展", by=by)
    _record(row, by=by, sentence=f"{row.unit.short_name}报告进展", note=text)
    return progress


@transaction.atomic
def answer(handling: Handling, *, by, result: str, text: str, attachments=()) -> Handling:
    """反馈: what it came to. Of a co-handler it is the part that it gives to the unit that leads."""
    report, row = locked_of_report(handling)
    if not text.strip():
        raise Refused("请写明办理情况。")
    if reason := why_not_answer(row):
        raise Refused(reason)
    refuse_quotes(report, text)
    answered = {"result": result, "answer": text, "answered_by": by, "answered_at": timezone.now(), "missing": ""}
    advance(row, HANDLING, HandlingState.ANSWERED, by=by, **answered)
    report_limits.answered(row, by=by)
    attach(row, attachments, by=by)
    _after_answer(row, report, by=by)
    word = "提交协办意见" if row.role in BESIDE else "反馈办理情况"
    _record(row, by=by, sentence=f"{row.unit.short_name}{word}", note=text)
    return row


def why_not_answer(row: Handling) -> str:
    """Say what the unit that leads still waits for; empty when it can answer."""
    if row.role != HandlingRole.LEAD or row.report_id is None:
        return ""
    owing = Handling.objects.filter(report=row.report_id, role__in=BESIDE, state__in=OWES).select_related("unit")
    names = "、".join(each.unit.short_name for each in owing)
    return f"{names}还没有提交协办意见，收齐以后才能反馈。" if names else ""


@transaction.atomic
def close(handling: Handling, *, by, note: str = "") -> Handling:
    """The office agrees that it is done; with the unit that leads, those are done that gave it their part."""
    report, row = locked_of_report(handling)
    refuse_quotes(report, note)
    _close(row, by=by)
    if row.role == HandlingRole.LEAD:
        for part in report.handlings.filter(role__in=BESIDE, state=HandlingState.ANSWERED).select_for_update():
            _close(part, by=by)
    told = f"{row.unit.short_name}的承办已经办结"
    tell_sources(report, f"编入的{report.ledger_label}，{told}", verb="proposals.judge_handling", by=by)
    if not report.handlings.open().exists():
        tell_office(report, f"{report.ledger_label}的承办都已办结，可以办结报告", by=by)
    record(row, "proposals.judge_handling", by=by, sentence=told, note=note)
    return row


@transaction.atomic
def send_back(handling: Handling, *, by, reason: str) -> Handling:
    """Not yet: the unit goes on, with what is missing."""
    report, row = locked_of_report(handling)
    if row.state != HandlingState.ANSWERED:
        raise Refused(f"现在是“{row.get_state_display()}”，反馈以后才能退回。")
    if not reason.strip():
        raise Refused("退回要写明还缺什么，单位看得到。")
    refuse_quotes(report, reason)
    advance(row, HANDLING, HandlingState.ACCEPTED, by=by, missing=reason)
    report_limits.sent_back(row, by=by, reason=reason)
    tell_unit(row, f"{report.ledger_label}的反馈已退回：{reason}")
    record(row, "proposals.judge_handling", by=by, sentence=f"退回{row.unit.short_name}的反馈", note=reason)
    return row


def _close(row, *, by) -> None:
    advance(row, HANDLING, HandlingState.CLOSED, by=by, closed_by=by, closed_at=timezone.now())
    tell_unit(row, f"{row.report.ledger_label}的承办任务已办结")


def _after_answer(row, report, *, by) -> None:
    if row.role in BESIDE:
        lead = report.handlings.in_hand().filter(role=HandlingRole.LEAD).select_related("unit").first()
        if lead:
            tell_unit(lead, f"{row.unit.short_name}提交了{report.ledger_label}的协办意见")
        return
    told = f"{row.unit.short_name}已反馈：{row.get_result_display()}"
    tell_sources(report, f"编入的{report.ledger_label}，{told}", verb="proposals.answer_handling", by=by)
    _tell_offices(row, f"{report.ledger_label}，{told}", by=by)


def _tell_offices(row, sentence: str, *, by) -> None:
    tell_dispatcher(row, sentence, by=by)
    tell_office(row.report, sentence, by=by)


def _record(row, *, by, sentence: str, **details) -> None:
    record(row, "proposals.handle", by=by, sentence=sentence, entered_for=entered_for_unit(row, by), **details)
