"""From a figure down to its records: consultations by day, with their titles for whoever sees them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from consult.models import Consultation
from reports.facts.counted import COUNTED
from reports.facts.quotas import State, records

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


def lines(state: State, user) -> tuple[list[Line], int]:
    """The newest lines, and how many there are in all."""
    counted = COUNTED.get(state.quota.measure)
    if counted is None:
        return [], 0
    rows = records(state.quota, state.subject, state.since, state.until).order_by()
    rows = rows.values("day", fact_case=F(counted.case)).annotate(fact_n=counted.total).order_by("-day", "-fact_case")
    found = list(rows.values_list("day", "fact_case", "fact_n")[: MOST_SHOWN + 1])
    count = rows.count() if len(found) > MOST_SHOWN else len(found)
    cases = _seen(user, {case for _, case, _ in found if case})
    shown = [Line(day, n, cases.get(case), bool(case) and case not in cases) for day, case, n in found[:MOST_SHOWN]]
    return shown, count


def _seen(user, keys) -> dict[int, Consultation]:
    seen = Consultation.objects.visible_to(user).filter(pk__in=keys).select_related("topic", "room__unit")
    return {each.pk: each for each in seen.defer("topic__pieces", "topic__title_pieces", "topic__why")}
