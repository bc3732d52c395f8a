"""Layout of papers of several tables: under each heading its text and its table, whose head stands on every page."""

import json
from base64 import b64encode
from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.documents import chart_svg, faces, grid, markup
from reports.documents.letter_layout import sheet_html
from reports.documents.papers import Drawn, chinese_date
from reports.documents.sheet_rows import (
    ABOVE,
    AREA_WIDTH,
    DENSE_PITCH,
    DENSE_SIZE,
    PITCH,
    SIZE,
    Row,
    centered_cell,
    empty_cell,
    head_cell,
    text_cell,
)
from reports.documents.sheets import PartsSheet, SheetPart
from reports.documents.titles import split_title

__all__ = ["sheet_html"]


@dataclass(frozen=True)
class Setting:
    """Size of the type, distance of its lines, and how low a row may be."""

    size: float
    pitch: float
    least: float

    def row(self, *cells, **more) -> Row:
        row = Row(cells, pitch=self.pitch, least=self.least, **more)
        return row.sized(row.least)


WIDE = Setting(SIZE, PITCH, Row(()).least)
DENSE = Setting(DENSE_SIZE, DENSE_PITCH, DENSE_PITCH + 2 * ABOVE)


@sheet_html.register
def _(sheet: PartsSheet):
    title = split_title(faces.printable(sheet.title))
    context = {
        "author": faces.printable(sheet.unit),
        "title": [markup.spans(line, "xbs") for line in title],
        "plain_title": faces.printable(sheet.topic),
        "left": markup.spans(f"{sheet.side}：{sheet.unit}"),
        "right": markup.spans(chinese_date(sheet.date)),
        "iso_date": sheet.date.isoformat(),
        "is_dense": sheet.is_dense,
        "parts": [_part(part, DENSE if sheet.is_dense else WIDE) for part in sheet.parts],
    }
    return render_to_string("reports/papers/parts.html", context)


def _part(part: SheetPart, setting: Setting) -> dict:
    heads = (head_cell(column.title) for column in part.columns)
    return {
        "heading": part.heading and markup.spans(part.heading, "hei"),
        "lines": [_lines(line, setting) for line in part.lines],
        "charts": [_chart(drawn) for drawn in part.charts],
        "widths": [column.width for column in part.columns],
        "head": setting.row(*heads, is_head=True) if part.columns else None,
        "rows": [_row(part.columns, values, setting) for values in part.rows],
    }


def _chart(drawn: Drawn) -> dict:
    """A picture with its title as words for whoever cannot see it."""
    svg = chart_svg.svg_of(json.loads(drawn.option), chart_svg.PAPER_WIDTH, drawn.height)
    picture = b64encode(svg.encode()).decode()
    return {"title": markup.spans(drawn.title, "hei"), "words": faces.printable(drawn.title), "picture": picture}


def _row(columns, values, setting: Setting) -> Row:
    if len(values) == 1:
        cell = text_cell(values[0], width=AREA_WIDTH, span=len(columns), style="hei", size=setting.size)
        return setting.row(cell)
    return setting.row(*(_cell(column, text, setting) for column, text in zip(columns, values, strict=True)))


def _cell(column, text: str, setting: Setting):
    if not text:
        return empty_cell()
    width = column.width * grid.MM
    made = centered_cell if column.is_centered else text_cell
    return made(text, width=width, size=setting.size)


def _lines(text: str, setting: Setting):
    broken = markup.column_lines(text, width=AREA_WIDTH, size=setting.size, first=2.0, rest=0.0)
    return markup.lines_html(broken, cell=setting.size, size=setting.size)
