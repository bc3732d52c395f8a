"""HTML of broken lines: each line one block of fixed height, spaced to close with the right edge."""

import math
from dataclasses import dataclass, replace
from itertools import groupby, product

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from reports.documents import faces, grid
from reports.documents.lines import BLANK_LEFT, HALF, Run, break_lines
from reports.documents.titles import split_title

# A line short of the measure by more than this share stays ragged: stretched, it would look torn.
MOST_STRETCHED = 0.09
HALF_A_CELL = 0.51


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page and how many lines of the 22-line grid it takes."""

    html: str
    lines: int
    is_heading: bool = False
    is_blank: bool = False
    starts_page: bool = False
    # Its lines stand on one page.
    is_whole: bool = False


def whole(blocks):
    """Make one block of several that are never divided over two pages."""
    html = format_html_join("", "{}", ((block.html,) for block in blocks))
    return Block(html, sum(block.lines for block in blocks), is_whole=True)


def paragraph(runs, *, first=2.0, rest=0.0, is_heading=False):
    """Set body text on the 28-cell grid: 左空二字, 回行顶格 (7.3.3)."""
    runs = [Run(faces.printable(text), style) for text, style in runs]
    broken = _most_even(runs, first_indent=first, rest_indent=rest)
    html = lines_html(broken, cell=grid.CELL, size=grid.SIZE)
    tag = "h2" if is_heading else "p"
    return Block(format_html("<{0}>{1}</{0}>", tag, html), len(broken), is_heading=is_heading)


def _most_even(runs, **indents):
    """Break as the rules prefer; where a line would miss the 28 cells by one, see whether another choice fills it."""
    best, least = None, None
    for choice in _CHOICES:
        broken = _break(runs, **indents, **choice)
        uneven = _unevenness(broken[1:])
        if least is None or uneven < least:
            best, least = broken, uneven
        if not any(least):
            break
    return best


# Two characters spread over the first line are hardly seen; more would be.
_CHOICES = [
    {"given_up": given_up, "hang": hang, "squeeze": squeeze}
    for given_up in (0.0, 1.0, 2.0)
    for hang, squeeze in product((True, False), repeat=2)
]


def _break(runs, *, first_indent, rest_indent, given_up=0.0, **marks):
    """Break lines, the first giving up a character to the next and being spaced out again."""
    lines = break_lines(
        runs, first_indent=first_indent + given_up, rest_indent=rest_indent, advance=faces.advance, **marks
    )
    lines[0] = replace(lines[0], indent=first_indent, measure=lines[0].measure + given_up)
    return lines


def _unevenness(lines):
    """Count the lines that close with the right edge, or nearly do, and lack a character; then those that lack half."""
    missing = [line.measure - line.width for line in lines if _nearly_closes(line)]
    return sum(part > HALF_A_CELL for part in missing), sum(HALF_A_CELL >= part >= HALF for part in missing)


def _nearly_closes(line):
    most = 1.5 if line.is_last else line.measure * MOST_STRETCHED
    return line.measure - line.width <= most


def blank_line():
    return Block(mark_safe('<div class="blank"></div>'), 1, is_blank=True)


def column_lines(text, *, width, size, style="", first=0.0, rest=0.0):
    """Break text for a column of so many points; nothing hangs into the rule of a table."""
    measure = int(width / size * 2) / 2
    runs = [Run(faces.printable(text), style)]
    return break_lines(runs, measure=measure, first_indent=first, rest_indent=rest, hang=False, advance=faces.advance)


def centered_lines(text, *, width, size, style=""):
    """Break short centered text, such as a unit's name, at word boundaries into lines of like length."""
    measure = int(width / size * 2) / 2
    text = faces.printable(text)
    if len(text) > measure and not _is_figures(text):
        text = "\n".join(split_title(text, longest=max(2, int(measure))))
    return break_lines([Run(text, style)], measure=measure, first_indent=0, hang=False, advance=faces.advance)


def _is_figures(text):
    return sum(character.isascii() for character in text) > len(text) / 3


def lines_html(lines, *, cell, size):
    return format_html_join("", "{}", ((_line_html(line, _spacing(line, cell, size), cell),) for line in lines))


def centered_html(lines):
    """Set lines in their natural spacing."""
    return format_html_join("", "{}", ((_line_html(line, 0.0, 0.0),) for line in lines))


def spans(text, style=""):
    """Set one line of text without breaking it: figures in their own face, rare characters apart."""
    line = break_lines([Run(faces.printable(text), style)], measure=1e6, first_indent=0, advance=faces.advance)[0]
    return _spans(line.cells)


def _line_html(line, spacing, cell):
    style = f"letter-spacing:{spacing:.4f}pt"
    if line.indent:
        style += f";padding-left:{line.indent * cell:.3f}pt"
    return format_html('<span class="l" style="{}">{}</span>', style, _spans(line.cells))


def _spacing(line, cell, size):
    """Letter spacing that brings the cells from the size of the type to the grid, or to the whole measure."""
    count = len(line.cells) - line.is_hung
    # A last line that lacks only half a cell is meant to be full.
    most = HALF_A_CELL if line.is_last else line.measure * MOST_STRETCHED
    if count > 1 and line.measure - line.width <= most:
        # No space after the last character: its box ends where the line ends (撑满版心).
        spacing = (line.measure * cell - (line.width + line.tightened) * size) / (count - 1)
        # PDF knows thousandths of the size only; rounded up, the line would reach into the margin.
        return (math.floor(spacing * 1000 / size) - 1) * size / 1000
    return line.width * (cell - size) / count if count else 0.0


def _spans(cells):
    pieces = (_piece(list(group), key) for key, group in groupby(cells, _key))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _key(cell):
    """Cells with the same key share a span; squeezed and rare ones stand alone."""
    if cell.squeeze:
        return ("squeezed", cell.style, id(cell))
    if cell.text.isascii() and not cell.text.isspace():
        return ("figures", cell.style, 0)
    if not faces.is_covered(cell.text, cell.style):
        return ("rare", cell.style, id(cell))
    return ("text", cell.style, 0)


def _piece(cells, key):
    kind, style, _ = key
    text = "".join(cell.text for cell in cells)
    if kind == "squeezed":
        side = "left" if text in BLANK_LEFT else "right"
        return format_html(
            '<span class="{}" style="margin-{}:-{}em">{}</span>', style, side, f"{cells[0].squeeze:.3f}", text
        )
    if kind == "figures":
        return format_html('<span class="{} n">{}</span>', style, text)
    if kind == "rare":
        # A fallback face inside a run would move the baseline and the grid: it gets a box of its own width.
        return format_html('<span class="{} rare" style="width:{}em">{}</span>', style, f"{cells[0].width:g}", text)
    return format_html('<span class="{}">{}</span>', style, text) if style else format_html("{}", text)
