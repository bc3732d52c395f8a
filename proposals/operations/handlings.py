"""交办: what an office of the leaders asks of units out of a report, and what is settled about who has it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from members import ledger
from members.enums import NoticeKind, RoleCode
from members.models import Unit
from members.operations import notify
from members.operations.desks import take_by_desk
from members.queries import desks, held_today, people_of
from proposals.enums import HandlingRole, HandlingState, ReportState
from proposals.models import Handling, Instruction, SpecialReport
from proposals.operations import report_limits
from proposals.operations.instructions import entered_for_whom
from proposals.operations.quoting import refuse_quotes
from proposals.operations.report_sources import RELATED
from proposals.operations.telling import tell_office, tell_sources
from proposals.workflow import HANDLING, Refused, advance, lock

OF_HANDLING = ("unit__region", "issued_by_unit__region", "report__office__region", "proposal__office__region")
# Part of the work of whoever leads: they hand their part to it.
BESIDE = (HandlingRole.CO, HandlingRole.JOINT)


@dataclass(frozen=True)
class Part:
    """What one unit is asked."""

    unit: Unit
    role: str
    # Until when it answers; what the pack says where nobody gave a day.
    due_on: date | None = None


@transaction.atomic
def assign(report: SpecialReport, *, by, office: Unit, parts, task: str, instruction=None) -> list[Handling]:
    """Give the report to several units at once; two people who assign at the same time never give one unit two."""
    report = lock(report, related=RELATED)
    _require_assignable(report, instruction)
    refuse_quotes(report, task)
    if not task.strip():
        raise Refused("请写明办理要求。")
    _require_new(report, parts)
    given = [_give(report, part, by=by, office=office, task=task, instruction=instruction) for part in parts]
    report_limits.require_order(report, given)
    names = "、".join(part.unit.short_name for part in parts)
    tell_sources(report, f"编入的{report.ledger_label}已交{names}办理", verb="proposals.assign_report", by=by)
    tell_office(report, f"{report.ledger_label}已交{names}办理", by=by)
    entered = entered_for_whom(office, by)
    for row in given:
        sentence = f"交{row.unit.short_name}{row.get_role_display()}"
        ledger.record(row, "proposals.assign_report", by=by, unit=office, sentence=sentence, entered_for=entered)
    told = {"sentence": f"{report.ledger_label}交{names}办理", "entered_for": entered}
    ledger.record(report, "proposals.assign_report", by=by, unit=report.office, **told)
    return given


def _give(report, part, *, by, office, task, instruction, previous=None) -> Handling:
    row = Handling.objects.create(
        report=report,
        unit=part.unit,
        role=part.role,
        task=task,
        instruction=instruction,
        issued_by_unit=office,
        issued_by=by,
        previous=previous,
    )
    report_limits.begin(row, by=by, due_on=part.due_on)
    take_by_desk(row, part.unit, f"{task}{report.title}")
    tell_unit(row, f"{office.short_name}交办：{report.ledger_label}“{report.title}”，请签收")
    return row


@transaction.atomic
def reassign(handling: Handling, *, by, unit: Unit, reason: str, due_on: date | None = None) -> Handling:
    """改派: another unit takes it over, whether the first one was let go or only holds it."""
    report, row = locked_of_report(handling)
    if not reason.strip():
        raise Refused("请写明改派的理由，两个单位都看得到。")
    refuse_quotes(report, reason)
    if row.followed_by.exclude(state__in=(HandlingState.CANCELED, HandlingState.REFUSED)).exists():
        raise Refused("这项任务已经改派，不用再改派。")
    if row.state in (HandlingState.ANSWERED, HandlingState.CLOSED):
        raise Refused(f"{row.unit.short_name}{row.get_state_display()}，不能改派。")
    if row.is_open:
        _cancel(row, by=by, reason=reason)
        tell_unit(row, f"{report.ledger_label}的任务已改派{unit.short_name}：{reason}")
    part = Part(unit, row.role, due_on)
    _require_new(report, [part])
    told = {"task": row.task, "instruction": row.instruction, "previous": row}
    made = _give(report, part, by=by, office=row.issued_by_unit, **told)
    report_limits.require_order(report, [made])
    sentence = f"由{row.unit.short_name}改派{unit.short_name}{made.get_role_display()}"
    tell_sources(report, f"编入的{report.ledger_label}{sentence}", verb="proposals.judge_handling", by=by)
    record(made, "proposals.judge_handling", by=by, sentence=sentence, note=reason)
    return made


@transaction.atomic
def rule(handling: Handling, *, by, agrees: bool, ruling: str) -> Handling:
    """What the dispatching office says to an objection: agreed, the unit is let go; otherwise it goes on."""
    report, row = locked_of_report(handling)
    if row.state != HandlingState.OBJECTED:
        raise Refused(f"{row.unit.short_name}没有待处理的退办申请。")
    if not ruling.strip():
        raise Refused("请写明处理意见，单位看得到。")
    refuse_quotes(report, ruling)
    to = HandlingState.REFUSED if agrees else HandlingState.ISSUED
    advance(row, HANDLING, to, by=by, ruling=ruling)
    if agrees:
        report_limits.over(row, by=by, reason="同意退办")
    else:
        report_limits.ask_again(row, by=by)
    word = "同意" if agrees else "不同意"
    tell_unit(row, f"{word}{row.subject.ledger_label}的退办申请：{ruling}")
    sentence = f"{word}{row.unit.short_name}退办"
    record(row, "proposals.judge_handling", by=by, sentence=sentence, note=ruling)
    return row


@transaction.atomic
def cancel(handling: Handling, *, by, reason: str) -> Handling:
    """Take a task back; what was reported stays."""
    report, row = locked_of_report(handling)
    if not reason.strip():
        raise Refused("请写明撤销的理由，单位看得到。")
    refuse_quotes(report, reason)
    _cancel(row, by=by, reason=reason)
    tell_unit(row, f"{report.ledger_label}的任务已撤销：{reason}")
    record(row, "proposals.judge_handling", by=by, sentence=f"撤销{row.unit.short_name}的承办任务", note=reason)
    return row


def _cancel(row, *, by, reason: str) -> None:
    advance(row, HANDLING, HandlingState.CANCELED, by=by)
    report_limits.over(row, by=by, reason=reason)


@transaction.atomic
def extend(handling: Handling, *, by, due_on: date, reason: str) -> Handling:
    """延期: a later day to answer, with its reason; the earlier one stays on record."""
    report, row = locked_of_report(handling)
    if not row.is_open or row.state == HandlingState.ANSWERED:
        raise Refused(f"这项任务{row.get_state_display()}，不用延期。")
    if not reason.strip():
        raise Refused("请写明延期的理由。")
    refuse_quotes(report, reason)
    limit = report_limits.extend(row, by=by, due_on=due_on, reason=reason)
    report_limits.require_order(report, [row])
    until = f"{limit.due_on:%-m月%-d日}"
    tell_unit(row, f"{report.ledger_label}的办理期限延至 {until}")
    sentence = f"{row.unit.short_name}的办理期限延至 {until}"
    record(row, "proposals.judge_handling", by=by, sentence=sentence, note=reason)
    return row


def locked_of_report(handling: Handling):
    """The report first, so that two verbs never wait for each other."""
    if handling.report_id is None:
        raise Refused("提案的承办单位在提案的页面上调整。")
    report = lock(handling.report, related=RELATED)
    row = lock(handling, related=OF_HANDLING)
    row.report = report
    return report, row


def _require_assignable(report, instruction) -> None:
    if report.state != ReportState.ISSUED:
        raise Refused(f"这份报告{report.get_state_display()}，不能交办。")
    if not Instruction.objects.written().filter(report=report).exists():
        raise Refused("还没有登记领导批示，不能交办；只圈阅的不交办。")
    if instruction and (instruction.report_id != report.pk or instruction.removed_at):
        raise Refused("这条批示已经移出，请重新选择。")


def _require_new(report, parts) -> None:
    if not parts:
        raise Refused("请选择承办单位。")
    units = [part.unit for part in parts]
    if double := next((unit for unit in units if units.count(unit) > 1), None):
        raise Refused(f"{double.short_name}选了两次，一个单位只有一项任务。")
    standing = report.handlings.in_hand()
    taken = standing.filter(unit__in=units).select_related("unit").first()
    if taken:
        raise Refused(f"{taken.unit.short_name}已经有这份报告的任务，不用再交办。")
    leads = sum(part.role == HandlingRole.LEAD for part in parts)
    has_lead = standing.filter(role=HandlingRole.LEAD).exists()
    if leads + has_lead > 1:
        raise Refused("一份报告只有一个主办单位；由几个单位各办各的，请选分办。")
    if any(part.role in BESIDE for part in parts) and not leads + has_lead:
        raise Refused("协办、会办要有主办单位，请先选主办单位。")


def tell_unit(row: Handling, sentence: str) -> None:
    people = desks.in_charge(row, row.unit)
    notify(people, sentence, url=row.get_absolute_url(), kind=NoticeKind.TASK, internal=row.is_internal)


def tell_dispatcher(row: Handling, sentence: str, *, by) -> None:
    people = [user for user in people_of(row.issued_by_unit, RoleCode.DISPATCHER) if user.pk != by.pk]
    notify(people, sentence, url=row.get_absolute_url(), internal=row.is_internal)


def by_phone(units) -> str:
    """Ask to tell the units that no notice reaches; empty when it reaches all."""
    reached = set(held_today(RoleCode.DEPARTMENT).filter(unit__in=units).values_list("unit", flat=True))
    names = "、".join(unit.short_name for unit in units if unit.pk not in reached)
    return f"{names}没有能接收任务的账号，请用电话或书面通知，办理情况由交办单位代录。" if names else ""


def entered_for_unit(row: Handling, user) -> str:
    """The unit for which somebody of the body enters (代录); nobody where the unit acts itself."""
    return "" if row.unit_id in user.units_as(RoleCode.DEPARTMENT) else row.unit.name


def record(row: Handling, verb: str, *, by, sentence: str, **details) -> None:
    ledger.record(row, verb, by=by, unit=row.issued_by_unit, sentence=sentence, **details)
