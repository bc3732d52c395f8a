"""A draft is written on by people, and counted anew while nobody has published it."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations.changes import overwrite
from members.workflow import Refused, check_version, lock
from reports.enums import PeriodicLevel
from reports.facts import catch_up
from reports.facts.periodic import Target, content_of, survey
from reports.facts.places import place_of_room
from reports.facts.spans import span_of
from reports.models import PeriodicReport
from reports.models.periodic import TEXTS

RELATED = ("round__region", "region", "room__unit__region", "office__region", "body", "corrects")


def locked_draft(report: PeriodicReport) -> PeriodicReport:
    report = lock(report, related=RELATED)
    require_draft(report)
    return report


def require_draft(report: PeriodicReport) -> None:
    if not report.is_draft:
        raise Refused("已经发布，不能再改。确有错误的，另行更正。")


@transaction.atomic
def edit(report: PeriodicReport, *, by, version: int, **texts) -> PeriodicReport:
    """Save what was written. Raises Stale when somebody saved in between."""
    locked_draft(report)
    report, changes = overwrite(report, {**texts, "version": version})
    if changes:
        tell(report, "reports.edit_periodic", by=by, sentence=f"修改{report}", changes=changes)
    return report


@transaction.atomic
def recount(report: PeriodicReport, *, by, version: int) -> PeriodicReport:
    """重新取数: the figures of now; a text that nobody has touched is written anew with them, a typed one stays."""
    catch_up()
    report = locked_draft(report)
    check_version(report, version)
    old, report.content = report.content["words"], content_now(report)
    write_anew(report, old)
    report.counted_at, report.version = timezone.now(), report.version + 1
    report.save(update_fields=["content", "counted_at", "version", *TEXTS])
    tell(report, "reports.recount_periodic", by=by, sentence=f"{report}重新取数")
    return report


def write_anew(report: PeriodicReport, old: dict) -> None:
    """Let the texts that nobody has touched say the figures of now: those that still are as they were written."""
    for name in TEXTS:
        if getattr(report, name) == old[name]:
            setattr(report, name, report.content["words"][name])


def content_now(report: PeriodicReport) -> dict:
    """What the report would say if it were made now."""
    span, city = span_of(report.round.span), report.round.region
    only = report.room or (None if report.level == PeriodicLevel.CITY else report.region)
    found = survey(city, span, only=only)
    place = place_of_room(report.room) if report.room_id else found.places[report.region_id]
    target = Target(report.level, report.region, found.rooms, place, report.room)
    return content_of(found, target, report.kind)


def tell(report: PeriodicReport, verb: str, *, by, sentence: str, **more) -> None:
    ledger.record(report, verb, by=by, unit=report.office, sentence=sentence[:300], **more)
