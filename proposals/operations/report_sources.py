"""What a report is made of: matters that the office received, and 社情民意信息 that it took in."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consult.enums import SubmissionKind, SubmissionState
from consult.models import Matter, Submission
from proposals.enums import ProposalState, ReportState, ReviewOutcome
from proposals.models import Proposal, ReportItem, SpecialReport
from proposals.operations.review import speak
from proposals.operations.telling import record
from proposals.queries.composing import MOST_BODY, part_of
from proposals.queries.inbox import TAKEN_IN, taken_up
from proposals.queries.reviewing import standing_of, unit_of_body
from proposals.workflow import Refused, lock, lock_all

MOST_ITEMS = 30
RELATED = ("office__region", "written_by")


@transaction.atomic
def add_sources(report: SpecialReport, *, by, matters=(), proposals=()) -> list[ReportItem]:
    """Merge further matters or information into a draft."""
    report = locked_draft(report)
    if not matters and not proposals:
        raise Refused("请先选择要编入的事项或者信息。")
    made = take(report, matters=matters, proposals=proposals)
    before = report.body
    report.body = _joined(f"{before}\n{part_of(matters=matters, proposals=proposals)}")
    report.version += 1
    report.save(update_fields=["body", "version"])
    changes = {"body": ("正文", before, report.body)}
    record(report, "proposals.write_report", by=by, sentence=f"增加 {len(made)} 件来源", changes=changes)
    return made


@transaction.atomic
def remove_source(item: ReportItem, *, by) -> None:
    """Leave one out again: it goes back to what waits for a report. What was typed out of it stays in the text."""
    report = locked_draft(item.report)
    found = report.items.filter(pk=item.pk).first()
    if found is None:
        raise Refused("这件来源已经移出，请刷新页面。")
    found.delete()
    record(report, "proposals.write_report", by=by, sentence="移出 1 件来源")


@transaction.atomic
def move_source(item: ReportItem, *, by, up: bool) -> None:
    """Change places with the one before or after."""
    report = locked_draft(item.report)
    rows = list(report.items.order_by("position", "pk"))
    at = next((number for number, row in enumerate(rows) if row.pk == item.pk), None)
    to = at + (-1 if up else 1) if at is not None else -1
    if not 0 <= to < len(rows):
        raise Refused("已经在最前或者最后，不能再移动。")
    rows[at], rows[to] = rows[to], rows[at]
    for number, row in enumerate(rows, start=1):
        row.position = number
    ReportItem.objects.bulk_update(rows, ["position"])
    record(report, "proposals.write_report", by=by, sentence="调整来源的先后")


def adopt_sources(report: SpecialReport, *, by) -> None:
    """Part of 签发: information that was still under 编审 is adopted by going out in the report.

    Only where the office's own word is all that is missing; where others are to speak, they still are.
    """
    waiting = Proposal.objects.filter(report_items__report=report, state=ProposalState.RECEIVED)
    for row in lock_all(waiting, related=("office__region",)):
        # None where somebody has just decided on it.
        seen = standing_of(row)
        if not (seen and seen.step.decides):
            continue
        if [unit_of_body(row, seen.step.body(name)) for name in seen.silent] != [row.office]:
            continue
        on = max(report.issued_on, timezone.localdate(row.submitted_at))
        said = {"outcome": ReviewOutcome.FILE, "on": on, "paper": report.ledger_label}
        speak(row, by=by, step=seen.step.code, body=seen.silent[0], **said)


def locked_draft(report: SpecialReport) -> SpecialReport:
    report = lock(report, related=RELATED)
    require_draft(report)
    return report


def require_draft(report: SpecialReport) -> None:
    if report.state != ReportState.DRAFT:
        raise Refused(f"这份报告{report.get_state_display()}，不能再修改。")


def take(report: SpecialReport, *, matters=(), proposals=()) -> list[ReportItem]:
    """Part of a verb: the rows are locked, so that two drafts of a kind never take the same one."""
    matters = _locked(Matter, matters)
    proposals = _locked(Proposal, proposals)
    for matter in matters:
        _check_matter(report, matter)
    for proposal in proposals:
        _check_proposal(report, proposal)
    last = report.items.aggregate(last=Max("position"))["last"] or 0
    if report.items.count() + len(matters) + len(proposals) > MOST_ITEMS:
        raise Refused(f"一份报告最多合并 {MOST_ITEMS} 件，请分开编写。")
    things = [*({"matter": row} for row in matters), *({"proposal": row} for row in proposals)]
    return ReportItem.objects.bulk_create(
        ReportItem(report=report, position=number, **thing) for number, thing in enumerate(things, start=last + 1)
    )


def _locked(model, rows) -> list:
    keys = {row.pk for row in rows}
    if not keys:
        return []
    found = model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    return list(found.order_by("pk"))


def _check_matter(report, matter) -> None:
    name = f"“{matter.text[:30]}”"
    sent = Submission.objects.filter(matter=matter, kind=SubmissionKind.MATTER, to=report.office)
    if not sent.filter(state=SubmissionState.RECEIVED).exists():
        raise Refused(f"{name}还没有接收，请先在收文里接收。")
    _refuse_second(report, name, matter=matter)


def _check_proposal(report, proposal) -> None:
    name = f"“{proposal.title[:30]}”"
    if proposal.office_id != report.office_id or proposal.state not in TAKEN_IN:
        raise Refused(f"{name}还没有收件，请先收件。")
    _refuse_second(report, name, proposal=proposal)


def _refuse_second(report, name: str, **thing) -> None:
    """A thing is in one standing report of a kind; in one of the other kind it may be as well, and the page says so."""
    other = taken_up(**thing).filter(report__kind=report.kind).select_related("report").first()
    if other:
        where = other.report.issue or "草稿"
        raise Refused(f"{name}已经编入《{report.get_kind_display()}》{where}，同一类报告里不重复编入。")


def _joined(body: str) -> str:
    if len(body) > MOST_BODY:
        raise Refused(f"合并以后正文超过 {MOST_BODY} 字，请先精简正文，或者分开编写。")
    return body
