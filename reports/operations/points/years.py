"""A year of a scheme: begun by its first act, published once for all, taken back with a reason."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.workflow import Refused, advance, check_version, lock
from reports.enums import PointsYearState
from reports.facts import catch_up
from reports.facts.points import Result, Round, data_of, results, scheme_named
from reports.facts.points.frozen import checksum, content_of
from reports.facts.points.results import silent
from reports.models import PointsResult, PointsYear
from reports.models.points import about
from reports.operations.points.telling import tell_results
from reports.workflow import POINTS_YEAR
from rooms import practice


@transaction.atomic
def begin(a_round: Round, *, by) -> PointsYear:
    """Pin the version of the pack by which the year is counted; once begun, the year keeps it."""
    row, is_new = PointsYear.objects.get_or_create(
        region=a_round.region,
        scheme=a_round.scheme.code,
        year=a_round.year,
        defaults={"practice_id": a_round.practice, "begun_by": by},
    )
    if is_new:
        tell(row, "reports.begin_points", by=by, sentence=f"开始{a_round.name}")
    return row


@transaction.atomic
def set_appeal_days(a_round: Round, *, by, version: int, appeal_workdays: int, answer_workdays: int) -> PointsYear:
    """Until when one may appeal, and when the answer is due; who has appealed keeps the day that was told."""
    row = lock(begin(a_round, by=by), related=("region",))
    check_version(row, version)
    if not row.is_open and appeal_workdays < row.appeal_workdays:
        raise Refused(f"结果已经公布，申诉期限只能延长，不能少于现在的 {row.appeal_workdays} 个工作日。")
    told = {"appeal_workdays": appeal_workdays, "answer_workdays": answer_workdays}
    changes = {
        name: (row._meta.get_field(name).verbose_name, str(getattr(row, name)), str(value))
        for name, value in told.items()
        if getattr(row, name) != value
    }
    if not changes:
        return row
    row.appeal_workdays, row.answer_workdays, row.version = appeal_workdays, answer_workdays, row.version + 1
    row.save(update_fields=["appeal_workdays", "answer_workdays", "version"])
    sentence = f"{row}：公布后 {appeal_workdays} 个工作日内申诉，{answer_workdays} 个工作日内答复"
    tell(row, "reports.set_appeal_days", by=by, sentence=sentence, changes=changes)
    return row


def locked(a_round: Round, *, by) -> tuple[Round, PointsYear]:
    """The round with its row, begun if need be and locked: acts on one year come one after the other."""
    row = lock(begin(a_round, by=by), related=("region",))
    scheme = scheme_named(practice.of_key(row.practice_id).resolved, row.scheme)
    return replace(a_round, row=row, scheme=scheme, practice=row.practice_id), row


def refuse_published(row: PointsYear) -> None:
    if not row.is_open:
        raise Refused("这一年的结果已经公布，不能再改。确有错误的，通过申诉更正，或者先撤回公布。")


@transaction.atomic
def publish(
    a_round: Round, *, by, with_appeals: bool = False, with_missing: bool = False, told: Callable = silent
) -> PointsYear:
    """Freeze the results as they are now; whoever publishes accepts by name what is still open."""
    # What was recorded a moment ago counts as well.
    catch_up()
    a_round, row = locked(a_round, by=by)
    refuse_published(row)
    found = results(a_round, told)
    _check(found, with_appeals=with_appeals, with_missing=with_missing)
    rows = [_row(row, each) for each in found]
    PointsResult.objects.bulk_create(rows, batch_size=1000)
    advance(
        row,
        POINTS_YEAR,
        PointsYearState.PUBLISHED,
        by=by,
        published_by=by,
        published_at=timezone.now(),
        checksum=checksum(row, [each.frozen for each in rows]),
        version=row.version + 1,
    )
    said = f"公布{a_round.name}结果，共 {len(found)} 个{a_round.word}，校验码 {row.checksum[:12]}"
    tell(row, "reports.publish_points", by=by, sentence=said)
    tell_results(a_round, found)
    return row


def open_matters(found: list[Result]) -> dict[str, list[Result]]:
    """What stands in the way of publishing unless it is accepted by name."""
    return {
        "appeals": [each for each in found if each.appeals],
        "missing": [each for each in found if not each.is_complete],
    }


def _check(found: list[Result], *, with_appeals: bool, with_missing: bool) -> None:
    if not found:
        raise Refused("没有纳入考核的对象，不能公布。")
    still = open_matters(found)
    if still["appeals"] and not with_appeals:
        raise Refused(f"{names_of(still['appeals'])}的申诉还没有答复，请先答复，或者确认带着申诉公布。")
    if still["missing"] and not with_missing:
        raise Refused(f"{names_of(still['missing'])}还没有评全，请先评分，或者确认没有评全的不排名次。")


def names_of(found: list[Result]) -> str:
    names = "、".join(each.name for each in found[:5])
    return f"{names}等 {len(found)} 个" if len(found) > 5 else names


def _row(row: PointsYear, result: Result) -> PointsResult:
    return PointsResult(
        year=row,
        **about(result.kind, result.key),
        name=result.name[:80],
        note=result.note[:120],
        total=result.total,
        lines=[data_of(line) for line in result.lines],
        missing=list(result.missing),
        place=result.place,
        grade=result.grade,
        consequence=result.consequence,
        is_below=result.is_below,
        class_name=result.class_name,
        frozen=content_of(result),
    )


@transaction.atomic
def reopen(row: PointsYear, *, by, reason: str) -> PointsYear:
    """Take back what was published: the results are counted anew until they are published again."""
    row = lock(row, related=("region",))
    PointsResult.objects.filter(year=row).delete()
    advance(
        row,
        POINTS_YEAR,
        PointsYearState.OPEN,
        by=by,
        published_by=None,
        published_at=None,
        checksum="",
        version=row.version + 1,
    )
    tell(row, "reports.reopen_points", by=by, sentence=f"撤回{row}结果", note=reason)
    return row


@transaction.atomic
def use_current(a_round: Round, *, by, reason: str) -> PointsYear:
    """Count an open year by the version that the region follows now; what was marked must have its item there."""
    row = lock(begin(a_round, by=by), related=("region",))
    refuse_published(row)
    version = practice.current_version(row.region)
    scheme = version and scheme_named(practice.of(version).resolved, row.scheme)
    if scheme is None:
        raise Refused("现行做法里没有这个考核办法，不能改用。")
    marked = set(row.pointsmarks.filter(removed_at__isnull=True).values_list("item", flat=True))
    lost = sorted(marked - {item.name for item in scheme.marked})
    if lost:
        raise Refused(f"现行办法里没有“{'、'.join(lost)}”，已经评的分无处可归，请先移除这些评分。")
    row.practice, row.version = version, row.version + 1
    row.save(update_fields=["practice", "version"])
    tell(row, "reports.use_current_points", by=by, sentence=f"{row}改用{version}", note=reason)
    return row


def tell(row, verb: str, *, by, sentence: str, unit=None, **more) -> None:
    """Acts on points stand in the chain of the city."""
    unit = unit or next((role.unit for role in by.current_roles if role.unit_id), None)
    ledger.record(row, verb, by=by, sentence=sentence, unit=unit, **more)
