"""The table of agreed matters: every row a whole number of grid lines, so that the text below stays on the grid."""

import math
from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.documents import grid, markup

PADDING = 4.0


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    field: str
    width: float
    is_centered: bool = True


_NUMBER = _Column("序号", "number", 12)
_UNIT = _Column("建议责任单位", "unit", 34)
_OPTIONAL = (
    _Column("配合单位", "helpers", 30),
    _Column("建议完成时限", "due", 31),
    _Column("层级", "level", 13),
)


def matters_table(table):
    columns = _columns(table.rows)
    rows = [_row([getattr(row, column.field) for column in columns], columns) for row in table.rows]
    context = {
        "columns": columns,
        "rows": rows,
        "header": [_header(column) for column in columns],
        # The header stands between two borderless half leadings, which keep the frame inside the type area.
        "header_height": 2 * grid.PITCH - 2 * grid.HALF_LEADING,
    }
    return render_to_string("reports/papers/matters_table.html", context)


def _columns(rows):
    optional = [column for column in _OPTIONAL if any(getattr(row, column.field) for row in rows)]
    taken = _NUMBER.width + _UNIT.width + sum(column.width for column in optional)
    return [_NUMBER, _Column("议定事项", "text", 156 - taken, is_centered=False), _UNIT, *optional]


def _header(column):
    return _cell(column.title, column)["html"]


def _row(values, columns):
    cells = [_cell(value, column) for value, column in zip(values, columns, strict=True)]
    tallest = max(cell["count"] for cell in cells)
    height = math.ceil((tallest * grid.SMALL_PITCH + PADDING) / grid.PITCH) * grid.PITCH
    return {"cells": cells, "height": height}


def _cell(value, column):
    width = column.width * grid.MM - 2 * PADDING
    broken = markup.column_lines(value, width=width, size=grid.SMALL_SIZE)
    html = markup.lines_html(broken, cell=_cell_size(broken, width), size=grid.SMALL_SIZE)
    return {"html": html, "count": len(broken), "is_centered": column.is_centered}


def _cell_size(broken, width):
    """Stretch text that turns to the whole width of its column; a short one keeps its natural spacing."""
    return width / broken[0].measure if len(broken) > 1 else grid.SMALL_SIZE
