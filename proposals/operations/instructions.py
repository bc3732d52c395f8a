"""批示、圈阅: entered by the leader's office, or by the office for it (代录). Their text goes nowhere else.

The ledger, notices and lists say that there is one; what it says stands in its row alone, with its scan.
"""

from django.db import transaction
from django.utils import timezone

from members.enums import NoticeKind, RoleCode
from members.models import Unit
from members.operations import attach, notify
from members.operations.changes import overwrite
from members.queries import people_of
from proposals.enums import ReportState
from proposals.models import Instruction, SpecialReport
from proposals.operations.report_sources import RELATED
from proposals.operations.reports import reopen
from proposals.operations.telling import record, tell_office, tell_sources
from proposals.workflow import Refused, lock

OF_INSTRUCTION = ("report__office__region", "entered_for")
# What the ledger shows in place of a text.
HIDDEN = "（批示内容不记入台账）"


@transaction.atomic
def enter(report: SpecialReport, *, by, entered_for: Unit, readers=(), attachments=(), **fields) -> Instruction:
    """Write down what a leader wrote. On a closed report it begins the way anew; 圈阅 does not."""
    report = lock(report, related=RELATED)
    if report.state not in (ReportState.ISSUED, ReportState.CLOSED):
        raise Refused(f"这份报告{report.get_state_display()}，报送以后才能登记批示。")
    _check(report, fields)
    row = Instruction.objects.create(report=report, entered_for=entered_for, entered_by=by, **fields)
    row.readers.set(readers)
    if report.state == ReportState.CLOSED and not row.is_viewed_only:
        reopen(report, by=by)
    attach(row, attachments, by=by)
    _tell(row, report, readers, by=by)
    return row


@transaction.atomic
def edit(instruction: Instruction, *, by, readers=None, attachments=(), **values) -> Instruction:
    """Correct what was entered. Raises Stale when somebody saved in between."""
    report, row = _locked(instruction)
    _check(report, values)
    row, changes = overwrite(row, values)
    added = _set_readers(row, readers) if readers is not None else []
    attach(row, attachments, by=by)
    if "text" in changes:
        label, _, _ = changes["text"]
        changes["text"] = (label, f"第 {row.version - 1} 版{HIDDEN}", f"第 {row.version} 版{HIDDEN}")
    if changes or added or attachments:
        sentence = f"修改{row.ledger_label}"
        details = {"changes": changes, "entered_for": entered_for_whom(row.entered_for, by)}
        record(report, "proposals.edit_instruction", by=by, sentence=sentence, **details)
    _tell_readers(row, added)
    return row


@transaction.atomic
def remove(instruction: Instruction, *, by, reason: str) -> Instruction:
    """Take out what was entered by mistake: it leaves the figures and stays in the record."""
    report, row = _locked(instruction)
    if not reason.strip():
        raise Refused("请写明移出的原因。")
    if row.handlings.open().exists():
        raise Refused("已经按这条批示交办，请先撤销相应的承办任务。")
    row.removed_by, row.removed_at = by, timezone.now()
    row.save(update_fields=["removed_by", "removed_at"])
    details = {"note": reason, "entered_for": entered_for_whom(row.entered_for, by)}
    record(report, "proposals.edit_instruction", by=by, sentence=f"移出{row.ledger_label}", **details)
    return row


def entered_for_whom(unit: Unit, user) -> str:
    """The body for which somebody else enters (代录); nobody where its own people do."""
    return "" if unit.pk in user.units_as(RoleCode.DISPATCHER) else unit.name


def _locked(instruction):
    report = lock(instruction.report, related=RELATED)
    row = lock(instruction, related=OF_INSTRUCTION)
    if row.removed_at:
        raise Refused("这条批示已经移出，不能再修改。")
    return report, row


def _check(report, fields) -> None:
    if fields["on"] > timezone.localdate():
        raise Refused("批示日期不能晚于今天。")
    if fields["on"] < report.issued_on:
        raise Refused(f"报告是{report.issued_on:%Y年%-m月%-d日}报送的，批示日期不能比它早。")
    if not fields["is_viewed_only"] and not fields["text"].strip():
        raise Refused("请填写批示内容；只画圈的，登记为圈阅，不计入批示。")


def _set_readers(row, readers) -> list:
    before = set(row.readers.all())
    row.readers.set(readers)
    return [unit for unit in readers if unit not in before]


def _tell(row, report, readers, *, by) -> None:
    told = "已有领导批示" if not row.is_viewed_only else "已经领导圈阅"
    tell_sources(report, f"编入的{report.ledger_label}{told}", verb="proposals.enter_instruction", by=by)
    tell_office(report, f"{report.ledger_label}{told}", by=by)
    _tell_readers(row, readers)
    sentence = f"{report.ledger_label}登记{row.ledger_label}"
    entered = entered_for_whom(row.entered_for, by)
    record(report, "proposals.enter_instruction", by=by, sentence=sentence, entered_for=entered)


def _tell_readers(row, units) -> None:
    told = f"{row.report.ledger_label}的{row.ledger_label}请你单位阅知"
    for unit in units:
        url = row.get_absolute_url()
        notify(people_of(unit), told, url=url, kind=NoticeKind.TASK, internal=row.is_internal)
