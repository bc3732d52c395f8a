"""Rows of table papers: cells whose text is already broken into lines, so that heights are known before drawing."""

from dataclasses import dataclass, field, replace

from django.utils.html import format_html

from reports.documents import grid, markup

AREA_WIDTH = 170 * grid.MM
AREA_HEIGHT = (297 - 22 - 20) * grid.MM
# 小四 仿宋 on 20 pt lines; labels in 黑体.
SIZE = 12.0
PITCH = 20.0
PADDING = 5.0
# A taller row may break over two pages; a shorter one stays whole.
MOST_WHOLE_LINES = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over one or more columns; `foot` lines stand at its lower right (signature and date)."""

    html: str
    lines: int
    span: int = 1
    kind: str = ""
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a least height; a stretching one takes a share of the room that the page has left."""

    cells: tuple[Cell, ...]
    least: float = 32.0
    stretches: bool = False
    is_head: bool = False
    added: float = field(default=0.0)

    @property
    def height(self):
        return max(self.least, self.text_height) + self.added

    @property
    def text_height(self):
        return max(cell.lines + len(cell.foot) for cell in self.cells) * PITCH + 2 * PADDING

    @property
    def opinion_height(self):
        """What stands above the lines at the foot of an opinion."""
        foot = max(len(cell.foot) for cell in self.cells)
        return self.height - foot * PITCH - 2 * PADDING - 1

    @property
    def is_whole(self):
        return max(cell.lines for cell in self.cells) <= MOST_WHOLE_LINES


def text_cell(text, *, width, span=1, foot=(), centered=False, indent=0.0):
    """Set running text in a cell; short centered text keeps its natural spacing."""
    broken = markup.column_lines(text, width=width - 2 * PADDING, size=SIZE, first=indent)
    measure = broken[0].measure + broken[0].indent
    cell = SIZE if centered or len(broken) == 1 else (width - 2 * PADDING) / measure
    html = markup.lines_html(broken, cell=cell, size=SIZE)
    return Cell(html, len(broken), span, "center" if centered else "", tuple(markup.spans(line) for line in foot))


def label_cell(text, *, width, span=1):
    broken = markup.column_lines(text, width=width - 2 * PADDING, size=SIZE, style="hei")
    return Cell(markup.lines_html(broken, cell=SIZE, size=SIZE), len(broken), span, "label")


def head_cell(text, *, span=1):
    return Cell(format_html('<span class="l">{}</span>', markup.spans(text, "hei")), 1, span, "label")


def empty_cell(span=1):
    return Cell("", 1, span)


def fill(rows, room):
    """Share the room left on a page among the rows that stretch; text longer than a page flows on instead."""
    spare = room - sum(row.height for row in rows)
    stretching = sum(row.stretches for row in rows)
    if spare <= 0 or not stretching:
        return rows
    share = spare / stretching
    return [replace(row, added=share) if row.stretches else row for row in rows]
