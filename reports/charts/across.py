"""Bars that lie: long Chinese names stand in front of them, and the number with its unit at their end."""

from collections.abc import Iterable
from math import isfinite

from reports.charts.chart import Cell, Chart, Item, Row, Series, labels_of, point, table, told, unit_of
from reports.charts.looks import FACES, SCREEN, Fill, Look

# More bars than these are no picture; the table has all of them.
MOST_BARS = 15
# Bars need some of the width, on a phone too.
WIDEST_NAME = 12


def bars(
    code: str,
    title: str,
    items: Iterable[Item],
    *,
    unit: str,
    head: str = "名称",
    is_ranked: bool = True,
    look: Look = SCREEN,
) -> Chart:
    """Bars of one unit, the longest first, what is not reported last; grades keep their order."""
    items = list(items)
    if is_ranked:
        items.sort(key=lambda item: (item.value is None, -(item.value or 0)))
    note = f"图中是前 {MOST_BARS} 个，表格中有全部 {len(items)} 个" if len(items) > MOST_BARS else ""
    return _single(code, title, items, unit=unit, head=head, look=look, note=note)


def funnel(
    code: str, title: str, items: Iterable[Item], *, unit: str, head: str = "步骤", look: Look = SCREEN
) -> Chart:
    """Steps in their order; the last one is what was done."""
    return _single(code, title, list(items), unit=unit, head=head, look=look, is_done_last=True)


def _single(code, title, items, *, unit, head, look, note="", is_done_last=False) -> Chart:
    texts = [item.told or told(item.value, unit) for item in items]
    shown = items[:MOST_BARS]
    data = [_bar(item, text, look) for item, text in zip(shown, texts, strict=False)]
    if is_done_last and data:
        data[-1].setdefault("itemStyle", style(look.done))
    right = max((look.width(text) for text in texts[:MOST_BARS]), default=0) + 12
    option = _option([item.name for item in shown], look, right=right)
    option["series"] = [{"type": "bar", "name": title, "data": data, "itemStyle": style(look.fills[0]), **_thick(look)}]
    rows = tuple(
        Row(item.name, (Cell(text, item.url, item.value),), item.url) for item, text in zip(items, texts, strict=True)
    )
    return Chart(code, title, unit, option, (head, unit), rows, _height(len(shown), look), note)


def _bar(item: Item, text: str, look: Look) -> dict:
    """Where there is nothing to draw, the word stands alone: 无 and 未报 are not the same."""
    label = {"show": True, "position": "right", "color": look.ink, "fontSize": look.size}
    found = point(item.value or 0, item.url, **label, formatter=text)
    return found if item.value else {**found, "itemStyle": {"color": "transparent"}}


def stacks(
    code: str, title: str, names, series: list[Series], *, head: str = "名称", urls=(), look: Look = SCREEN
) -> Chart:
    """Parts of a whole, one bar each name in the order given; every part carries its number."""
    names, shown = list(names), list(names)[:MOST_BARS]
    note = f"图中是前 {MOST_BARS} 个，表格中有全部 {len(names)} 个" if len(names) > MOST_BARS else ""
    option = _option(shown, look, right=12, top=look.size * 2 + 6)
    option["legend"] = legend(series, look)
    option["series"] = [
        {
            "type": "bar",
            "name": label,
            "stack": "whole",
            "data": [_part(value, each.url(at), fill, look) for at, value in enumerate(each.values[:MOST_BARS])],
            "itemStyle": {**style(fill), "borderColor": look.sheet, "borderWidth": 1},
            "labelLayout": {"hideOverlap": True},
            **_thick(look),
        }
        for each, fill, label in zip(series, look.fills, labels_of(series), strict=False)
    ]
    whole = max((sum(each.values[at] or 0 for each in series) for at in range(len(shown))), default=0)
    option["xAxis"]["max"] = whole or 1
    columns = (head, *labels_of(series))
    height = _height(len(shown), look) + look.size * 2
    return Chart(code, title, unit_of(series), option, columns, table(names, series, urls), height, note)


def _part(value, url: str, fill: Fill, look: Look) -> dict:
    """The number stands on its part, on a plate of the part's own colour, so that a pattern does not cross it."""
    if not value or not isfinite(value):
        return {"value": value}
    plate = {"backgroundColor": fill.colour, "padding": [1, 3], "color": look.sheet, "fontSize": look.size}
    return point(value, url, show=True, position="inside", formatter=f"{value:g}", **plate)


def style(fill: Fill) -> dict:
    return {"color": fill.colour} | ({"decal": fill.pattern} if fill.pattern else {})


def legend(series, look: Look) -> dict:
    return {
        "left": 0,
        "top": 0,
        "itemWidth": 18,
        "itemHeight": 12,
        "textStyle": {"color": look.second, "fontSize": look.size},
        "data": labels_of(series),
        "selectedMode": False,
    }


def _thick(look: Look) -> dict:
    return {"barMaxWidth": round(look.size * 1.5), "barCategoryGap": "35%"}


def _option(names, look: Look, *, right: int, top: int = 4) -> dict:
    widest = min(max(map(look.width, names), default=0), WIDEST_NAME * look.size) + 4
    label = {"color": look.second, "fontSize": look.size, "width": widest, "overflow": "truncate"}
    return {
        "animation": False,
        "textStyle": {"fontFamily": FACES},
        "grid": {"left": widest + 10, "right": right, "top": top, "bottom": 4, "outerBoundsMode": "none"},
        "xAxis": {"type": "value", "show": False, "min": 0},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(names),
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "axisLabel": label,
        },
    }


def _height(count: int, look: Look) -> int:
    return max(1, count) * round(look.size * 2.3) + 8
