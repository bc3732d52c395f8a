"""Places and grades over all who are compared: equal points are treated alike, always.

A grade for the first so many (表扬) takes in everybody who is equal at its end. A grade for the last so many (约谈)
leaves out everybody who is equal at its beginning, and is not given where there are no more people than it takes. A
scheme may say otherwise of either (`ties`). A share of all is rounded down. Where several grades fit, the first of the
scheme holds. Who is not marked completely has no place and no grade yet.

What is compared is the total, and behind it the points of the items that the scheme names (`tie_break`).
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from math import floor
from typing import Any

from reports.facts.points.scheme import Grade


def places(order: Mapping[Any, Any]) -> dict[Any, int]:
    """1, 2, 2, 4: equal points, equal place."""
    better = _running(order, reverse=True)
    return {key: better[each] + 1 for key, each in order.items()}


def _running(order: Mapping[Any, Any], *, reverse: bool) -> dict[Any, int]:
    """Points → how many have more (or fewer)."""
    counts, before, found = Counter(order.values()), 0, {}
    for each in sorted(counts, reverse=reverse):
        found[each] = before
        before += counts[each]
    return found


def grades(scale: tuple[Grade, ...], totals: Mapping[Any, Decimal], order: Mapping | None = None) -> dict:
    """`order` is what they are compared by, where that is more than the total."""
    order = totals if order is None else order
    place, behind, counts = places(order), _running(order, reverse=False), Counter(order.values())
    many = len(totals)

    def fits(grade: Grade, key) -> bool:
        if grade.least is not None and totals[key] < grade.least:
            return False
        first, last = _limit(grade.top, grade.top_share, many), _limit(grade.bottom, grade.bottom_share, many)
        equal = counts[order[key]]
        if first is not None:
            # Everybody who is equal has to have room, unless those at the edge are taken in.
            return place[key] + (equal - 1 if grade.ties == "out" else 0) <= first
        if last is not None:
            # Where there are no more people than that, nobody is last.
            return last < many and behind[order[key]] + (1 if grade.ties == "in" else equal) <= last
        return True

    return {key: next((grade for grade in scale if fits(grade, key)), None) for key in totals}


def _limit(number: int | None, share, many: int) -> int | None:
    return floor(share * many) if share is not None else number


def is_below(total: Decimal, minimum: Decimal | None) -> bool:
    return minimum is not None and total < minimum
