"""统计: how units take on and answer what they are asked. Each figure is one condition, and its records are a list."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Count, DateField, F, Func, Q, Value
from django.db.models.functions import Coalesce, ExtractMonth, TruncDate
from django.utils import timezone

from consult.enums.evaluation import RatedSide, RoundState, Satisfaction
from consult.models import EvaluationRound
from members.models import Unit
from reports.enums import AskedStage
from reports.queries.asked.rows import AskedRows
from reports.queries.asked.sources import OWN_TURN
from rooms import calendar

COUNTED = ~Q(as_stage=AskedStage.OVER)
ANSWERED = Q(as_stage__in=(AskedStage.REPORTED, AskedStage.CLOSED), as_answered_at__isnull=False)
# What a hearing asked for, and an evaluation, is not signed for.
SIGNED_FOR = COUNTED & Q(as_source__in=("assignment", "handling"))


@dataclass(frozen=True)
class Figure:
    code: str
    name: str
    # Which rows it counts, on a day.
    rows: Callable[[date], Q]
    # Out of which it is a share.
    of: str = ""
    note: str = ""


def _late(today) -> Q:
    return Q(as_stage__in=OWN_TURN, as_due_on__lt=today, as_is_strict=True)


def _to_accept(today) -> Q:
    return SIGNED_FOR & (Q(as_accepted_at__isnull=False) | Q(as_accept_limit__lt=today))


def _to_answer(today) -> Q:
    return COUNTED & Q(as_answer_by__isnull=False) & (ANSWERED | Q(as_answer_by__lt=today))


FIGURES = {
    each.code: each
    for each in (
        Figure("asked", "交办", lambda today: COUNTED, note="不含已退回和撤销的"),
        *(
            Figure(stage.value, stage.label, lambda today, stage=stage: Q(as_stage=stage))
            for stage in AskedStage
            if stage != AskedStage.OVER
        ),
        Figure("late", "现在逾期", _late),
        Figure("to_accept", "应签收", _to_accept, note="已签收的，和过了签收期限的"),
        Figure(
            "accepted_in_time",
            "按时签收",
            lambda today: _to_accept(today) & Q(as_accepted_on__lte=F("as_accept_limit")),
            of="to_accept",
        ),
        Figure("to_answer", "应反馈", _to_answer, note="有期限的，已反馈或者已到期"),
        Figure(
            "answered_in_time",
            "按期反馈",
            lambda today: _to_answer(today) & ANSWERED & Q(as_answered_on__lte=F("as_answer_by")),
            of="to_answer",
        ),
        Figure("answered", "已反馈", lambda today: COUNTED & ANSWERED),
    )
}
SHARES = ("accepted_in_time", "answered_in_time")
STAGES = tuple(stage.value for stage in AskedStage if stage != AskedStage.OVER)


# Out of fewer than these a share and a median say nothing about a unit.
LEAST_RANKED = 5
FIRST_YEAR = 2020


def narrowed_to(rows: AskedRows, code: str, year: int | None = None) -> AskedRows:
    """The records of one figure; `year` is the one in which all of them were asked."""
    return dated(rows, year).filter(FIGURES[code].rows(timezone.localdate()))


def dated(rows: AskedRows, year: int | None) -> AskedRows:
    """With the days on which things were taken on and answered, and by which they were to be taken on."""
    return rows.annotate(
        as_accepted_on=TruncDate("as_accepted_at"),
        as_answered_on=TruncDate("as_answered_at"),
        as_accept_limit=Coalesce("as_accept_by", _accept_limit(year)),
    )


def _accept_limit(year: int | None):
    """By which day something is signed for where no limit was set: some working days after it was given [default].

    Counted here on the calendar with its make-up workdays, and looked up there by the day on which it was given.
    """
    first = date(year or FIRST_YEAR, 1, 1)
    last = min(date(year, 12, 31), timezone.localdate()) if year else timezone.localdate()
    limits = Value(ends_of_signing(first, max(first, last)), ArrayField(DateField()))
    return Entry(limits, TruncDate("as_issued_at"), Value(first, DateField()))


class Entry(Func):
    """The entry of a list of days at a day; `first` is the day of its first entry. None beyond its ends."""

    output_field = DateField()

    def as_sql(self, compiler, connection, **_):
        parts = [compiler.compile(each) for each in self.source_expressions]
        days, day, first = (sql for sql, _ in parts)
        params = [value for _, values in parts for value in values]
        return f"({days})[({day} - {first}) + 1]", params


def ends_of_signing(first: date, last: date) -> list[date]:
    """For each day from the first to the last the working day with which the time to sign ends."""
    span, overrides = settings.ASKED_ACCEPT_WORKDAYS, calendar.overrides()
    # Longer than any run of days off.
    upper = last + timedelta(days=10 * span + 30)
    days = [first + timedelta(days=number) for number in range((upper - first).days + 1)]
    workdays = [day for day in days if calendar.is_workday(day, overrides=overrides)]
    found, at = [], 0
    for day in days[: (last - first).days + 1]:
        while workdays[at] <= day:
            at += 1
        found.append(workdays[at + span - 1])
    return found


def year_of(text) -> int:
    """The year that an address asks for; this one where it cannot be read."""
    this = timezone.localdate().year
    return int(text) if text in [str(year) for year in range(FIRST_YEAR, this + 1)] else this


# ── of units ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Median:
    """How many days it took from asking to answering: the middle one, and where the middle half lies."""

    count: int
    half: float
    lower: float
    upper: float

    @property
    def is_told(self) -> bool:
        return self.count >= LEAST_RANKED


@dataclass(frozen=True)
class UnitFigures:
    unit: Unit
    year: int
    counts: dict[str, int]
    median: Median | None

    @property
    def address(self) -> str:
        """What the list is asked for with each figure of the unit."""
        return f"?unit={self.unit.pk}&year={self.year}&figure="

    def share(self, code: str) -> float | None:
        """Between 0 and 1; none where too few are there for a rank."""
        whole = self.counts[FIGURES[code].of]
        return self.counts[code] / whole if whole >= LEAST_RANKED else None


def of_units(rows: AskedRows, year: int) -> list[UnitFigures]:
    """The figures of each unit for what it was asked in a year, a query for each table and one for the medians."""
    rows = dated(rows.filter(as_issued_at__year=year), year)
    today = timezone.localdate()
    counted = {code: Count("pk", filter=figure.rows(today)) for code, figure in FIGURES.items()}
    found = defaultdict(Counter)
    for branch in rows.branches.values():
        for row in branch.order_by().values("as_unit").annotate(**{f"n_{code}": n for code, n in counted.items()}):
            found[row["as_unit"]].update({code: row[f"n_{code}"] for code in FIGURES})
    medians = _medians(rows.filter(FIGURES["answered"].rows(today)))
    units = Unit.objects.filter(pk__in=found).order_by("pinyin", "pk")
    return [
        UnitFigures(unit, year, {code: found[unit.pk][code] for code in FIGURES}, medians.get(unit.pk))
        for unit in units
    ]


def satisfaction(user, year: int) -> dict[int, tuple[int, int]]:
    """Of each unit: how many evaluations of its handling that ended in a year were satisfied, and how many said so."""
    rounds = EvaluationRound.objects.visible_to(user).filter(
        state=RoundState.CLOSED, side=RatedSide.HANDLING, closes_on__year=year, rated_units__isnull=False
    )
    told = Count("pk", filter=Q(satisfaction__in=(Satisfaction.YES, Satisfaction.NO)), distinct=True)
    satisfied = Count("pk", filter=Q(satisfaction=Satisfaction.YES), distinct=True)
    rows = rounds.order_by().values_list("rated_units").annotate(satisfied=satisfied, told=told)
    return {unit: (yes, all_told) for unit, yes, all_told in rows}


def _medians(rows: AskedRows) -> dict[int, Median]:
    first, *others = [
        branch.order_by().values_list("as_unit", F("as_answered_on") - TruncDate("as_issued_at"))
        for branch in rows.branches.values()
    ]
    sql, params = first.union(*others, all=True).query.sql_with_params()
    halves = "percentile_cont(ARRAY[.25, .5, .75]) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM span) / 86400)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unit, COUNT(*), {halves} FROM ({sql}) AS answered (unit, span) GROUP BY unit", params)  # noqa: S608, columns only
        return {unit: Median(count, half, lower, upper) for unit, count, (lower, half, upper) in cursor.fetchall()}


def by_kind_and_month(rows: AskedRows, year: int) -> dict[str, list[int]]:
    """How many things of each kind were asked in each month of a year."""
    found = defaultdict(lambda: [0] * 12)
    asked = rows.filter(as_issued_at__year=year).filter(FIGURES["asked"].rows(timezone.localdate()))
    for branch in asked.branches.values():
        grouped = branch.order_by().values_list("as_kind", ExtractMonth("as_issued_at")).annotate(Count("pk"))
        for kind, month, count in grouped:
            found[kind][month - 1] += count
    return dict(found)
