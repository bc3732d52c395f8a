"""What a round comes to: counted now, or read as it was published."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.enums import AppealState
from reports.facts import quotas
from reports.facts.points.grading import grades, is_below, places
from reports.facts.points.rounds import Round, participants
from reports.facts.points.scheme import Item
from reports.facts.points.scoring import Corrected, Given, ScoreLine, score
from reports.facts.subjects import Subject
from reports.models import PointsAppeal, PointsMark, PointsResult


@dataclass(frozen=True)
class Result:
    kind: str
    pk: int
    name: str
    note: str
    lines: tuple[ScoreLine, ...]
    total: Decimal
    missing: tuple[str, ...] = ()
    place: int | None = None
    grade: str = ""
    consequence: str = ""
    is_below: bool = False
    # Appeals that wait for an answer.
    appeals: int = 0

    @property
    def is_complete(self) -> bool:
        return not self.missing

    def points_of(self, number: int) -> Decimal:
        return sum((line.points for line in self.lines if line.number == number), Decimal(0))


def results(a_round: Round) -> list[Result]:
    """Of all who take part, in the order of their places."""
    found = _published(a_round) if a_round.is_published else _counted(a_round)
    waiting = _open_appeals(a_round)
    found = [replace(each, appeals=waiting.get(each.pk, 0)) for each in found]
    return sorted(found, key=lambda each: each.place or len(found) + 1)


def result_of(a_round: Round, subject: Subject) -> Result | None:
    """Of one alone, counted from the records at this moment; without a place, which takes all others."""
    if a_round.is_published:
        row = PointsResult.objects.filter(year=a_round.row, **{a_round.kind: subject.pk}).first()
        found = _of_row(row) if row else None
    else:
        found = counted_of(a_round, subject)
    return found and replace(found, appeals=_open_appeals(a_round).get(subject.pk, 0))


def counted_of(a_round: Round, subject: Subject) -> Result:
    """Of one alone, as the records are now, whether or not the year is published."""
    counts = {item.number: _from_records(item, a_round, subject.pk) for item in a_round.scheme.items}
    return _result(a_round, subject, counts, *_by_hand(a_round, [subject.pk]))


def _counted(a_round: Round) -> list[Result]:
    people = participants(a_round)
    counts, by_hand = _from_facts(a_round, people), _by_hand(a_round, [each.pk for each in people])
    found = [_result(a_round, each, _counts_of(counts, each.pk), *by_hand) for each in people]
    return compared(a_round, found)


def _counts_of(counts: dict[int, dict], key: int) -> dict[int, int]:
    return {number: by_key.get(key, 0) for number, by_key in counts.items()}


def compared(a_round: Round, found: list[Result]) -> list[Result]:
    """With places and grades, as far as all marks are in."""
    totals = {each.pk: each.total for each in found if each.is_complete}
    place, grade = places(totals), grades(a_round.scheme.grades, totals)
    return [_graded(each, place.get(each.pk), grade.get(each.pk)) for each in found]


def _graded(result: Result, place, grade) -> Result:
    if grade is None:
        return replace(result, place=place)
    return replace(result, place=place, grade=grade.name, consequence=grade.consequence)


def _result(a_round: Round, subject: Subject, counts, given, corrected) -> Result:
    reckoned = score(a_round.scheme, counts, given.get(subject.pk, ()), corrected.get(subject.pk, ()))
    return Result(
        kind=subject.kind,
        pk=subject.pk,
        name=subject.name,
        note=subject.note,
        lines=reckoned.lines,
        total=reckoned.total,
        missing=reckoned.missing,
        is_below=reckoned.is_complete and is_below(reckoned.total, a_round.scheme.minimum),
    )


def _from_facts(a_round: Round, people: Iterable[Subject]) -> dict[int, dict]:
    """item → subject → how much."""
    keys, days = [each.pk for each in people], (a_round.since, a_round.until)
    return {
        item.number: quotas.from_facts(a_round.kind, keys, item.measure, item.where, days)
        for item in a_round.scheme.items
        if not item.is_manual
    }


def _from_records(item: Item, a_round: Round, key: int) -> int:
    days = (a_round.since, a_round.until)
    return quotas.from_records(a_round.kind, [key], item.measure, item.where, days).get(key, 0)


def records(item: Item, a_round: Round, key: int) -> list[tuple]:
    """What an item counted of a subject, as quotas.found_in gives it: the rows to which its line leads down."""
    bounds = {"since": a_round.since, "until": a_round.until}
    return quotas.found_in(item.measure, a_round.kind, [key], where=item.where, **bounds)


def _by_hand(a_round: Round, keys) -> tuple[dict, dict]:
    """subject → marks that stand, and what appeals corrected."""
    given: dict[int, list[Given]] = {}
    corrected: dict[int, list[Corrected]] = {}
    if a_round.row is None:
        return given, corrected
    of = {"year": a_round.row, f"{a_round.kind}__in": keys}
    for mark in PointsMark.objects.filter(removed_at__isnull=True, **of):
        given.setdefault(mark.subject_pk, []).append(Given(mark.item, mark.points, mark.times, mark.assessor))
    upheld = PointsAppeal.objects.filter(state=AppealState.UPHELD, correction__isnull=False, **of)
    for appeal in upheld.order_by("pk"):
        made = Corrected(appeal.item, appeal.correction, appeal.pk)
        corrected.setdefault(appeal.subject_pk, []).append(made)
    return given, corrected


def _open_appeals(a_round: Round) -> dict[int, int]:
    found: dict[int, int] = {}
    if a_round.row:
        rows = PointsAppeal.objects.filter(year=a_round.row, state=AppealState.OPEN)
        for key in rows.values_list(a_round.kind, flat=True):
            found[key] = found.get(key, 0) + 1
    return found


def _published(a_round: Round) -> list[Result]:
    return [_of_row(row) for row in PointsResult.objects.filter(year=a_round.row)]


def _of_row(row: PointsResult) -> Result:
    return Result(
        kind=row.kind,
        pk=row.subject_pk,
        name=row.name,
        note=row.note,
        lines=tuple(line_of(line) for line in row.lines),
        total=row.total,
        missing=tuple(row.missing),
        place=row.place,
        grade=row.grade,
        consequence=row.consequence,
        is_below=row.is_below,
    )


def line_of(data: dict) -> ScoreLine:
    return ScoreLine(**{**data, "points": Decimal(data["points"])})


def data_of(line: ScoreLine) -> dict:
    """As JSON keeps it: points as text, so that nothing is rounded."""
    return {
        "name": line.name,
        "points": str(line.points),
        "words": line.words,
        "number": line.number,
        "appeal": line.appeal,
        "is_open": line.is_open,
    }
