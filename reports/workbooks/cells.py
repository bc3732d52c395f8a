"""What stands in a cell, as a person reads it, and what is said when it is wrong."""

import re
from decimal import Decimal
from difflib import get_close_matches

from reports.workbooks.reading import Cell

# Characters without a width come with text that is copied from web pages; they say nothing.
WITHOUT_WIDTH = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
TURNING = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
# Excel keeps fifteen digits of a number and makes the others zero.
EXACT = 10**15
# Nearness is looked for in so much of a wrong name.
LONGEST_MISTAKE = 40
CHOOSE = "请从下拉列表里选"


class CellFault(Exception):
    """The cell is wrong. The message is one Chinese sentence; where it stands is said by the check."""


class Unchanged:
    """Stands for what a cell leaves as it is: a number that was masked when it went out."""


UNCHANGED = Unchanged()
VEIL = "***"


def text_of(cell: Cell | None) -> str:
    """What a person reads in the cell, cleaned of what cannot be seen."""
    if cell is None:
        return ""
    if cell.kind == "f":
        raise CellFault("是公式。请复制这一列，用“选择性粘贴—数值”粘贴回去再上传")
    if cell.kind == "e":
        raise CellFault(f"是错误值 {cell.value}，请改成正确的内容")
    if cell.kind == "n":
        return number_text(cell.value)
    if cell.kind == "d":
        return cell.value[:10]
    if cell.kind == "b":
        return "是" if cell.value else "否"
    return _cleaned(cell.value)


def number_text(value) -> str:
    if abs(value) >= EXACT:
        raise CellFault("是超过 15 位的数字，Excel 会改掉后面的位数。请把这一列设为文本，重新填写")
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)).normalize(), "f")


def _cleaned(text: str) -> str:
    if TURNING.search(text):
        raise CellFault("含有改变文字方向的隐藏字符，请删去后重新输入")
    if BROKEN.search(text):
        raise CellFault("含有看不见的控制字符，请删去后重新输入")
    return WITHOUT_WIDTH.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()


def plain(text: str) -> str:
    """The text as a cell of one line gives it back, for comparing with what was typed elsewhere."""
    return " ".join(WITHOUT_WIDTH.sub("", text).split())


def suggestion(text: str, names: list[str]) -> str:
    """您是不是要找…: the nearest names, or all of a few."""
    text = text[:LONGEST_MISTAKE]
    near = get_close_matches(text, names, n=3, cutoff=0.5)
    near = near or [name for name in names if text in name or name in text][:3]
    if near:
        return f"您是不是要找{'、'.join(f'“{name}”' for name in near)}"
    return f"可以填：{'、'.join(names)}" if 0 < len(names) <= 10 else CHOOSE
