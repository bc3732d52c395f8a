"""An appeal that is upheld after publishing: the one result is put right, and nobody else loses a grade by it."""

from dataclasses import replace

from django.utils import timezone

from reports.facts.points import Result, Round, compared, counted_of, data_of, results
from reports.facts.points.grading import is_below
from reports.facts.points.reckoning import ScoreLine
from reports.facts.points.scoring import Corrected, correction_line, within_full
from reports.facts.subjects import Subject
from reports.models import PointsAppeal, PointsResult
from reports.models.points import about
from reports.operations.points.years import tell

FIELDS = ["total", "lines", "missing", "place", "grade", "consequence", "is_below", "corrected_at"]


def correct_published(a_round: Round, subject: Subject, appeal: PointsAppeal, *, by) -> None:
    """Add the correction, or count anew what the appeal is about; place and grade follow for this subject alone."""
    row = PointsResult.objects.select_for_update().get(year=a_round.row, **about(a_round.kind, subject.key))
    published = {each.key: each for each in results(a_round)}
    now, scheme = _corrected(a_round, subject, appeal, published[subject.key]), a_round.scheme.for_tags(subject.tags)
    lines = within_full(scheme, now.lines)
    total = sum(line.points for line in lines)
    now = replace(now, lines=lines, total=total, is_below=now.is_complete and is_below(total, scheme.minimum))
    graded = compared(a_round, [each for key, each in published.items() if key != subject.key] + [now])
    now = next(each for each in graded if each.key == subject.key)
    for name in ("total", "place", "grade", "consequence", "is_below"):
        setattr(row, name, getattr(now, name))
    row.lines, row.missing = [data_of(line) for line in now.lines], list(now.missing)
    row.corrected_at = timezone.now()
    row.save(update_fields=FIELDS)
    tell(row, "reports.correct_points", by=by, sentence=f"公布后更正{a_round.year}年考核结果")


def _corrected(a_round: Round, subject: Subject, appeal: PointsAppeal, published: Result) -> Result:
    if appeal.correction is not None:
        line = correction_line(Corrected(appeal.item, appeal.correction, appeal.pk), a_round.scheme)
        return replace(published, lines=(*published.lines, line))
    counted = counted_of(a_round, subject)
    if not appeal.item:
        return counted
    return replace(published, lines=tuple(_of_item(line, counted, appeal.item) for line in published.lines))


def _of_item(line: ScoreLine, counted: Result, item: str) -> ScoreLine:
    return next((each for each in counted.lines if each.name == item == line.name), line)
