"""The table papers that go round with a report and with what units handle out of it."""

from django.utils import timezone

from proposals.models import Handling, HandlingPledge, SpecialReport
from reports.documents.papers import chinese_date
from reports.documents.sheets import Entry, FormSheet, TaskSheet
from reports.documents.task_sheets import of_city
from reports.queries.wording import wording_of
from rooms.models import TimeLimit

# As much of the text as a leader reads on the sheet that goes round; the whole lies under it.
LONGEST_SUMMARY = 400
# Limits within which something is said about a task, and not done.
NOT_OF_WORK = ("report_acceptance", "proposal_refusal", "suggestion_refusal", "fast_refusal")


def routing_sheet(report: SpecialReport, **_) -> FormSheet:
    """呈阅单: what the issue is about, and room for what leaders write. What they wrote already is not on it."""
    return FormSheet(
        title="呈阅单",
        unit=report.office.name,
        date=report.issued_on or timezone.localdate(),
        topic_label="标题",
        topic=report.title,
        entries=(*_head(report), Entry("呈报", report.reported_to, is_wide=True)),
        lines=(Entry("主要内容", _summary(report)), Entry("领导批示", ""), Entry("拟办意见", "")),
    )


def instruction_excerpt(report: SpecialReport, **_) -> FormSheet:
    """批示摘录: what each leader wrote, in the order of the days; who only put a circle is named as such."""
    rows = report.instructions.standing().order_by("on", "pk")
    said = [Entry(f"{row.post}{row.leader}", _said(row)) for row in rows]
    return FormSheet(
        title="批示摘录",
        unit=report.office.name,
        date=max((row.on for row in rows), default=timezone.localdate()),
        topic_label="标题",
        topic=report.title,
        entries=(*_head(report), Entry("标识", "内部" if any(row.is_internal for row in rows) else "")),
        lines=tuple(said),
    )


def dispatch_sheet(handling: Handling, **_) -> TaskSheet:
    """交办单: what one unit is asked, worded as the office that gives it words it."""
    unit, on = handling.issued_by_unit, timezone.localdate(handling.issued_at)
    said = wording_of("dispatch_sheet", unit, on).said(_words(handling, on))
    sheet = TaskSheet(
        unit=said.issuer or unit.name,
        date=on,
        topic=_source(handling),
        to=handling.unit.name,
        lead=said.lead,
        entries=_of_handling(handling),
        task=handling.task,
        closing=said.closing,
        contact=said.contact,
        copies=said.copies,
        footnote=said.footnote,
    )
    return of_city(sheet)


def feedback_sheet(handling: Handling, **_) -> FormSheet:
    """反馈单: what the unit says that it came to; before it did, the form to be filled in by hand."""
    answered = timezone.localdate(handling.answered_at) if handling.answered_at else None
    return FormSheet(
        title="办理情况反馈单",
        unit=handling.unit.name,
        date=answered or timezone.localdate(),
        topic_label="来源",
        topic=_source(handling),
        entries=(
            *_of_handling(handling),
            Entry("分管领导", handling.leader),
            Entry("具体承办人", "　".join(filter(None, [handling.handler, handling.phone]))),
            Entry("办理结果", handling.get_result_display()),
            Entry("反馈日期", chinese_date(answered) if answered else ""),
        ),
        lines=(Entry("办理要求", handling.task), Entry("办理情况", handling.answer)),
        officers=("单位负责人",),
        side="填报单位",
    )


def pledge_sheet(handling: Handling, **_) -> FormSheet:
    """五定三包: what the unit fixes and guarantees; empty, the form to be filled in by hand."""
    own = HandlingPledge.objects.filter(handling=handling).first() or HandlingPledge(handling=handling)
    return FormSheet(
        title="五定三包责任表",
        unit=handling.unit.name,
        date=timezone.localdate(own.written_at),
        topic_label="来源",
        topic=_source(handling),
        entries=(
            *_of_handling(handling),
            Entry("定领导", own.leader),
            Entry("定人员", own.persons),
            Entry("定时间", chinese_date(own.until) if own.until else ""),
        ),
        lines=(
            Entry("定责任", own.duty),
            Entry("定质量", own.quality),
            *(Entry(name, text + CHECKED[held]) for name, text, held in own.guarantees),
        ),
        officers=("单位负责人",),
        side="填报单位",
    )


CHECKED = {None: "", True: "\n核对：已经兑现", False: "\n核对：没有兑现"}


def _head(report) -> tuple[Entry, ...]:
    day = chinese_date(report.issued_on) if report.issued_on else ""
    rooms = dict.fromkeys(name for item in _items(report) if (name := _room_of(item)))
    return (
        Entry("刊物", report.get_kind_display()),
        Entry("期号", report.issue),
        Entry("报送日期", day),
        Entry("签发人", report.signed_off_by),
        *((Entry("来自", "、".join(rooms), is_wide=True),) if rooms else ()),
    )


def _items(report):
    return report.items.select_related("matter__consultation__room__unit", "proposal__room__unit")


def _room_of(item) -> str:
    record = item.matter.consultation if item.matter else item.proposal
    return record.room.unit.name


def _summary(report) -> str:
    text = report.lead or report.body
    return text if len(text) <= LONGEST_SUMMARY else f"{text[:LONGEST_SUMMARY]}……（全文附后）"


def _said(instruction) -> str:
    text = "圈阅" if instruction.is_viewed_only else instruction.text
    return f"{text}\n{chinese_date(instruction.on)}"


def _of_handling(handling) -> tuple[Entry, ...]:
    due = due_of(handling)
    return (
        Entry("承办单位", handling.unit.name),
        Entry("承办方式", handling.get_role_display()),
        Entry("交办日期", chinese_date(timezone.localdate(handling.issued_at))),
        Entry("办理期限", chinese_date(due) if due else "按要求办理"),
    )


def due_of(handling):
    """By when the unit is to answer, as its limit stands now; none where nobody set one."""
    limit = TimeLimit.objects.of(handling).exclude(of__in=NOT_OF_WORK).order_by("pk").last()
    return limit.due_on if limit else None


def _source(handling) -> str:
    """Where it comes from, without a word of what a leader wrote."""
    if handling.report:
        return f"{handling.report.ledger_label}：{handling.report.title}"
    proposal = handling.proposal
    return f"{proposal.get_kind_display()}{proposal.issue}：{proposal.title}"


def _words(handling, on) -> dict:
    due = due_of(handling)
    return {
        "年份": str(on.year),
        "单位": handling.issued_by_unit.name,
        "标题": handling.subject.title,
        "编号": handling.subject.issue,
        "日期": chinese_date(on),
        "承办单位": handling.unit.name,
        "期限": chinese_date(due) if due else "",
    }


SHEETS = {
    "routing_sheet": routing_sheet,
    "instruction_excerpt": instruction_excerpt,
    "dispatch_sheet": dispatch_sheet,
    "feedback_sheet": feedback_sheet,
    "pledge_sheet": pledge_sheet,
}
