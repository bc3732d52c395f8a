"""Tables of any columns in the look of the table papers: rolls, registers, the contents of a volume."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.template.loader import render_to_string

from reports.documents import faces, grid, markup, pdf
from reports.documents.papers import chinese_date
from reports.documents.sheet_rows import AREA_WIDTH, SIZE, Row, centered_cell, empty_cell, head_cell, text_cell
from reports.documents.titles import split_title

# A longer table is laid out in parts, so that the memory it takes stays the same.
MOST_ROWS = 120
LONGEST_CELL = 3000


@dataclass(frozen=True, slots=True)
class Column:
    """A column so many millimetres wide; all of a table are 170 together."""

    title: str
    width: float
    is_centered: bool = True


@dataclass(frozen=True, slots=True)
class TableSheet:
    title: str
    unit: str
    date: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    # Running text over and under the table, a paragraph each.
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def render(sheet: TableSheet) -> bytes:
    return pdf.render_html(table_html(sheet), stylesheet="sheet.css")


def length(sheet: TableSheet) -> int:
    """How many pages the sheet takes."""
    return sum(pdf.length(table_html(part), stylesheet="sheet.css") for part in parts_of(sheet))


def parts_of(sheet: TableSheet) -> list[TableSheet]:
    """The sheet itself, or so many of it that each can be laid out at once."""
    if len(sheet.rows) <= MOST_ROWS:
        return [sheet]
    starts = range(0, len(sheet.rows), MOST_ROWS)
    shared = {"title": sheet.title, "unit": sheet.unit, "date": sheet.date, "columns": sheet.columns}
    return [
        TableSheet(
            **shared,
            rows=sheet.rows[start : start + MOST_ROWS],
            above=sheet.above if start == 0 else (),
            below=sheet.below if start + MOST_ROWS >= len(sheet.rows) else (),
        )
        for start in starts
    ]


def write(sheet: TableSheet, folder: Path, name: str) -> list[Path]:
    """Lay the sheet out into files of the folder; return them in order."""
    paths = []
    for number, part in enumerate(parts_of(sheet)):
        path = folder / f"{name}-{number}.pdf"
        path.write_bytes(render(part))
        paths.append(path)
    return paths


def table_html(sheet: TableSheet) -> str:
    title = split_title(faces.printable(sheet.title))
    head = Row(tuple(head_cell(column.title) for column in sheet.columns), is_head=True)
    context = {
        "author": faces.printable(sheet.unit),
        "title": [markup.spans(line, "xbs") for line in title],
        "plain_title": "".join(title),
        "left": markup.spans(sheet.unit),
        "right": markup.spans(chinese_date(sheet.date)),
        "iso_date": sheet.date.isoformat(),
        "above": [_paragraph(text) for text in sheet.above],
        "widths": [column.width for column in sheet.columns],
        "head": [head.sized(31.0)],
        "rows": [_row(sheet.columns, row) for row in sheet.rows],
        "below": [_paragraph(text) for text in sheet.below],
    }
    return render_to_string("reports/papers/sheet.html", context)


def _row(columns, values) -> Row:
    cells = [_cell(column, str(value or "")[:LONGEST_CELL]) for column, value in zip(columns, values, strict=True)]
    row = Row(tuple(cells))
    return row.sized(row.least)


def _cell(column: Column, text: str):
    if not text.strip():
        return empty_cell()
    width = column.width * grid.MM
    return centered_cell(text, width=width) if column.is_centered else text_cell(text, width=width)


def _paragraph(text: str) -> dict:
    broken = markup.column_lines(text, width=AREA_WIDTH, size=SIZE, first=2.0, rest=0.0)
    return {"parts": [markup.lines_html(broken, cell=SIZE, size=SIZE)], "is_short": False, "count": len(broken)}
