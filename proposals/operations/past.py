"""Reports, instructions, bulletins and articles of the time before the system was in use."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import attach, start_after
from members.operations.changes import overwrite
from members.workflow import Refused, lock
from proposals.models import PastHandling, PastInstruction, PastPublication, PastReport


@transaction.atomic
def record_report(unit, *, by, rooms=(), instructions=(), handlings=(), attachments=(), **fields) -> PastReport:
    """Write a report down with what leaders wrote on it and to whom it was assigned (dicts of their fields)."""
    report = _record(PastReport, unit, by=by, attachments=attachments, **fields)
    report.rooms.set(rooms)
    PastInstruction.objects.bulk_create(PastInstruction(report=report, **each) for each in instructions)
    PastHandling.objects.bulk_create(PastHandling(report=report, **each) for each in handlings)
    return report


@transaction.atomic
def record_publication(unit, *, by, attachments=(), **fields) -> PastPublication:
    """Write a bulletin or an article down."""
    return _record(PastPublication, unit, by=by, attachments=attachments, **fields)


def _record(model, unit, *, by, attachments, **fields):
    unit = lock(unit, related=("region",))
    _check(model, unit, fields)
    paper = model.objects.create(unit=unit, created_by=by, **fields)
    attach(paper, attachments, by=by)
    _go_on_after(paper)
    _tell(paper, by=by, sentence=f"登记历史{paper.ledger_label}", note=paper.source)
    return paper


@transaction.atomic
def edit_paper(paper, *, by, rooms=None, attachments=(), **values):
    """Correct what was written down. Raises Stale when somebody saved in between."""
    paper = lock(paper, related=("unit__region",))
    _require_standing(paper)
    _check(type(paper), paper.unit, {"kind": paper.kind, **values}, but=paper)
    paper, changes = overwrite(paper, values)
    changes |= _set_rooms(paper, rooms) if rooms is not None else {}
    attach(paper, attachments, by=by)
    _go_on_after(paper)
    if changes or attachments:
        _tell(paper, by=by, sentence=f"修改历史{paper.ledger_label}", changes=changes)
    return paper


def _set_rooms(report, rooms) -> dict:
    """Write from which rooms it came, and return what differs for the ledger."""
    before, after = (_names(each) for each in (report.rooms.select_related("unit"), rooms))
    if before == after:
        return {}
    report.rooms.set(rooms)
    report.version += 1
    report.save(update_fields=["version"])
    return {"rooms": ("事项来自", before, after)}


def _names(rooms) -> str:
    return "、".join(sorted(room.unit.short_name for room in rooms))


@transaction.atomic
def remove_paper(paper, *, by, reason: str):
    """Take out what was entered by mistake: it leaves the figures and stays in the record."""
    paper = lock(paper, related=("unit__region",))
    _require_standing(paper)
    paper.removed_by, paper.removed_at = by, timezone.now()
    paper.save(update_fields=["removed_by", "removed_at"])
    _tell(paper, by=by, sentence=f"移出历史{paper.ledger_label}", note=reason)
    return paper


@transaction.atomic
def add_instruction(report, *, by, **fields) -> PastInstruction:
    report = _locked(report)
    row = PastInstruction.objects.create(report=report, **fields)
    _tell(report, by=by, sentence=f"{report.ledger_label}登记{_what(row)}")
    return row


@transaction.atomic
def edit_instruction(row, *, by, **values) -> PastInstruction:
    return _edit_child(row, by=by, **values)


@transaction.atomic
def add_handling(report, *, by, **fields) -> PastHandling:
    report = _locked(report)
    if report.handlings.filter(unit_name=fields["unit_name"]).exists():
        raise Refused("这个单位的交办已经登记，请直接修改那一项。")
    row = PastHandling.objects.create(report=report, **fields)
    _tell(report, by=by, sentence=f"{report.ledger_label}登记交办")
    return row


@transaction.atomic
def edit_handling(row, *, by, **values) -> PastHandling:
    report = _locked(row.report)
    if report.handlings.filter(unit_name=values["unit_name"]).exclude(pk=row.pk).exists():
        raise Refused("这个单位的交办已经登记，请直接修改那一项。")
    return _edit_child(row, by=by, **values)


def _edit_child(row, *, by, **values):
    report = _locked(row.report)
    row, changes = overwrite(row, values)
    if changes:
        _tell(report, by=by, sentence=f"{report.ledger_label}修改{_what(row)}", changes=changes)
    return row


def _what(row) -> str:
    if isinstance(row, PastHandling):
        return "交办"
    return "圈阅" if row.is_viewed_only else "批示"


def _locked(report):
    report = lock(report, related=("unit__region",))
    _require_standing(report)
    return report


def _check(model, unit, fields, but=None) -> None:
    if fields["issued_on"] > timezone.localdate():
        raise Refused("印发日期不能晚于今天。")
    if not fields.get("number"):
        return
    same = {name: fields[name] for name in ("kind", "year", "number")}
    taken = model.objects.standing().filter(unit=unit, **same).exclude(pk=but.pk if but else None)
    if taken.exists():
        raise Refused(f"{fields['year']} 年第 {fields['number']} 期已经登记，请核对期号。")


def _go_on_after(paper) -> None:
    if paper.number:
        start_after(paper.unit, paper.kind, paper.year, paper.number)


def _require_standing(paper) -> None:
    if paper.removed_at:
        raise Refused("这份历史材料已经移出，不能再修改。")


def _tell(paper, *, by, sentence, **details) -> None:
    ledger.record(paper, "proposals.edit_past_papers", by=by, unit=paper.unit, sentence=sentence, **details)
