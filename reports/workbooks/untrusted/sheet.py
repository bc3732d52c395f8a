"""The cells of one sheet: only those that hold something, by the places that they name, within limits."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from reports.workbooks.untrusted.package import DAMAGED, Unfit
from reports.workbooks.untrusted.xml_parts import LONGEST_CELL, Enough, Tags, unescaped

MOST_ROWS = 20_000
MOST_CELLS = 500_000
LAST_COLUMN = 256
LAST_ROW = 1_048_576
MOST_MERGED = 10_000
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TOO_MANY_ROWS = "一次最多导入两万行，这个工作表里的更多。请分成几个文件。"
TOO_WIDE = "工作表太宽，第 256 列以后还有内容。请只保留模板里的列。"
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of a calendar, not a moment
LATER_FIRST_DAY = datetime(1904, 1, 1)  # noqa: DTZ001 - a day of a calendar, not a moment


@dataclass
class Context:
    """What a cell needs of the rest of the workbook."""

    texts: list
    days: list
    starts_in_1904: bool = False


class Sheet(Tags):
    """Calls `row` with each row that holds something: its number, whether it is hidden, and its cells.

    A cell is [column, kind, value]; kinds: s text, n number, d day or moment, b yes or no, e error, f formula.
    The size that a sheet claims to have is not read at all.
    """

    def __init__(self, context: Context, row):
        super().__init__()
        self.context, self.row = context, row
        self.merged, self.rows, self.count = [], 0, 0
        self._number, self._hidden, self._cells, self._column = 0, False, [], 0
        self._kind, self._style, self._formula, self._parts, self._length = "n", 0, False, None, 0
        self._aside = False

    def begin(self, name, attrs):
        if name in ("v", "t"):
            self._parts = None if self._aside else self._parts or []
        elif name == "c":
            self._begin_cell(attrs)
        elif name == "row":
            self._begin_row(attrs)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside = True
        elif name == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged.append(attrs.get("ref", "")[:30])

    def _begin_row(self, attrs):
        number = attrs.get("r")
        number = int(number) if number else self._number + 1
        if not self._number < number <= LAST_ROW:
            raise Unfit(DAMAGED)
        self._number, self._hidden = number, attrs.get("hidden") in ("1", "true")
        self._cells, self._column = [], 0

    def _begin_cell(self, attrs):
        place = attrs.get("r")
        column = column_of(place, self._number) if place else self._column + 1
        if column <= self._column:
            raise Unfit(DAMAGED)
        self._column, self._kind = column, attrs.get("t", "n")
        self._style, self._formula, self._parts, self._length = attrs.get("s", "0"), False, None, 0

    def characters(self, content):
        if self._parts is not None and self._length <= LONGEST_CELL:
            self._parts.append(content)
            self._length += len(content)

    def end(self, name):
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._aside = False
        elif name == "worksheet":
            raise Enough

    def _end_cell(self):
        text = "".join(self._parts) if self._parts is not None else ""
        self._parts = None
        if text == "" and not self._formula:
            return
        if self._column > LAST_COLUMN:
            raise Unfit(TOO_WIDE)
        self.count += 1
        if self.count > MOST_CELLS:
            raise Unfit(TOO_MANY_ROWS)
        kind, value = ("f", "") if self._formula else self._value(text)
        if value != "" or kind == "f":
            self._cells.append([self._column, kind, value])

    def _end_row(self):
        if not self._cells:
            return
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise Unfit(TOO_MANY_ROWS)
        self.row(self._number, self._hidden, self._cells)
        self._cells = []

    def _value(self, text):
        if self._kind == "s":
            return "s", self.context.texts[int(text)]
        if self._kind == "n":
            return self._number_or_day(text)
        if self._kind == "b":
            return "b", text.strip() in ("1", "true")
        if self._kind == "d":
            return "d", text[:19]
        return ("e", text[:20]) if self._kind == "e" else ("s", unescaped(text))

    def _number_or_day(self, text):
        number = float(text[:40])
        if not isfinite(number):
            return "e", "#NUM!"
        style = int(self._style)
        if 0 <= style < len(self.context.days) and self.context.days[style]:
            return _day(number, starts_in_1904=self.context.starts_in_1904)
        return "n", int(number) if number.is_integer() else number


def column_of(place: str, row: int) -> int:
    match = PLACE.fullmatch(place)
    if not match or int(match[2]) != row:
        raise Unfit(DAMAGED)
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _day(number: float, *, starts_in_1904: bool):
    """A day, or a moment to the minute; what lies outside of the calendar stays a number."""
    try:
        moment = (LATER_FIRST_DAY if starts_in_1904 else FIRST_DAY) + timedelta(days=number)
    except OverflowError:
        return "n", number
    if number % 1 == 0:
        return "d", moment.date().isoformat()
    return "d", (moment + timedelta(seconds=30)).isoformat(timespec="minutes")
