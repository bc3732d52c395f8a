"""Layout of papers of several tables: under each heading its text and its table, whose head stands on every page."""

import json
from base64 import b64encode

from django.template.loader import render_to_string

from reports.documents import chart_svg, faces, grid, markup
from reports.documents.letter_layout import sheet_html
from reports.documents.papers import Drawn, chinese_date
from reports.documents.sheet_rows import AREA_WIDTH, SIZE, Row, centered_cell, empty_cell, head_cell, text_cell
from reports.documents.sheets import PartsSheet, SheetPart
from reports.documents.titles import split_title

__all__ = ["sheet_html"]


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
        "parts": [_part(part) for part in sheet.parts],
    }
    return render_to_string("reports/papers/parts.html", context)


def _part(part: SheetPart) -> dict:
    head = Row(tuple(head_cell(column.title) for column in part.columns), is_head=True)
    return {
        "heading": markup.spans(part.heading, "hei"),
        "lines": [_lines(line) for line in part.lines],
        "charts": [_chart(drawn) for drawn in part.charts],
        "widths": [column.width for column in part.columns],
        "head": head.sized(head.least) if part.columns else None,
        "rows": [_row(part.columns, values) for values in part.rows],
    }


def _chart(drawn: Drawn) -> dict:
    """A picture with its title as words for whoever cannot see it."""
    svg = chart_svg.svg_of(json.loads(drawn.option), chart_svg.PAPER_WIDTH, drawn.height)
    picture = b64encode(svg.encode()).decode()
    return {"title": markup.spans(drawn.title, "hei"), "words": faces.printable(drawn.title), "picture": picture}


def _row(columns, values) -> Row:
    if len(values) == 1:
        row = Row((text_cell(values[0], width=AREA_WIDTH, span=len(columns), style="hei"),))
        return row.sized(row.least)
    row = Row(tuple(_cell(column, text) for column, text in zip(columns, values, strict=True)))
    return row.sized(row.least)


def _cell(column, text: str):
    if not text:
        return empty_cell()
    width = column.width * grid.MM
    return centered_cell(text, width=width) if column.is_centered else text_cell(text, width=width)


def _lines(text: str):
    broken = markup.column_lines(text, width=AREA_WIDTH, size=SIZE, first=2.0, rest=0.0)
    return markup.lines_html(broken, cell=SIZE, size=SIZE)
