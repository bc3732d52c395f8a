"""Publishing freezes: what a report says gets its checksum, and only a correction with a reason takes its place."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import draw_lettered, notify_each, order
from members.permissions import ROOM_STAFF, TOWNSHIP
from members.queries import people_of_units
from members.workflow import Refused, advance, check_version, lock
from reports.enums import PeriodicState
from reports.facts import catch_up
from reports.models import Highlight, PeriodicReport, PeriodicRound
from reports.operations.periodic.editing import RELATED, content_now, locked_draft, tell, write_anew
from reports.workflow import PERIODIC, publish_all

SERIES = "circular"
NUMBERED = ("letters", "year", "number")
RENDER = "reports.render"


@transaction.atomic
def publish(report: PeriodicReport, *, by, version: int) -> PeriodicReport:
    """Freeze one report; a circular gets its number with it, and its paper is ordered."""
    report = locked_draft(report)
    check_version(report, version)
    if not report.opening.strip():
        raise Refused("总体情况还没有写，不能发布。")
    _require_told([report])
    now = timezone.now()
    if report.is_circular:
        _number(report, timezone.localdate(now))
    stamp = {"published_by": by, "published_at": now, "version": report.version + 1}
    numbered = {name: getattr(report, name) for name in NUMBERED}
    advance(report, PERIODIC, PeriodicState.PUBLISHED, by=by, sha256=report.checksum, **numbered, **stamp)
    if report.corrects_id:
        earlier = lock(report.corrects)
        advance(earlier, PERIODIC, PeriodicState.REPLACED, by=by, version=earlier.version + 1)
    if report.is_circular:
        title = f"《{report.title}》{report.issue}"[:160]
        order(RENDER, key=f"circular:{report.pk}:1", by=by, title=title, paper="circular", pk=report.pk)
    _tell_readers([report])
    tell(report, "reports.publish_periodic", by=by, sentence=f"发布{report}", note=report.reason)
    return report


def _require_told(reports: list[PeriodicReport]) -> None:
    """A draft may still tell what was closed to others, taken out or said otherwise since it was made.

    Raises Refused and names the first.
    """
    rows = [(report, row) for report in reports for row in report.content["highlights"] if "key" in row]
    keys = {row["key"] for _, row in rows}
    still = set(Highlight.objects.standing().filter(pk__in=keys).values_list("pk", "sentence"))
    for report, row in rows:
        if (row["key"], row["sentence"]) not in still:
            told = f"{report}写到的“{row['sentence']}”已经撤下或改写，不能照旧发布。"
            raise Refused(f"{told}请先重新取数，再看“工作亮点”里是否还有这句话。")


def _number(report: PeriodicReport, day: date) -> None:
    """A correction keeps the number of what it corrects."""
    if report.corrects_id:
        report.letters, report.year, report.number = (getattr(report.corrects, name) for name in NUMBERED)
    else:
        report.letters, report.number = draw_lettered(report.office, SERIES, day.year)
        report.year = day.year


@transaction.atomic
def publish_round(row: PeriodicRound, *, by) -> int:
    """Publish every draft of townships and rooms of a round; that of the city is published by itself."""
    row = lock(row, related=("office",))
    if row.finished_at is None:
        raise Refused("报告还在生成，生成完以后再发布。")
    drafts = row.reports.filter(state=PeriodicState.DRAFT, corrects__isnull=True).exclude(level="city")
    keys = drafts.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    rows = list(PeriodicReport.objects.filter(pk__in=list(keys)).select_related(*RELATED).order_by("pk"))
    if not rows:
        raise Refused("乡镇（街道）和联络室的报告都已经发布。")
    _require_told(rows)
    for report in rows:
        report.sha256, report.version = report.checksum, report.version + 1
    publish_all(rows, by=by, at=timezone.now())
    _tell_readers(rows)
    sentence = f"发布{row}，乡镇（街道）和联络室共 {len(rows)} 份"
    ledger.record(row, "reports.publish_periodic", by=by, unit=row.office, sentence=sentence)
    return len(rows)


def _tell_readers(reports: list[PeriodicReport]) -> None:
    """The room reads its own, and the township its own; what goes to others is distributed."""
    pages = {}
    for report in reports:
        unit = report.room.unit_id if report.room_id else report.body_id
        if unit:
            pages[unit] = report.get_absolute_url()
    if pages:
        people = [(user, pages[unit]) for user, unit in people_of_units(pages, *ROOM_STAFF, *TOWNSHIP)]
        notify_each(people, f"已发布：{reports[0].round.office.short_name}{reports[0].get_kind_display()}")


@transaction.atomic
def correct(report: PeriodicReport, *, by, reason: str) -> PeriodicReport:
    """更正: begin the report that takes the place of a published one; until it is published that one holds."""
    catch_up()
    report = lock(report, related=RELATED)
    if report.state != PeriodicState.PUBLISHED:
        raise Refused("只有已经发布、没有更正过的可以更正。")
    if report.corrections.exists():
        raise Refused("更正稿已经起草，请在更正稿上修改。")
    values = {field.attname: getattr(report, field.attname) for field in PeriodicReport._meta.concrete_fields}
    kept = {name: value for name, value in values.items() if name not in RENEWED}
    made = PeriodicReport(**kept, corrects=report, correction=report.correction + 1, reason=reason)
    made.content = content_now(report)
    write_anew(made, report.content["words"])
    PeriodicReport.objects.bulk_create([made])
    tell(made, "reports.correct_periodic", by=by, sentence=f"更正{report}", note=reason)
    return made


@transaction.atomic
def drop_correction(report: PeriodicReport, *, by) -> PeriodicReport:
    """Take back a correction that was begun by mistake; return what goes on to hold.

    Any other draft stays until it is published: the span has to be told.
    """
    report = locked_draft(report)
    earlier = report.corrects
    if earlier is None:
        raise Refused("只有更正稿可以撤销。")
    tell(earlier, "reports.drop_correction", by=by, sentence=f"撤销更正稿：{report}")
    report.delete()
    return earlier


# What a correction does not take over.
RENEWED = {
    "id",
    "state",
    "correction",
    "corrects_id",
    "reason",
    "content",
    "counted_at",
    *NUMBERED,
    "sha256",
    "published_by_id",
    "published_at",
    "version",
}
