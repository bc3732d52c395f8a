"""What a round comes to: counted now, or read as it was published."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.enums import AppealState
from reports.facts.points import tallies
from reports.facts.points.grading import grades, is_below, places
from reports.facts.points.reckoning import ScoreLine
from reports.facts.points.rounds import Round, participants
from reports.facts.points.scheme import Scheme
from reports.facts.points.scoring import Corrected, Given, score
from reports.facts.subjects import Subject
from reports.models import PointsAppeal, PointsMark, PointsResult
from reports.models.points import COLUMNS, about


@dataclass(frozen=True)
class Result:
    kind: str
    # By what rows know the subject; its address is by `pk`, and a committee that is no longer there has none.
    key: int | str
    pk: int | None
    name: str
    note: str
    lines: tuple[ScoreLine, ...]
    total: Decimal
    missing: tuple[str, ...] = ()
    place: int | None = None
    grade: str = ""
    consequence: str = ""
    is_below: bool = False
    class_name: str = ""
    # After it was published, on an appeal: its own place alone was counted anew.
    is_corrected: bool = False
    # Appeals that wait for an answer.
    appeals: int = 0

    @property
    def is_complete(self) -> bool:
        return not self.missing

    def points_of(self, number: int) -> Decimal:
        return sum((line.points for line in self.lines if line.number == number), Decimal(0))

    def line_of(self, number: int) -> ScoreLine | None:
        """None where the item is not for the class of the subject."""
        return next((line for line in self.lines if line.number == number), None)


# Results between two that are told.
TOLD_EVERY = 250


def silent(number: int, count: int) -> None:
    """Nobody waits to hear how far it is."""


def results(a_round: Round, told: Callable = silent) -> list[Result]:
    """Of all who take part, in the order of their places; `told` hears how many of all are counted."""
    found = _published(a_round) if a_round.is_published else counted(a_round, told)
    waiting = _open_appeals(a_round)
    found = [replace(each, appeals=waiting.get(each.key, 0)) for each in found]
    return sorted(found, key=lambda each: (each.place or len(found) + 1, -each.total))


def result_of(a_round: Round, subject: Subject) -> Result | None:
    """Of one alone, counted from the records at this moment; without a place, which takes all others."""
    if a_round.is_published:
        row = PointsResult.objects.filter(year=a_round.row, **about(a_round.kind, subject.key)).first()
        found = _of_row(row, a_round.kind, subject.pk) if row else None
    else:
        found = counted_of(a_round, subject)
    return found and replace(found, appeals=_open_appeals(a_round).get(subject.key, 0))


def counted_of(a_round: Round, subject: Subject) -> Result:
    """Of one alone, as the records are now, whether or not the year is published."""
    return _result(a_round, subject, tallies.of_one(a_round, subject), *_by_hand(a_round, [subject.key]))


def counted(a_round: Round, told: Callable = silent) -> list[Result]:
    """Of all as the facts are now, whether or not the year is published."""
    people = participants(a_round)
    counts, by_hand = tallies.of_many(a_round, people), _by_hand(a_round, [each.key for each in people])
    if a_round.scheme.only_active:
        given, _ = by_hand
        people = [each for each in people if each.key in given or any(_counts_of(counts, each.key).values())]
    found = []
    for number, each in enumerate(people):
        if number % TOLD_EVERY == 0:
            told(number, len(people))
        found.append(_result(a_round, each, _counts_of(counts, each.key), *by_hand))
    return compared(a_round, found)


def _counts_of(counts, key) -> dict:
    return {number: by_key[key] for number, by_key in counts.items()}


def compared(a_round: Round, found: list[Result]) -> list[Result]:
    """With places and grades, as far as all marks are in; where the scheme says so each class by itself."""
    apart: dict[str, list[Result]] = {}
    for each in found:
        apart.setdefault(each.class_name if a_round.scheme.is_apart else "", []).append(each)
    graded = {each.key: each for rows in apart.values() for each in _compared(a_round.scheme, rows)}
    return [graded[each.key] for each in found]


def _compared(scheme: Scheme, found: list[Result]) -> list[Result]:
    complete = [each for each in found if each.is_complete]
    totals = {each.key: each.total for each in complete}
    first = [item.number for name in scheme.tie_break if (item := scheme.named(name))]
    order = {each.key: (each.total, *map(each.points_of, first)) for each in complete}
    place, grade = places(order), grades(scheme.grades, totals, order)
    return [_graded(each, place.get(each.key), grade.get(each.key)) for each in found]


def _graded(result: Result, place, grade) -> Result:
    if grade is None:
        return replace(result, place=place)
    return replace(result, place=place, grade=grade.name, consequence=grade.consequence)


def _result(a_round: Round, subject: Subject, counts, given, corrected) -> Result:
    scheme, own = a_round.scheme.for_tags(subject.tags), a_round.scheme.class_of(subject.tags)
    reckoned = score(scheme, counts, given.get(subject.key, ()), corrected.get(subject.key, ()))
    return Result(
        kind=subject.kind,
        key=subject.key,
        pk=subject.pk,
        name=subject.name,
        note=subject.note,
        lines=reckoned.lines,
        total=reckoned.total,
        missing=reckoned.missing,
        is_below=reckoned.is_complete and is_below(reckoned.total, scheme.minimum),
        class_name=own.name if own else "",
    )


def _by_hand(a_round: Round, keys: Iterable) -> tuple[dict, dict]:
    """subject → marks that stand, and what appeals corrected."""
    given: dict[int | str, list[Given]] = {}
    corrected: dict[int | str, list[Corrected]] = {}
    if a_round.row is None:
        return given, corrected
    of = {"year": a_round.row, f"{COLUMNS[a_round.kind]}__in": list(keys)}
    for mark in PointsMark.objects.filter(removed_at__isnull=True, **of):
        given.setdefault(mark.key, []).append(Given(mark.item, mark.points, mark.times, mark.assessor))
    upheld = PointsAppeal.objects.filter(state=AppealState.UPHELD, correction__isnull=False, **of)
    for appeal in upheld.order_by("pk"):
        made = Corrected(appeal.item, appeal.correction, appeal.pk)
        corrected.setdefault(appeal.key, []).append(made)
    return given, corrected


def _open_appeals(a_round: Round) -> dict[int, int]:
    found: dict[int | str, int] = {}
    if a_round.row:
        rows = PointsAppeal.objects.filter(year=a_round.row, state=AppealState.OPEN)
        for key in rows.values_list(COLUMNS[a_round.kind], flat=True):
            found[key] = found.get(key, 0) + 1
    return found


def _published(a_round: Round) -> list[Result]:
    rows = list(PointsResult.objects.filter(year=a_round.row))
    if COLUMNS[a_round.kind] != "group":
        return [_of_row(row, a_round.kind, row.key) for row in rows]
    there = {each.key: each.pk for each in participants(a_round)}
    return [_of_row(row, a_round.kind, there.get(row.key)) for row in rows]


def _of_row(row: PointsResult, kind: str, pk: int | None) -> Result:
    return Result(
        kind=kind,
        key=row.key,
        pk=pk,
        name=row.name,
        note=row.note,
        lines=tuple(line_of(line) for line in row.lines),
        total=row.total,
        missing=tuple(row.missing),
        place=row.place,
        grade=row.grade,
        consequence=row.consequence,
        is_below=row.is_below,
        class_name=row.class_name,
        is_corrected=row.corrected_at is not None,
    )


def line_of(data: dict) -> ScoreLine:
    return ScoreLine(**{**data, "points": Decimal(data["points"])})


def data_of(line: ScoreLine) -> dict:
    """As JSON keeps it: points as text, so that nothing is rounded."""
    return {**vars(line), "points": str(line.points)}
