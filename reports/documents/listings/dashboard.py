"""The tables of 总览 as Excel: the figures of each place below, what needs attention, or the table of one chart."""

from django.utils import timezone

from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import Listing
from reports.facts.dashboard import (
    asked_for,
    board_of,
    late_units,
    of_unit_asked,
    overdue_items,
    silent_rooms,
    unit_board,
    window_of,
)

FIGURES = "figures"


class Table(list):
    """Rows with their heads, as the export of a list wants them: it asks whether there are more than so many."""

    heads: tuple[str, ...] = ("范围",)
    # What stands beside the first column.
    kind = Kind.NUMBER

    def __getitem__(self, index):
        found = super().__getitem__(index)
        return Table(found) if isinstance(index, slice) else found

    def exists(self) -> bool:
        return bool(self)


def _found(params, request) -> Table:
    """Nothing where the person sees no such place."""
    user, board = request.user, None
    if not params.get("unit") and (asked := asked_for(user, params)):
        if attention := ATTENTION.get(params.get("table")):
            return attention(user, asked, timezone.localdate())
        board = board_of(asked, user)
        if params.get("table", FIGURES) == FIGURES:
            return _figures(board)
    elif (unit := of_unit_asked(user, params)) and (window := window_of(params.get("span", ""))):
        board = unit_board(unit, window)
    chart = board.charts.get(params.get("table")) if board else None
    if chart is None:
        return Table()
    table = Table((row.name, *(cell.value for cell in row.cells)) for row in chart.rows)
    unit = f"（{chart.unit}）" if chart.unit else ""
    table.heads = (chart.columns[0], *(f"{head}{unit}" for head in chart.columns[1:]))
    return table


def _figures(board) -> Table:
    table = Table((row.name, *(cell.n for cell in row.cells)) for row in board.below)
    table.heads = ("范围", *(f"{each.name}（{each.unit}）" for each in board.columns))
    return table


def _silent(user, asked, today) -> Table:
    table = Table((row.subject.name, row.told, row.sentence) for row in silent_rooms(asked, today))
    table.heads, table.kind = ("沉寂的联络室", "要求", "情况"), Kind.TEXT
    return table


def _late(user, asked, today) -> Table:
    table = Table((each.unit.name, each.still) for each in late_units(user, asked) or ())
    table.heads = ("承办单位", "现在逾期（件）")
    return table


def _overdue(user, asked, today) -> Table:
    found = overdue_items(user, asked, today)
    table = Table((item.title, str(item.plan), f"{item.until_month}月") for item in found)
    table.heads, table.kind = ("没有立项的计划议题", "计划", "应在几月以前"), Kind.TEXT
    return table


# What needs attention, as its address names it.
ATTENTION = {"silent": _silent, "late": _late, "overdue": _overdue}


def _columns(table: Table) -> list[Column]:
    first, *others = table.heads
    return [Column(first, 32), *(Column(head, 18 if table.kind is Kind.NUMBER else 40, table.kind) for head in others)]


LISTINGS = {"dashboard": Listing("统计总览", "reports.view_dashboard", _found, _columns, iter)}
