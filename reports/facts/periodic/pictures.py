"""The charts of a report: drawn out of its frozen content, so that page and paper show the same for ever."""

from django.urls import reverse

from reports.charts import Chart, Item, Series, bars, columns, lines
from reports.facts.published import BY_CODE, OF_ROOMS

PAIRS = (
    ("consulting", "近几个月协商和落实", ("consultation", "done")),
    ("service", "近几个月接访和走访", ("reception", "visit")),
)
PLACE = [each.code for each in OF_ROOMS]


def charts_of(content: dict, *, query: str = "") -> list[Chart]:
    """`query` names the place in an address, where the numbers lead to their records; paper leads nowhere."""
    found = [_trend(content, code, title, codes, query) for code, title, codes in PAIRS]
    if content["townships"]:
        found.append(_townships(content, is_page=bool(query)))
    if content["late"]:
        items = [Item(row["name"], row["count"]) for row in content["late"]]
        found.append(bars("late", "承办单位逾期事项", items, unit="件", head="单位"))
    return [chart for chart in found if not chart.is_empty]


def _trend(content: dict, code: str, title: str, codes, query: str) -> Chart:
    trend = content["trend"]
    names = [f"{int(month[5:])}月" for month in trend["months"]]
    series = [
        Series(
            BY_CODE[each].name,
            BY_CODE[each].unit,
            tuple(trend["series"][each]),
            tuple(_records(each, f"{query}&span={month}") for month in trend["months"]) if query else (),
        )
        for each in codes
    ]
    return lines(code, title, names, series)


def _townships(content: dict, *, is_page: bool) -> Chart:
    rows = content["townships"]
    series = []
    for code in ("consultation", "done"):
        at, span = PLACE.index(code), content["span"]
        urls = tuple(_records(code, f"region={row['code']}&span={span}") for row in rows) if is_page else ()
        values = tuple(row["figures"][at] for row in rows)
        series.append(Series(BY_CODE[code].name, BY_CODE[code].unit, values, urls))
    names = [_short(row["name"]) for row in rows]
    return columns("townships", f"{content['when']}各乡镇（街道）协商和落实", names, series, head="乡镇（街道）")


def _short(name: str) -> str:
    """柳湖 for 柳湖街道: many names stand under one axis."""
    return name.removesuffix("街道").removesuffix("镇").removesuffix("乡") or name


def _records(code: str, query: str) -> str:
    return f"{reverse('reports:figure_records', args=[code])}?{query}"
