"""Making the reports of a round: in batches, each of them a transaction, so that a worker that dies costs one batch."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import notify_each
from members.queries import people_of_units
from members.workflow import lock
from reports.enums import PeriodicKind
from reports.facts import catch_up
from reports.facts.periodic import Survey, Target, content_of, survey, targets_of
from reports.facts.periodic.survey import batches
from reports.facts.periodic.timing import LEVELS
from reports.facts.spans import span_of
from reports.models import PeriodicReport, PeriodicRound
from reports.models.periodic import OFFICES, TEXTS
from rooms import practice

MAKE = "reports.make_periodic"
BATCH = 200
TITLES = {
    PeriodicKind.SUPERVISION: "{place}{when}“{platform}”督办报告",
    PeriodicKind.CIRCULAR: "关于{when}“{platform}”工作情况的通报",
    PeriodicKind.SUMMARY: "{place}{when}“{platform}”工作总结",
}


def make(row: PeriodicRound, *, told: Callable[[int, int], None] = lambda made, total: None) -> PeriodicRound:
    """Make what is missing of a round. Run twice, or by two at once, every report is made once."""
    # What was recorded a moment ago counts as well.
    catch_up()
    found = survey(row.region, span_of(row.span))
    targets = list(targets_of(found, LEVELS[row.kind]))
    had = _had(row)
    missing = [each for each in targets if each.key not in had]
    for batch in batches(missing, BATCH):
        row = keep(row, found, batch, total=len(targets))
        told(row.made, row.total)
    return finish(row)


def _had(row: PeriodicRound) -> set[tuple[str, int]]:
    """Of what there are reports already."""
    keys = row.reports.values_list("room", "region")
    return {("room", room) if room else ("region", region) for room, region in keys}


@transaction.atomic
def keep(row: PeriodicRound, found: Survey, targets, *, total: int) -> PeriodicRound:
    """Write the reports of one batch, without those that somebody else wrote in between."""
    row = lock(row, related=("region", "office"))
    had = _had(row)
    platform = practice.current(row.region).words["platform"]
    rows = [_draft(row, found, each, platform) for each in targets if each.key not in had]
    PeriodicReport.objects.bulk_create(rows)
    row.total, row.made = total, len(had) + len(rows)
    row.save(update_fields=["total", "made"])
    return row


def _draft(row: PeriodicRound, found: Survey, target: Target, platform: str) -> PeriodicReport:
    content = content_of(found, target, row.kind)
    bodies = {room.approver_id: room.approver for room in target.rooms if room.approver.region_id == target.region.pk}
    return PeriodicReport(
        round=row,
        kind=row.kind,
        level=target.level,
        since=row.since,
        until=row.until,
        region=target.region,
        room=target.room,
        body=next(iter(bodies.values()), None) if target.level == "township" else None,
        office=row.office,
        title=TITLES[row.kind].format(place=target.name, when=found.span.name, platform=platform)[:120],
        recipients="各乡镇（街道）党（工）委，各联络室" if row.kind == PeriodicKind.CIRCULAR else "",
        content=content,
        **{name: content["words"][name] for name in TEXTS},
    )


@transaction.atomic
def finish(row: PeriodicRound) -> PeriodicRound:
    """Say once that everything is there."""
    row = lock(row, related=("region", "office"))
    if row.finished_at:
        return row
    row.finished_at = timezone.now()
    row.save(update_fields=["finished_at"])
    name = f"{span_of(row.span).name}{row.get_kind_display()}"
    people = [(user, list_of(row)) for user, _ in people_of_units([row.office_id], *OFFICES)]
    notify_each(people, f"{name}已生成 {row.made} 份草稿，请核对后发布")
    sentence = f"生成{name}草稿 {row.made} 份"
    ledger.record(row, "reports.make_periodic", by=None, unit=row.office, sentence=sentence)
    return row


def list_of(row: PeriodicRound) -> str:
    """Where its reports are seen together."""
    return f"/periodic/?kind={row.kind}&span={row.span}"
