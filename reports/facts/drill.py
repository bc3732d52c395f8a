"""From a figure down to its records: consultations by day, with their titles for whoever sees them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from consult.models import Consultation
from reports.facts.counted import COUNTED
from reports.facts.quotas import State, records, records_of_whole
from rooms.practice.counting import MEASURE_UNITS, MEASURES

# The newest ones; a figure of a year has seldom more.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """What was counted of one consultation on one day; who said what stays in its record."""

    day: date
    n: int
    # None: a topic that no room has taken up, or a consultation that the person does not see.
    case: Consultation | None
    is_hidden: bool


@dataclass(frozen=True)
class Lines:
    """The newest lines of one measure, and how many there are in all."""

    name: str
    unit: str
    figure: int | None
    rows: list[Line]
    count: int


def lines(state: State, user) -> list[Lines]:
    """Of the measure, and of what a ratio compares it with."""
    quota, period = state.quota, (state.subject, state.since, state.until)
    found = [_lines(quota.measure, state.figure, lambda: records(quota, *period), user)]
    if quota.ratio_of:
        found.append(_lines(quota.ratio_of, state.whole, lambda: records_of_whole(quota, *period), user))
    return found


def _lines(measure: str, figure, read, user) -> Lines:
    counted = COUNTED.get(measure)
    shown, count = _rows(counted, read(), user) if counted else ([], 0)
    return Lines(MEASURES[measure], MEASURE_UNITS[measure], figure if counted else None, shown, count)


def _rows(counted, rows, user) -> tuple[list[Line], int]:
    rows = rows.order_by().values("day", fact_case=F(counted.leads_to or counted.case)).annotate(fact_n=counted.total)
    newest = rows.order_by("-day", "-fact_case").values_list("day", "fact_case", "fact_n")
    found = list(newest[: MOST_SHOWN + 1])
    count = rows.count() if len(found) > MOST_SHOWN else len(found)
    cases = _seen(user, {case for _, case, _ in found if case})
    shown = [Line(day, n, cases.get(case), bool(case) and case not in cases) for day, case, n in found[:MOST_SHOWN]]
    return shown, count


def _seen(user, keys) -> dict[int, Consultation]:
    seen = Consultation.objects.visible_to(user).filter(pk__in=keys).select_related("topic", "room__unit")
    return {each.pk: each for each in seen.defer("topic__pieces", "topic__title_pieces", "topic__why")}
