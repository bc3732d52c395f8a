"""What people write into cells, and what is made of it."""

from datetime import date
from decimal import Decimal

import pytest

from reports.workbooks.cells import UNCHANGED, CellFault
from reports.workbooks.fields import Choice, Choices, Day, Field, Lines, Number, Phone, Points, Veiled, Words, YesNo
from reports.workbooks.reading import Cell

LEVELS = (("county", "县（市、区）政协委员"), ("province", "省政协委员"))


def text(value) -> Cell:
    return Cell("s", value)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (Field(), text("  周\u200b明 远 "), "周明 远"),
        (Field(), Cell("n", 13800000001), "13800000001"),
        (Field(), Cell("n", 0.5), "0.5"),
        (Field(), Cell("b", value=True), "是"),
        (Field(), Cell("d", "2026-09-22T08:30"), "2026-09-22"),
        (Field(), None, ""),
        (Lines(), text("一\r\n二"), "一\n二"),
        (Points(), text("一\n\n 二 \n"), ["一", "二"]),
        (Phone(), text("１３８００００００００"), "13800000000"),
        (Phone(), text("0714-8888888 转 2"), "0714-8888888 转 2"),
        (Phone(), text("138****0000"), UNCHANGED),
        (Veiled(), text("***"), UNCHANGED),
        (Choice(options=LEVELS), text("省政协 委员"), "province"),
        (Choices(options=LEVELS), text("省政协委员、省政协委员"), ["province"]),
        (YesNo(default=True), None, True),
        (YesNo(), text("√"), True),
        (Day(), Cell("d", "2026-09-22"), date(2026, 9, 22)),
        (Day(), text("2026年9月22日"), date(2026, 9, 22)),
        (Day(), text("2026.9.2"), date(2026, 9, 2)),
        (Day(), text("２０２６/9/22"), date(2026, 9, 22)),
        (Day(), text("20260922"), date(2026, 9, 22)),
        (Day(), None, None),
        (Number(), text("１，２００".replace("，", ",")), 1200),
        (Number(places=2), Cell("n", 200.5), Decimal("200.50")),
        (Words(), text("水利，环保、 水利"), ["水利", "环保"]),
    ],
)
def test_a_cell_becomes_its_value(field, cell, value):
    assert field.read(cell, {}) == value


@pytest.mark.parametrize(
    ("field", "cell", "says"),
    [
        (Field(), Cell("f", ""), "是公式"),
        (Field(), Cell("e", "#N/A"), "是错误值 #N/A"),
        (Field(), Cell("n", 4202811990010112345), "超过 15 位"),
        (Field(), text("周\u202e明"), "改变文字方向"),
        (Field(), text("周\x00明"), "控制字符"),
        (Field(), text("周\ufffd"), "控制字符"),
        (Field(4), text("一二三四五"), "有 5 个字，最多 4 个字"),
        (Phone(), text("12ab"), "不像电话号码"),
        (Choice(options=LEVELS), text("省政协"), "您是不是要找“省政协委员”"),
        (Choice(options=LEVELS), text("x"), "可以填：县（市、区）政协委员、省政协委员"),
        (YesNo(), text("也许"), "只能填"),
        (Day(), text("2026-02-30"), "不是日期"),
        (Day(), Cell("n", 46000), "不是日期"),
        (Day(), text("1900-01-01"), "1990 年到 2099 年"),
        (Day(past=True), text("2099-01-01"), "不能晚于今天"),
        (Number(), text("三"), "不是数字"),
        (Number(), text("1e999"), "要在 0 到"),
        (Number(), text("NaN"), "要在 0 到"),
        (Number(), text("1.5"), "要填整数"),
        (Number(places=1), text("1.55"), "最多 1 位"),
        (Words(each=2), text("水利工程"), "每个词最多 2 个字"),
        (Points(most=2), text("一二三"), "最多 2 个字"),
    ],
)
def test_what_cannot_be_meant_is_told(field, cell, says):
    with pytest.raises(CellFault, match=says):
        field.read(cell, {})
