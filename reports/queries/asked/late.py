"""逾期清单: what units had not done by its day in one month, as its page lists it and the monthly paper embeds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from members.enums import UnitKind
from members.models import Unit
from proposals.models import Handling
from reports.queries.asked.figures import ANSWERED, COUNTED
from reports.queries.asked.limits import source_of, with_limits
from reports.queries.asked.months import ends_of
from reports.queries.asked.narrowing import by_origin
from reports.queries.asked.rows import AskedRows
from reports.queries.asked.shown import Item, with_items
from reports.queries.asked.sources import (
    ANSWERING,
    OWN_TURN,
    asked_among,
    asked_by_city,
    asked_of,
    inside,
    of_departments,
    seen_by,
    sees_all,
    without_townships,
)
from rooms import calendar
from rooms.models import TimeLimit

SORTS = {
    "unit": ("as_unit", "as_answer_by", "as_source", "as_id"),
    "oldest": ("as_answer_by", "as_source", "as_id"),
    "newest": ("-as_answer_by", "as_source", "as_id"),
}
BATCH = 500
# What the monthly paper tells: without the tasks of townships.
CITY = "city"
# Not answered yet, or answered after its day.
STILL, DONE = "still", "done"


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class LateRows(AskedRows):
    """What was late in a month."""

    month: date | None = None


def late_during(rows: AskedRows, month: date) -> LateRows:
    """Things that were late on some day of the month; of a month that runs it is what is late up to today."""
    return LateRows(_late(rows, *ends_of(month)).branches, month=month)


def _late(rows: AskedRows, first: date, last: date) -> AskedRows:
    """Not answered by the day, or only after it."""
    rows = rows.annotate(as_answered_on=TruncDate("as_answered_at"))
    still = ~ANSWERED & Q(as_stage__in=OWN_TURN)
    # Answered after its day, and not before the month had begun: until then it was late.
    answered_late = ANSWERED & Q(as_answered_on__gt=Greatest(F("as_answer_by"), Value(first, DateField())))
    # On its own day it is in time.
    past = Q(as_answer_by__lt=min(last, timezone.localdate()))
    return rows.filter(COUNTED & past & (still | answered_late), as_is_strict=True)


def late_seen_by(user, month: date) -> LateRows:
    """What was late in the month of the person's units; for who oversees them of all."""
    return late_during(with_limits(asked_of(user), TimeLimit.objects.filter(seen_by(user, TimeLimit))), month)


def late_of(month: date, region) -> LateRows:
    """What the departments of a region were late with toward the city in the month, whoever reads it."""
    return late_during(_of_city(region), month)


def late_between(region, first: date, last: date) -> AskedRows:
    """The same over several months."""
    return _late(_of_city(region), first, last)


def _of_city(region) -> AskedRows:
    return with_limits(asked_by_city(region), TimeLimit.objects.filter(of_departments(region)))


def narrowed(rows: LateRows, params) -> LateRows:
    """The rows that these parameters of an address ask for, in their order; what cannot be read narrows nothing."""
    rows = by_origin(rows, params)
    if params.get("scope") == CITY:
        rows = without_townships(rows)
    if (state := params.get("state")) in (STILL, DONE):
        rows = rows.filter(ANSWERED if state == DONE else ~ANSWERED)
    return rows.order_by(*SORTS.get(params.get("sort"), SORTS["unit"]))


# ── shown ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class LateItem:
    """One row in words: by how many working days it was late within the month, and how its day came about."""

    item: Item
    days: int
    explanation: str


def with_days(rows: LateRows) -> Iterator[LateItem]:
    """Late until it was answered, else until the end of the month or today."""
    end, known = min(ends_of(rows.month)[1], timezone.localdate()), calendar.overrides_when_asked()
    found = iter(rows)
    while items := with_items(islice(found, BATCH)):
        yield from _with_days(items, end, known)


def _with_days(items, end, known) -> Iterator[LateItem]:
    explained = _explanations([each.record for each in items])
    for item in items:
        until = min(timezone.localdate(item.answered_at), end) if item.answered_at else end
        days = calendar.days_late(item.answer_by, until, overrides=known)
        yield LateItem(item, days, explained.get(item.key, item.due_source))


def _explanations(records) -> dict[str, str]:
    found = {f"limit:{each.pk}": each.explanation for each in records if isinstance(each, TimeLimit)}
    handlings = [each for each in records if isinstance(each, Handling)]
    if handlings:
        kind = ContentType.objects.get_for_model(Handling)
        rows = TimeLimit.objects.filter(owner_type=kind, owner_id__in=[each.pk for each in handlings])
        limits = rows.filter(of__in=ANSWERING).order_by("due_on", "pk")
        found |= {f"handling:{each.owner_id}": each.explanation for each in limits}
    return found


@dataclass(frozen=True)
class UnitLate:
    unit: Unit
    count: int
    still: int


def late_rows(rows: AskedRows) -> list[UnitLate]:
    """The units of these late rows with how many each has, the most first."""
    counts = rows.tallies("as_unit", all=Q(), still=~ANSWERED)
    return _most_first(counts, Unit.objects.all())


def late_now(user) -> list[UnitLate]:
    """The same of what is late today and unanswered, however much was answered before: that is not read."""
    rows = with_limits(asked_among(lambda model: _toward_any(user, model)), _toward_any(user, TimeLimit))
    rows = rows.where(lambda code: source_of(code).own_turn)
    rows = rows.filter(as_answer_by__lt=timezone.localdate(), as_is_strict=True)
    counts = rows.tallies("as_unit", all=Q(), still=Q())
    return _most_first(counts, Unit.objects.filter(Q(kind=UnitKind.DEPARTMENT) | Q(pk__in=inside(user))))


def _toward_any(user, model):
    """The rows of `seen_by` among others: toward units of every kind, of which the departments are chosen at the end.

    How much departments have among all units no statistics tell; PostgreSQL would take it for little, row by row.
    """
    own = model.objects.filter(unit__in=inside(user))
    return model.objects.visible_to(user) | own if sees_all(user) else own


def _most_first(counts, units) -> list[UnitLate]:
    units = units.filter(pk__in=list(counts)).order_by("pinyin", "pk")
    found = [UnitLate(unit, counts[unit.pk]["all"], counts[unit.pk]["still"]) for unit in units]
    return sorted(found, key=lambda each: -each.count)
