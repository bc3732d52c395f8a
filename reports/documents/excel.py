"""Lists to Excel: written row by row in constant memory, every text a text, never a formula or a link."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from io import BytesIO
from math import ceil

from django.utils import timezone
from xlsxwriter import Workbook

# What one cell of Excel holds; a longer text would be dropped without a word.
LONGEST_CELL = 32_767
CUT = "…（超出单元格长度，已截断）"
# Rows between two reports of progress.
STEP = 5000
# Excel counts days from 1900.
FIRST_YEAR = 1900
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
# Points of a line, and the tallest row that Excel knows.
LINE, TALLEST = 15, 408
# A Chinese character beside a figure.
WIDE = 2.1
# When a file says it was made: the same rows then give the same file.
FIXED_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Kind(Enum):
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and what its values are."""

    title: str
    width: float = 16
    kind: Kind = Kind.TEXT


def workbook(title: str, columns: list[Column], rows: Iterable[Iterable]) -> bytes:
    """Return an .xlsx of one sheet: title, frozen head, filter, real dates, the head repeated in print."""
    target = BytesIO()
    write(target, title=title, columns=columns, rows=rows)
    return target.getvalue()


def counted(rows: Iterable, each) -> Iterator:
    """The same rows; `each` is told after every STEP of them how many there were."""
    for count, row in enumerate(rows, 1):
        if count % STEP == 0:
            each(count)
        yield row


def write(target, *, title, columns, rows) -> int:
    """Write the workbook to a file or stream and return how many rows it has; they may come from a generator."""
    book = Workbook(target, OPTIONS)
    book.set_properties({"title": _clean(title)[:255], "created": FIXED_DAY})
    sheet = book.add_worksheet(_sheet_name(title))
    styles = _styles(book)
    _set_up(sheet, columns)
    sheet.write_string(0, 0, _clean(title)[:LONGEST_CELL], styles["title"])
    for index, column in enumerate(columns):
        sheet.write_string(1, index, _clean(column.title), styles["head"])
    last = 1
    for last, row in enumerate(rows, start=2):
        values = list(zip(row, columns, strict=True))
        # Not every program makes a row taller by itself when its text turns.
        if (lines := max((_lines(value, column) for value, column in values), default=1)) > 1:
            sheet.set_row(last, min(LINE * lines, TALLEST))
        for index, (value, column) in enumerate(values):
            write_cell(sheet, last, index, value, _style(styles, value, column))
    sheet.autofilter(1, 0, max(last, 1), len(columns) - 1)
    book.close()
    return last - 1


def _lines(value, column) -> int:
    """How many lines a text needs in its column."""
    if column.kind is not Kind.TEXT or not value:
        return 1
    text = str(value)
    if len(text) * WIDE <= column.width and "\n" not in text:
        return 1
    parts = text[:LONGEST_CELL].split("\n")
    return sum(max(1, ceil(sum(1 if each.isascii() else WIDE for each in part) / column.width)) for part in parts)


def _style(styles, value, column):
    """Whole numbers have no point behind them."""
    is_fraction = column.kind is Kind.NUMBER and isinstance(value, float) and not value.is_integer()
    return styles["fraction"] if is_fraction else styles[column.kind]


def _styles(book):
    cell = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"}),
        "head": book.add_format(
            {**cell, "font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#EEF1F4"}
        ),
        Kind.TEXT: book.add_format({**cell, "text_wrap": True, "num_format": "@"}),
        Kind.DATE: book.add_format({**cell, "num_format": 'yyyy"年"m"月"d"日"', "align": "left"}),
        Kind.TIME: book.add_format({**cell, "num_format": 'yyyy"年"m"月"d"日" hh:mm', "align": "left"}),
        Kind.NUMBER: book.add_format({**cell, "num_format": "#,##0"}),
        "fraction": book.add_format({**cell, "num_format": "#,##0.##"}),
    }


def _set_up(sheet, columns):
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    sheet.set_row(0, 30)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页　共 &N 页")


def write_cell(sheet, row, index, value, style):
    """Write one value as what it is; a text is a text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, index, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, index, "是" if value else "否", style)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, index, _local(value), style)
    elif _is_number(value):
        sheet.write_number(row, index, value, style)
    else:
        text = _clean(str(value))
        sheet.write_string(
            row, index, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT, style
        )


def _local(value):
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value


def _is_number(value):
    # Beyond 15 digits Excel rounds: identity and card numbers stay text.
    return isinstance(value, int | float) and abs(value) < 10**15


def _clean(text):
    return UNSAFE.sub("", text)


def _sheet_name(title):
    """31 characters at most, none of []:*?/\\ and no apostrophe at the ends."""
    name = SHEET_NAME.sub("", _clean(title)).strip("' ")[:31].strip("' ")
    return name if name and name.lower() != "history" else "清单"
