"""Places and grades over all who are compared: equal points are treated alike, always.

A grade for the first so many (表扬) takes in everybody who is equal at its end. A grade for the last so many (约谈)
leaves out everybody who is equal at its beginning, and is not given where there are no more people than it takes. A
share of all is rounded down. Where several grades fit, the first of the scheme holds. Who is not marked completely
has no place and no grade yet.
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from math import floor

from reports.facts.points.scheme import Grade


def places(totals: Mapping[int, Decimal]) -> dict[int, int]:
    """1, 2, 2, 4: equal points, equal place."""
    better = _running(totals, reverse=True)
    return {key: better[total] + 1 for key, total in totals.items()}


def _running(totals: Mapping[int, Decimal], *, reverse: bool) -> dict[Decimal, int]:
    """Points → how many have more (or fewer)."""
    counts, before, found = Counter(totals.values()), 0, {}
    for total in sorted(counts, reverse=reverse):
        found[total] = before
        before += counts[total]
    return found


def grades(scale: tuple[Grade, ...], totals: Mapping[int, Decimal]) -> dict[int, Grade | None]:
    place, behind, counts = places(totals), _running(totals, reverse=False), Counter(totals.values())
    many = len(totals)

    def fits(grade: Grade, key: int) -> bool:
        total = totals[key]
        if grade.least is not None:
            return total >= grade.least
        if grade.top is not None:
            return place[key] <= grade.top
        if grade.top_share is not None:
            return place[key] <= floor(grade.top_share * many)
        if grade.bottom is not None:
            # All who are equal have to have room in it; where there are no more people than that, nobody is last.
            return grade.bottom < many and behind[total] + counts[total] <= grade.bottom
        return True

    return {key: next((grade for grade in scale if fits(grade, key)), None) for key in totals}


def is_below(total: Decimal, minimum: Decimal | None) -> bool:
    return minimum is not None and total < minimum
