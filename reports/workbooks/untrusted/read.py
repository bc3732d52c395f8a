"""The child that reads: python -m reports.workbooks.untrusted.read FILE SHEET → lines of JSON.

First what the workbook is, then a line for each row that holds something, at the end what was merged. A file that is
not read gives one line with the reason.
"""

import json
import sys
from pathlib import Path

from reports.workbooks.untrusted import limits
from reports.workbooks.untrusted.package import DAMAGED, MEGABYTE, TOO_LARGE, Unfit, opened, sweep
from reports.workbooks.untrusted.sheet import Context, Sheet
from reports.workbooks.untrusted.xml_parts import Listed, Strings, Styles, Workbook, read_part, walk

MEMORY = 290 * MEGABYTE
SECONDS = 20
MOST_WRITTEN = 200 * MEGABYTE
# Under this name our own templates say what they are.
MARK = "consult_template"


def tell(value) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def read(path: Path, wanted: str) -> None:
    with opened(path) as book:
        sweep(book)
        workbook = read_part(book, "xl/workbook.xml", Workbook(), lambda found: found)
        sheets = [sheet for name, sheet in workbook.found if name == "sheet"]
        shown = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
        if not shown:
            raise Unfit("文件里没有可以看见的工作表。")
        chosen = next((sheet for sheet in shown if sheet.get("name") == wanted), shown[0])
        tell(
            {
                "sheet": chosen.get("name", "")[:31],
                "others": len(shown) - 1,
                "mark": workbook.names_defined.get(MARK, ""),
            }
        )
        later = any(sheet.get("date1904") in ("1", "true") for name, sheet in workbook.found if name == "workbookPr")
        context = Context(
            read_part(book, "sharedstrings.xml", Strings(), lambda found: found.texts),
            read_part(book, "styles.xml", Styles(), lambda found: found.days),
            later,
        )
        sheet = walk(book, _part_of(book, chosen), Sheet(context, lambda *row: tell(row)))
        tell({"merged": sheet.merged})


def _part_of(book, sheet: dict) -> str:
    relations = read_part(book, "workbook.xml.rels", Listed("Relationship"), lambda found: found.found)
    target = next((each.get("Target", "") for _, each in relations if each.get("Id") == sheet.get("id")), "")
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if name not in book.namelist() or "chartsheet" in name:
        raise Unfit(DAMAGED)
    return name


def main() -> None:
    limits.hold(memory=MEMORY, seconds=SECONDS, written=MOST_WRITTEN)
    try:
        read(Path(sys.argv[1]), sys.argv[2])
    except Unfit as reason:
        tell({"unfit": str(reason)})
    except MemoryError:
        tell({"unfit": TOO_LARGE})
    except (RecursionError, IndexError, KeyError, ValueError, OverflowError):
        tell({"unfit": DAMAGED})
    sys.stdout.flush()


if __name__ == "__main__":
    main()
