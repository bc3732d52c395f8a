from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.documents.excel import CUT, LONGEST_CELL, Column, Kind, workbook

PAYLOADS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A1", "\t=1+1", "\r=1+1", "=HYPERLINK(\"http://x\",\"y\")",
    "http://x.example", "mailto:a@b.example", "{=1+1}", "＝1+1", "-5", "+8613800001234", "@张三",
]  # fmt: skip
COLUMNS = [Column("议题", 30), Column("日期", 14, Kind.DATE), Column("件数", 8, Kind.NUMBER)]


def sheet_of(content):
    return load_workbook(BytesIO(content)).active


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link(payload):
    sheet = sheet_of(workbook(payload, [Column(payload)], [[payload]]))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.hyperlink for cell in cells] == [None] * 3
    assert sheet["A3"].value.lstrip() == payload.lstrip()


def test_dates_and_figures_are_real():
    sheet = sheet_of(workbook("清单", COLUMNS, [["停车", date(2026, 9, 18), 3]]))
    assert [cell.value for cell in sheet[3]] == ["停车", datetime(2026, 9, 18), 3]  # noqa: DTZ001


def test_whole_numbers_have_no_point_behind_them():
    sheet = sheet_of(workbook("清单", [Column("得分", 8, Kind.NUMBER)], [[3], [3.0], [3.25]]))
    assert [sheet.cell(row, 1).number_format for row in (3, 4, 5)] == ["#,##0", "#,##0", "#,##0.##"]


def test_a_row_is_as_tall_as_its_longest_text():
    texts = ["停车", "小区停车难" * 6, "一行\n又一行", "长" * 1000]
    sheet = sheet_of(workbook("清单", [Column("议题", 30)], [[text] for text in texts]))
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5, 6)] == [None, 45, 30, 408]


def test_times_are_those_of_the_wall_clock():
    rows = [[datetime(2026, 9, 18, 11, 30, tzinfo=UTC)]]
    sheet = sheet_of(workbook("清单", [Column("时间", 20, Kind.TIME)], rows))
    assert sheet["A3"].value == datetime(2026, 9, 18, 19, 30)  # noqa: DTZ001


def test_days_before_the_calendar_of_excel_stay_text():
    sheet = sheet_of(workbook("清单", COLUMNS, [["停车", date(1899, 1, 1), 3]]))
    assert sheet["B3"].value == "1899-01-01"


def test_head_is_frozen_filtered_and_repeated():
    sheet = sheet_of(workbook("议题清单", COLUMNS, [["停车", None, 3], ["电梯", None, 4]]))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A3", "A2:C4", "$1:$2")
    assert (sheet["A1"].value, sheet.title) == ("议题清单", "议题清单")


def test_an_empty_list_is_a_head():
    sheet = sheet_of(workbook("清单", COLUMNS, []))
    assert [cell.value for cell in sheet[2]] == ["议题", "日期", "件数"]


def test_a_text_too_long_for_a_cell_says_so():
    value = sheet_of(workbook("清单", [Column("正文")], [["长" * 40_000]]))["A3"].value
    assert (len(value), value.endswith(CUT)) == (LONGEST_CELL, True)


def test_control_characters_do_not_spoil_the_file():
    assert sheet_of(workbook("清\0单/[一]", [Column("a")], [["甲\0乙\x1b\ud800丙"]]))["A3"].value == "甲乙丙"


def test_long_numbers_keep_every_digit():
    sheet = sheet_of(workbook("清单", [Column("号", 20, Kind.NUMBER)], [[420281199001011234]]))
    assert sheet["A3"].value == "420281199001011234"


def test_the_same_rows_give_the_same_file():
    assert workbook("清单", COLUMNS, [["停车", date(2026, 9, 18), 3]]) == workbook(
        "清单", COLUMNS, [["停车", date(2026, 9, 18), 3]]
    )
