"""The layout of templates and exports: a template is filled and comes back, an export can be changed and come back."""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from members.templatetags.dates import masked
from reports.documents import excel
from reports.workbooks.cells import VEIL, CellFault
from reports.workbooks.checking import EXAMPLE
from reports.workbooks.fields import Day, Number, Phone
from reports.workbooks.kinds.kind import Kind, Place

# Rows of the sheet, from 0.
TITLE, NOTES, HEADS, FIRST = 0, 1, 2, 3
# As far down as the lists to choose from reach.
LAST = 20_000
LISTS = "选项"
MARK = "consult_template"
# What Excel shows beside a cell, at most.
LONGEST_HINT = 250
NOTES_TEXT = (
    "填写说明：1. 带 * 的列必须填写。2. 有下拉列表的列从列表里选。3. 不要改动表头，列的先后可以调换。"
    "4. 不要合并单元格，不要用公式。5. 示例行上传时忽略，可以删去。"
)
EXPORT_TEXT = "改好以后可以上传：没有改的行不变，带星号的号码不变，新增的行写在最后。"


def template(kind: Kind, place: Place) -> bytes:
    """An empty form with drop-down lists and an example."""
    target = BytesIO()
    _Book(target, kind, place).write(
        title=f"{kind.title}导入模板", notes=NOTES_TEXT + kind.about, rows=[], example=True
    )
    return target.getvalue()


def write_export(target, kind: Kind, place: Place, *, hides_phones=False, each=lambda count: None) -> int:
    """What is on record, in the layout of the template; return the number of rows."""
    book = _Book(target, kind, place, hides_phones=hides_phones)
    return book.write(title=kind.title, notes=EXPORT_TEXT, rows=excel.counted(kind.rows(place), each))


def filled(kind: Kind, place: Place, rows: list[dict]) -> bytes:
    """The form as somebody filled it: each row maps names of columns to what stands in the cells."""
    target = BytesIO()
    book = _Book(target, kind, place)
    book.write_filled(rows)
    return target.getvalue()


class _Book:
    def __init__(self, target, kind: Kind, place: Place, *, hides_phones=False):
        self.kind, self.hides_phones = kind, hides_phones
        self.lookups = kind.lookups(place)
        self.book = Workbook(target, excel.OPTIONS)
        self.book.set_properties({"title": kind.title, "created": excel.FIXED_DAY})
        self.styles = self._styles()
        self.sheet = self.book.add_worksheet(kind.title)
        self.lists = self.book.add_worksheet(LISTS)
        self.lists.hide()
        self.book.define_name(MARK, f'="{kind.code}:{kind.version}"')

    def write(self, *, title, notes, rows, example=False) -> int:
        self._set_up(title, notes)
        if example:
            self._write_example()
        count = 0
        for count, known in enumerate(rows, 1):
            self._write_row(FIRST + count - 1, known)
        self._offer_lists(FIRST + example)
        self.book.close()
        return count

    def write_filled(self, rows: list[dict]) -> None:
        self._set_up(f"{self.kind.title}导入模板", NOTES_TEXT + self.kind.about)
        for number, row in enumerate(rows, FIRST):
            for index, column in enumerate(self.kind.columns):
                excel.write_cell(self.sheet, number, index, row.get(column.name, ""), self._style(column))
        self._offer_lists(FIRST)
        self.book.close()

    def _styles(self) -> dict:
        cell = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        head = {**cell, "font_name": "黑体", "align": "center", "text_wrap": True, "border": 1}
        return {
            "title": self.book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"}),
            "notes": self.book.add_format({**cell, "text_wrap": True, "valign": "top", "font_color": "#555555"}),
            "head": self.book.add_format({**head, "bg_color": "#EEF1F4"}),
            "required": self.book.add_format({**head, "bg_color": "#FCE4D6", "font_color": "#C00000"}),
            "example": self.book.add_format({**cell, "italic": True, "font_color": "#808080", "bg_color": "#F2F2F2"}),
            "text": self.book.add_format({**cell, "num_format": "@", "text_wrap": True}),
            "day": self.book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
            "number": self.book.add_format({**cell, "num_format": "0.######"}),
        }

    def _set_up(self, title, notes) -> None:
        sheet, columns = self.sheet, self.kind.columns
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, self._style(column))
        sheet.set_row(TITLE, 28)
        sheet.set_row(NOTES, 62)
        sheet.set_row(HEADS, 24)
        sheet.write_string(TITLE, 0, title, self.styles["title"])
        sheet.merge_range(NOTES, 0, NOTES, max(len(columns) - 1, 1), notes, self.styles["notes"])
        for index, column in enumerate(columns):
            told = f"{column.title}*" if column.required else column.title
            sheet.write_string(HEADS, index, told, self.styles["required" if column.required else "head"])
        sheet.freeze_panes(FIRST, 1)
        sheet.repeat_rows(HEADS)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _write_example(self) -> None:
        self.sheet.set_row(FIRST, 22)
        for index, column in enumerate(self.kind.columns):
            told = column.example
            try:
                told = column.field.told(told, self.lookups) if told != "" else ""
            except (CellFault, AttributeError):
                told = str(told)
            told = f"{EXAMPLE}：{told}" if index == 0 else str(told)
            self.sheet.write_string(FIRST, index, told, self.styles["example"])

    def _write_row(self, row: int, known) -> None:
        for index, column in enumerate(self.kind.columns):
            told = column.field.told(known.values[column.name], self.lookups)
            if self.hides_phones and isinstance(column.field, Phone):
                told = masked(told)
            if column.name in known.hidden:
                told = VEIL
            excel.write_cell(self.sheet, row, index, told, self._style(column))

    def _style(self, column):
        if isinstance(column.field, Day):
            return self.styles["day"]
        return self.styles["number" if isinstance(column.field, Number) else "text"]

    def _offer_lists(self, first: int) -> None:
        """Drop-down lists out of a hidden sheet: a list of its own in a cell may hold 255 characters only."""
        lists = {index: column.field.choices(self.lookups) for index, column in enumerate(self.kind.columns)}
        lists = {index: names for index, names in lists.items() if names}
        for place, index in enumerate(lists):
            self.lists.write_string(0, place, self.kind.columns[index].title)
        for row in range(max(map(len, lists.values()), default=0)):
            for place, names in enumerate(lists.values()):
                if row < len(names):
                    self.lists.write_string(row + 1, place, names[row])
        for index, column in enumerate(self.kind.columns):
            place = list(lists).index(index) if index in lists else None
            self.sheet.data_validation(first, index, LAST, index, self._rule(column, place, lists.get(index)))

    def _rule(self, column, place, names) -> dict:
        hint = column.help or ("从列表里选。" if names else "")
        rule = {"validate": "any", "ignore_blank": True}
        if names:
            letter = xl_col_to_name(place)
            source = f"={LISTS}!${letter}$2:${letter}${len(names) + 1}"
            title = f"{column.title}不在列表里"
            rule |= {"validate": "list", "source": source, "error_title": title[:32]}
            rule |= {"error_message": "请从下拉列表里选。", "error_type": "stop"}
        elif isinstance(column.field, Day):
            rule |= {"validate": "date", "criteria": "between"}
            rule |= {"minimum": datetime(1990, 1, 1), "maximum": datetime(2099, 12, 31)}  # noqa: DTZ001 - days
            rule |= {"error_title": "不是日期", "error_message": "请按 2026-09-22 的格式填写。"}
            hint = hint or "例如 2026-09-22。"
        if hint:
            rule |= {"input_title": column.title[:32], "input_message": hint[:LONGEST_HINT]}
        return rule
