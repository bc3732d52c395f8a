"""Columns and lines over months or other short names."""

import re
from itertools import pairwise

from reports.charts.across import legend, style
from reports.charts.chart import Chart, Series, labels_of, point, table, unit_of
from reports.charts.looks import FACES, SCREEN, Look

# Lines are told apart without colour.
DASHES, SYMBOLS = ("solid", "dashed", "dotted", [8, 3, 2, 3]), ("circle", "rect", "triangle", "diamond")
MONTHLY = re.compile(r"^(\d{4}年)?\d{1,2}月$")
YEARLY = re.compile(r"^(\d{4})年(\d{1,2}月)$")


def columns(
    code: str,
    title: str,
    names,
    series: list[Series],
    *,
    head: str = "月份",
    urls=(),
    is_stacked=False,
    look: Look = SCREEN,
) -> Chart:
    """Columns side by side, or on each other where they are parts of a whole."""
    names = list(names)
    option = _option(names, series, look)
    label = {"show": True, "position": "inside" if is_stacked else "top", "fontSize": look.size}
    option["series"] = [
        {
            "type": "bar",
            "name": name,
            "data": _points(each, {**label, **_plate(fill, look, is_stacked=is_stacked)}),
            "itemStyle": {**style(fill), **({"borderColor": look.sheet, "borderWidth": 1} if is_stacked else {})},
            "barMaxWidth": look.size * 2,
            "barGap": "15%",
            **({"stack": "whole"} if is_stacked else {}),
        }
        for each, fill, name in zip(series, look.fills, labels_of(series), strict=False)
    ]
    return _chart(code, title, option, series, (names, head, urls, look))


def lines(
    code: str, title: str, months, series: list[Series], *, head: str = "月份", urls=(), look: Look = SCREEN
) -> Chart:
    """Lines of months; a month of which nothing is known leaves a gap."""
    months = list(months)
    option = _option(months, series, look)
    label = {"show": True, "position": "top", "fontSize": look.size, "color": look.second}
    option["series"] = [
        {
            "type": "line",
            "name": name,
            "data": _points(each, label),
            "symbol": symbol,
            "symbolSize": 8,
            "itemStyle": {"color": fill.colour},
            "lineStyle": {"width": 2, "type": dash, "color": fill.colour},
            "labelLayout": {"hideOverlap": True},
        }
        for each, name, fill, dash, symbol in zip(series, labels_of(series), look.fills, DASHES, SYMBOLS, strict=False)
    ]
    return _chart(code, title, option, series, (months, head, urls, look))


def _chart(code, title, option, series, rest) -> Chart:
    names, head, urls, look = rest
    heads = (head, *labels_of(series))
    return Chart(code, title, unit_of(series), option, heads, table(names, series, urls), look.tall)


def _points(series: Series, label: dict) -> list[dict]:
    """Where nothing was, no bar stands that a number could belong to."""
    return [
        point(value, series.url(at), **label, formatter=f"{value:g}") if value else {"value": value}
        for at, value in enumerate(series.values)
    ]


def _plate(fill, look: Look, *, is_stacked: bool) -> dict:
    if not is_stacked:
        return {"color": look.second}
    return {"color": look.sheet, "backgroundColor": fill.colour, "padding": [1, 3]}


def _ticks(names) -> list[str]:
    """Names that are no wider than their columns: the month above its year, places at most three characters a line."""
    if all(MONTHLY.match(name) for name in names):
        return [YEARLY.sub(r"\2\n\1", name) for name in names]
    return [_folded(name) for name in names]


def _folded(name: str) -> str:
    """Lines of like length, a longer one below: 城西 over 高新区."""
    count = -(-len(name) // 3) or 1
    edges = [len(name) * at // count for at in range(count + 1)]
    return "\n".join(name[start:end] for start, end in pairwise(edges))


def _option(names, series, look: Look) -> dict:
    text = {"color": look.second, "fontSize": look.size}
    ticks = _ticks(names)
    return {
        "animation": False,
        "textStyle": {"fontFamily": FACES},
        "legend": legend(series, look),
        "grid": {
            "left": look.size * 3,
            "right": 12,
            "top": round(look.size * 3.4),
            "bottom": round(look.size * (0.6 + 1.4 * max((tick.count("\n") + 1 for tick in ticks), default=1))),
            "outerBoundsMode": "none",
        },
        "xAxis": {
            "type": "category",
            "data": ticks,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": look.rule}},
            "axisLabel": {**text, "interval": 0, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "minInterval": 1,
            "axisLabel": text,
            "splitLine": {"lineStyle": {"color": look.rule}},
        },
        "series": [],
    }
