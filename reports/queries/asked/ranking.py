"""Units beside each other, in the order of one figure. Who was asked too little has no place in it."""

from reports.queries.asked.figures import SHARES, UnitFigures

SORTS = {
    "name": "按名称",
    "asked": "交办多的在前",
    "late": "现在逾期多的在前",
    "accepted_in_time": "按时签收率",
    "answered_in_time": "按期反馈率",
    "median": "反馈天数短的在前",
}


def in_order(units: list[UnitFigures], by: str | None) -> list[UnitFigures]:
    if by in ("asked", "late"):
        return sorted(units, key=lambda each: -each.counts[by])
    if by in SHARES:
        return sorted(units, key=lambda each: (each.share(by) is None, -(each.share(by) or 0)))
    if by == "median":
        return sorted(units, key=_days)
    return units


def _days(each: UnitFigures) -> tuple:
    is_told = each.median is not None and each.median.is_told
    return (not is_told, each.median.half if is_told else 0)
