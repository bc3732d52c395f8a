"""The table of agreed matters: every row a whole number of grid lines, divided over pages so that each page is full."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from django.template.loader import render_to_string

from reports.documents import grid, markup
from reports.documents.lines import Line
from reports.documents.markup import Block
from reports.documents.papers import FiguresRow, FiguresTable, PlanTable

PADDING = 4.0
HEADER_LINES = 2
# With four columns the text is size 4; with more, 小四 (12 pt) keeps units and dates on one line.
WIDE_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as wide as so many characters; the text column takes what is left."""

    title: str
    field: str
    characters: float
    is_centered: bool = True

    def width(self, size):
        return self.characters * size + 2 * PADDING + 1


_NUMBER = _Column("序号", "number", 2)
_TEXT = _Column("议定事项", "text", 0, is_centered=False)
_UNIT = _Column("建议责任单位", "unit", 6)
_OPTIONAL = (
    _Column("配合单位", "helpers", 6),
    _Column("建议完成时限", "due", 7),
    _Column("层级", "level", 2),
)


_TOPIC = _Column("协商议题", "text", 0, is_centered=False)
_WHEN = _Column("时间", "when", 4.5)
_PLAN_OPTIONAL = (
    _Column("牵头", "lead", 5, is_centered=False),
    _Column("形式", "form", 4),
    _Column("承办、参加", "taking_part", 6.5, is_centered=False),
)


@dataclass(frozen=True, slots=True)
class _Cell:
    lines: tuple[Line, ...]
    is_centered: bool
    stretch: float = 0.0

    def html(self, size):
        if self.is_centered:
            return markup.centered_html(self.lines)
        return markup.lines_html(self.lines, cell=self.stretch, size=size)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of cells; `extra` lines are given to it to fill a page."""

    cells: tuple[_Cell, ...]
    line_pitch: float
    extra: int = 0

    @property
    def lines(self):
        tallest = max(len(cell.lines) for cell in self.cells)
        return math.ceil((tallest * self.line_pitch + PADDING) / grid.PITCH - 1e-6) + self.extra

    def split(self, room):
        """Divide the row after as many text lines as fit into so many lines of the grid."""
        count = max(1, int((room * grid.PITCH - PADDING) / self.line_pitch))
        head = tuple(replace(cell, lines=cell.lines[:count]) for cell in self.cells)
        tail = tuple(replace(cell, lines=cell.lines[count:]) for cell in self.cells)
        return _fill(replace(self, cells=head), room), replace(self, cells=tail)


def _fill(row, room):
    return replace(row, extra=max(0, room - row.lines))


def columns_of(table):
    """Return the columns that the rows need and the size of their text."""
    if isinstance(table, PlanTable):
        return _plan_columns(table)
    if isinstance(table, FiguresTable):
        return _figures_columns(table)
    optional = [column for column in _OPTIONAL if any(getattr(row, column.field) for row in table.rows)]
    size = grid.SMALL_SIZE if len(optional) <= 1 else WIDE_SIZE
    taken = sum(column.width(size) for column in (_NUMBER, _UNIT, *optional))
    text = replace(_TEXT, characters=(grid.AREA_WIDTH - taken - 2 * PADDING - 1) / size)
    return [_NUMBER, text, _UNIT, *optional], size


def _plan_columns(table):
    """A year's plan: its topics take what the other columns leave."""
    optional = [column for column in _PLAN_OPTIONAL if any(getattr(row, column.field) for row in table.rows)]
    size = WIDE_SIZE
    taken = sum(column.width(size) for column in (_NUMBER, _WHEN, *optional))
    topic = replace(_TOPIC, characters=(grid.AREA_WIDTH - taken - 2 * PADDING - 1) / size)
    return [_NUMBER, topic, _WHEN, *optional], size


def _figures_columns(table):
    """Figures of many places: each as wide as two characters, which is where its head turns."""
    size = WIDE_SIZE
    number = _Column("序号", "number", 2.2)
    values = [_Column(title, "", 2.1) for title in table.columns]
    taken = sum(column.width(size) for column in (number, *values))
    name = _Column(table.head, "name", (grid.AREA_WIDTH - taken - 2 * PADDING - 1) / size, is_centered=False)
    return [number, name, *values], size


def _turned(name: str, most: float) -> str:
    """A name that is too long for its line with the note behind it gives the note a line of its own."""
    head, bracket, note = name.partition("（")
    return f"{head}\n{bracket}{note}" if note and len(name) > most >= len(head) else name


def values_of(row, columns) -> list[str]:
    """The texts of a row in the order of its columns."""
    if isinstance(row, FiguresRow):
        return [row.number, row.name, *row.values]
    return [getattr(row, column.field) for column in columns]


class TableBlock:
    """The table before it is placed; `parts` divides it for the room that is left on the page."""

    def __init__(self, table):
        self.table = table
        self.columns, self.size = columns_of(table)
        self.line_pitch = round(self.size * grid.SMALL_PITCH / grid.SMALL_SIZE, 4)

    @cached_property
    def rows(self):
        return [self._row(row) for row in self.table.rows]

    def parts(self, position):
        """Yield one block per page, the first beginning at line `position` of its page."""
        pages = [_Page(starts_page=False, room=grid.LINES - position - HEADER_LINES)]
        if pages[0].room < 1:
            pages = [_Page.whole()]
        waiting = list(reversed(self.rows))
        while waiting:
            left_over = pages[-1].take(waiting.pop())
            if left_over:
                waiting.append(left_over)
                pages.append(_Page.whole())
        return [self._part(page) for page in pages if page.rows]

    def _row(self, row):
        style = "hei" if isinstance(row, FiguresRow) and row.is_sum else ""
        values = zip(values_of(row, self.columns), self.columns, strict=True)
        return _Row(tuple(self._cell(value, column, style) for value, column in values), self.line_pitch)

    def _cell(self, value, column, style):
        width = column.characters * self.size
        if column.is_centered:
            lines = markup.centered_lines(value, width=width, size=self.size, style=style)
            return _Cell(tuple(lines), is_centered=True)
        if column.field == "name":
            value = _turned(value, column.characters)
        broken = markup.column_lines(value, width=width, size=self.size, style=style)
        # Text that turns is stretched to the whole width of its column.
        stretch = width / broken[0].measure if len(broken) > 1 else self.size
        return _Cell(tuple(broken), is_centered=False, stretch=stretch)

    def _part(self, page):
        context = {
            "columns": [{"title": column.title, "width": column.width(self.size)} for column in self.columns],
            "rows": [self._row_context(row) for row in page.rows],
            "size": self.size,
            "line_pitch": self.line_pitch,
            "starts_page": page.starts_page,
            # Half leadings above and below keep the frame inside the type area; the rules take the last 0.6 pt.
            "header_height": HEADER_LINES * grid.PITCH - 2 * grid.HALF_LEADING - 0.6,
        }
        html = render_to_string("reports/papers/matters_table.html", context)
        lines = HEADER_LINES + sum(row.lines for row in page.rows)
        return Block(html, lines, starts_page=page.starts_page)

    def _row_context(self, row):
        cells = [{"html": cell.html(self.size), "is_centered": cell.is_centered} for cell in row.cells]
        return {"cells": cells, "height": row.lines * grid.PITCH}


class _Page:
    """The part of a table that stands on one page."""

    def __init__(self, *, starts_page, room):
        self.starts_page = starts_page
        self.room = room
        self.rows = []

    @classmethod
    def whole(cls):
        return cls(starts_page=True, room=grid.LINES - HEADER_LINES)

    def take(self, row):
        """Take the row; return what must go to the next page, having filled this one."""
        if row.lines <= self.room:
            self.rows.append(row)
            self.room -= row.lines
            return None
        if self.room <= len(self.rows):
            for index in range(self.room):
                self.rows[index] = replace(self.rows[index], extra=self.rows[index].extra + 1)
            return row
        head, tail = row.split(self.room)
        self.rows.append(head)
        return tail
