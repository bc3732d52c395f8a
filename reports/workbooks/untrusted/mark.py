"""The child that marks: python -m reports.workbooks.untrusted.mark FILE MARKS TARGET.

MARKS is JSON: the sheet, the row of the heads, the column for the sentences, and for each wrong row its number, its
wrong cells with their sentences, and what is said of the row as a whole. Everything else stays as it came.
"""

import json
import sys
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from reports.workbooks.untrusted import limits
from reports.workbooks.untrusted.package import MEGABYTE, opened, sweep

MEMORY = 1400 * MEGABYTE
SECONDS = 120
MOST_WRITTEN = 40 * MEGABYTE
WRONG = PatternFill("solid", fgColor="FFFFC7CE")
HEAD = PatternFill("solid", fgColor="FFFFEB9C")
AUTHOR = "协商在一线"
# Excel grows slow with more of them; the sentences stand in the last column all the same.
MOST_COMMENTS = 2000


def mark(path: Path, marks: dict, target: Path) -> None:
    with opened(path) as package:
        sweep(package)
    book = load_workbook(path, keep_links=False)
    sheet = book[marks["sheet"]]
    last = marks["column"]
    _say(sheet.cell(marks["head"], last), marks["title"], fill=HEAD, bold=True)
    sheet.column_dimensions[get_column_letter(last)].width = 60
    left = MOST_COMMENTS
    for row in marks["rows"]:
        for column, sentence in row["cells"]:
            left -= _wrong(sheet.cell(row["number"], column), sentence, comment=left > 0)
        _say(sheet.cell(row["number"], last), row["sentence"], fill=WRONG)
    book.active = sheet
    book.save(target)


def _wrong(cell, sentence: str, *, comment: bool) -> int:
    if isinstance(cell, MergedCell):
        return 0
    cell.fill = WRONG
    if not comment:
        return 0
    cell.comment = Comment(sentence, AUTHOR, width=260, height=90)
    return 1


def _say(cell, text: str, *, fill, bold=False) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.value = text
    # A text, whatever it begins with.
    cell.data_type = "s"
    cell.fill, cell.font, cell.alignment = fill, Font(bold=bold), Alignment(wrap_text=True, vertical="top")


def main() -> None:
    limits.hold(memory=MEMORY, seconds=SECONDS, written=MOST_WRITTEN)
    path, marks, target = map(Path, sys.argv[1:4])
    mark(path, json.loads(marks.read_text(encoding="utf-8")), target)


if __name__ == "__main__":
    main()
