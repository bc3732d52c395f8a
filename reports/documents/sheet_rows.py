"""Rows of table papers: cells whose text is already broken into lines, so that heights are known before drawing."""

from dataclasses import dataclass, replace

from django.utils.html import format_html

from reports.documents import grid, markup

AREA_WIDTH = 170 * grid.MM
AREA_HEIGHT = (297 - 22 - 20) * grid.MM
# 小四 仿宋 on 20 pt lines; labels in 黑体.
SIZE = 12.0
PITCH = 20.0
# 五号 on 16 pt lines, for sheets that have to fit one page.
DENSE_SIZE, DENSE_PITCH = 10.5, 16.0
PADDING = 5.0
ABOVE = 3.0
# A taller row may break over two pages; a shorter one stays whole.
MOST_WHOLE_LINES = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over one or more columns; `foot` lines stand at its lower right (signature and date)."""

    html: str
    lines: int
    span: int = 1
    kind: str = ""
    rows: int = 1
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: as high as it likes to be, as low as it can be, and whether it takes the room that the page has left."""

    cells: tuple[Cell, ...]
    liked: float = 31.0
    least: float = 26.0
    stretches: bool = False
    is_head: bool = False
    height: float = 0.0
    pitch: float = PITCH

    @property
    def text_height(self):
        return max(cell.lines + len(cell.foot) for cell in self.cells if cell.rows == 1) * self.pitch + 2 * ABOVE

    @property
    def opinion_height(self):
        """What stands above the lines at the foot of an opinion."""
        foot = max(len(cell.foot) for cell in self.cells)
        return self.height - foot * PITCH - 2 * ABOVE - 1

    @property
    def is_whole(self):
        return max(cell.lines for cell in self.cells) <= MOST_WHOLE_LINES

    def sized(self, height):
        return replace(self, height=max(height, self.text_height))


def text_cell(text, *, width, span=1, foot=(), indent=0.0, style="", size=SIZE):
    """Set running text in a cell."""
    broken = markup.column_lines(text, width=width - 2 * PADDING, size=size, first=indent, style=style)
    measure = broken[0].measure + broken[0].indent
    cell = size if len(broken) == 1 else (width - 2 * PADDING) / measure
    html = markup.lines_html(broken, cell=cell, size=size)
    return Cell(html, len(broken), span, foot=tuple(markup.spans(line) for line in foot))


def centered_cell(text, *, width, span=1, style="", size=SIZE):
    broken = markup.centered_lines(text, width=width - 2 * PADDING, size=size, style=style)
    return Cell(markup.centered_html(broken), len(broken), span, "center")


def label_cell(text, *, width, span=1):
    return centered_cell(text, width=width, span=span, style="hei")


def head_cell(text, *, span=1):
    return Cell(format_html('<span class="l">{}</span>', markup.spans(text, "hei")), 1, span)


def empty_cell(span=1):
    return Cell("", 1, span)


def fill(rows, room):
    """Size the rows for one page when the text allows it; a longer table takes the liked heights and flows on."""
    liked = [row.sized(row.liked) for row in rows]
    spare = room - total(liked)
    if spare < 0:
        low = [row.sized(row.least) for row in rows]
        spare = room - total(low)
        if spare < 0:
            return liked
        return _share(low, spare)
    return _share(liked, spare) if any(row.stretches for row in rows) else liked


def total(rows):
    return sum(row.height for row in rows)


def _share(rows, spare):
    """Give the spare height to the rows that stretch, or to all alike."""
    takers = [row.stretches for row in rows] if any(row.stretches for row in rows) else [True] * len(rows)
    share = spare / sum(takers)
    return [replace(row, height=row.height + share) if takes else row for row, takes in zip(rows, takers, strict=True)]
