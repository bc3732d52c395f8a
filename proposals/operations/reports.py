"""要报、专报: written out of what the office received, signed off and numbered, closed when everything came back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from members.operations import attach, draw_number, order
from members.operations.changes import overwrite
from proposals.enums import ReportState
from proposals.models import SpecialReport
from proposals.operations.matters_ended import hold_matters, settle_matters
from proposals.operations.quoting import refuse_quotes
from proposals.operations.report_sources import RELATED, adopt_sources, locked_draft, take
from proposals.operations.telling import record, tell_dispatchers, tell_sources
from proposals.workflow import REPORT, Refused, advance, check_version, lock

TEXTS = ("title", "lead", "body")


@transaction.atomic
def start(office, *, by, kind, title: str, matters=(), proposals=(), attachments=(), **fields) -> SpecialReport:
    """Begin a report, single or merged, out of what was chosen in the inbox."""
    report = SpecialReport.objects.create(office=office, kind=kind, title=title, written_by=by, **fields)
    take(report, matters=matters, proposals=proposals)
    attach(report, attachments, by=by)
    changes = {name: (report._meta.get_field(name).verbose_name, "", getattr(report, name)) for name in TEXTS}
    sentence = f"起草《{report.get_kind_display()}》"
    record(report, "proposals.write_report", by=by, sentence=sentence, changes=changes)
    return report


@transaction.atomic
def edit(report: SpecialReport, *, by, attachments=(), **values) -> SpecialReport:
    """Save what was written. Raises Stale when somebody saved in between."""
    report = locked_draft(report)
    if values.get("kind", report.kind) != report.kind:
        _refuse_kind(report, values["kind"])
    report, changes = overwrite(report, values)
    attach(report, attachments, by=by)
    if changes or attachments:
        record(
            report, "proposals.write_report", by=by, sentence=f"修改《{report.get_kind_display()}》", changes=changes
        )
    return report


@transaction.atomic
def issue(report: SpecialReport, *, by, version: int, signed_off_by: str, issued_on: date) -> SpecialReport:
    """签发、报送: the number is drawn with it, and the rooms learn in which issue their matters are."""
    report = locked_draft(report)
    check_version(report, version)
    _require_complete(report, signed_off_by)
    held = hold_matters(report)
    # The series is held from here on, so that the days of two issues are compared in the order of their numbers.
    number = draw_number(report.office, report.kind, issued_on.year)
    _require_day(report, issued_on)
    issued = {"number": number, "year": issued_on.year, "issued_on": issued_on, "signed_off_by": signed_off_by}
    advance(report, REPORT, ReportState.ISSUED, by=by, issued_by=by, issued_at=timezone.now(), **issued)
    adopt_sources(report, by=by)
    title = f"《{report.title}》{report.issue}"[:160]
    key, paper = f"special_report:{report.pk}:1", "special_report"
    order("reports.render", key=key, by=by, title=title, paper=paper, pk=report.pk)
    tell_sources(report, f"已编入{report.ledger_label}", verb="proposals.issue_report", by=by)
    settle_matters(held, by=by)
    tell_dispatchers(report, f"{report.office.short_name}报送{report.ledger_label}，有领导批示请登记")
    record(report, "proposals.issue_report", by=by, sentence=f"签发{report.ledger_label}")
    return report


@transaction.atomic
def drop(report: SpecialReport, *, by, reason: str) -> SpecialReport:
    """不再报送: what it was made of waits for another report."""
    report = locked_draft(report)
    if not reason.strip():
        raise Refused("请写明不再报送的原因。")
    advance(report, REPORT, ReportState.DROPPED, by=by)
    sentence = f"《{report.get_kind_display()}》草稿不再报送"
    record(report, "proposals.write_report", by=by, sentence=sentence, note=reason)
    return report


@transaction.atomic
def close(report: SpecialReport, *, by, result: str, outcomes: dict | None = None) -> SpecialReport:
    """办结: every unit has answered and was let go. `outcomes` say of each source what became of it: (result, text)."""
    report = lock(report, related=RELATED)
    if reason := why_not_close(report):
        raise Refused(reason)
    if not result.strip():
        raise Refused("请写明办理结果，联络室和乡镇（街道）看得到。")
    refuse_quotes(report, result, *(text for _, text in (outcomes or {}).values()))
    held = hold_matters(report)
    _write_outcomes(report, outcomes or {})
    closed = {"result": result, "closed_by": by, "closed_at": timezone.now()}
    advance(report, REPORT, ReportState.CLOSED, by=by, **closed)
    tell_sources(report, f"编入的{report.ledger_label}已经办结", verb="proposals.close_report", by=by)
    settle_matters(held, by=by)
    record(report, "proposals.close_report", by=by, sentence=f"办结{report.ledger_label}", note=result)
    return report


def why_not_close(report: SpecialReport) -> str:
    """Say what is still open; empty when it can be closed."""
    if report.state != ReportState.ISSUED:
        return f"这份报告{report.get_state_display()}，不用再办结。"
    waiting = [row.unit.short_name for row in report.handlings.open().select_related("unit")]
    return f"{'、'.join(waiting)}的承办还没有办结，全部办结以后才能办结报告。" if waiting else ""


def reopen(report: SpecialReport, *, by) -> None:
    """A leader wrote on it after it was closed. Part of a verb, never one itself; the row is locked."""
    held = hold_matters(report)
    advance(report, REPORT, ReportState.ISSUED, by=by, closed_by=None, closed_at=None)
    settle_matters(held, by=by)


def _write_outcomes(report, outcomes) -> None:
    items = [item for item in report.items.all() if item.pk in outcomes]
    for item in items:
        item.result, item.outcome = outcomes[item.pk]
        item.save(update_fields=["result", "outcome"])


def _refuse_kind(report, kind) -> None:
    """Of another kind it may stand beside a report that holds the same matter."""
    others = SpecialReport.objects.exclude(pk=report.pk).exclude(state=ReportState.DROPPED).filter(kind=kind)
    matters = report.items.filter(matter__isnull=False).values("matter")
    proposals = report.items.filter(proposal__isnull=False).values("proposal")
    if others.filter(items__matter__in=matters).exists() or others.filter(items__proposal__in=proposals).exists():
        raise Refused("有的来源已经编入另一份同类报告，不能改成这一类；请先移出那件来源。")


def _require_complete(report, signed_off_by: str) -> None:
    missing = [
        report._meta.get_field(name).verbose_name for name in ("body", "reported_to") if not getattr(report, name)
    ]
    if missing:
        raise Refused(f"签发前还要填写：{'、'.join(missing)}。")
    if not signed_off_by.strip():
        raise Refused("请写明签发人。")


def _require_day(report, issued_on: date) -> None:
    if issued_on > timezone.localdate():
        raise Refused("报送日期不能晚于今天。")
    same = SpecialReport.objects.issued().filter(office=report.office, kind=report.kind, year=issued_on.year)
    last = same.order_by("-number").first()
    if last and issued_on < last.issued_on:
        raise Refused(f"第 {last.number} 期是{last.issued_on:%-m月%-d日}报送的，这一期的日期不能比它早。")
