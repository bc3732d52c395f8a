"""What a column holds: how a cell is read, how it is written, what can be chosen in it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from members.forms.fields import FIRST_DAY, LAST_DAY
from members.templatetags.dates import masked
from reports.workbooks.cells import UNCHANGED, VEIL, CellFault, number_text, plain, suggestion, text_of
from reports.workbooks.reading import Cell

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})")
PHONE = re.compile(r"\+?[0-9][0-9 \-()（）转]{4,28}[0-9]")
MASKED = re.compile(r"[0-9+]{0,4}\*{2,}[0-9]{0,4}")


@dataclass(frozen=True)
class Field:
    """Free text of one line."""

    most: int = 40
    is_text = True

    def read(self, cell, lookups):
        text = " ".join(text_of(cell).split())
        return self.checked(text)

    def checked(self, text):
        if len(text) > self.most:
            raise CellFault(f"有 {len(text)} 个字，最多 {self.most} 个字")
        return text

    def told(self, value, lookups=None):
        """What an export writes into the cell."""
        return value

    def words(self, value) -> str:
        """What a page says of the value: before → after."""
        return "" if value is None else str(self.told(value))

    def same(self, one, other) -> bool:
        """Whether two values say the same: spaces and what has no width do not come back as they went out."""
        return one == other or _spaced(one) == _spaced(other)

    def choices(self, lookups) -> list[str]:
        return []


def _spaced(value):
    if isinstance(value, str):
        return [plain(line) for line in value.strip().splitlines()]
    return [plain(each) for each in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Lines(Field):
    """Free text of several lines."""

    def read(self, cell, lookups):
        return self.checked(text_of(cell))


@dataclass(frozen=True)
class Veiled(Field):
    """A text that not everybody reads: stars went out in its place, and stars that come back change nothing."""

    def read(self, cell, lookups):
        text = Field.read(self, cell, lookups)
        return UNCHANGED if text == VEIL else text


@dataclass(frozen=True)
class Points(Field):
    """Several texts, each in a line of its own."""

    count: int = 100

    def read(self, cell, lookups):
        points = [" ".join(line.split()) for line in text_of(cell).split("\n")]
        points = [self.checked(point) for point in points if point]
        if len(points) > self.count:
            raise CellFault(f"最多写 {self.count} 行，每行一条")
        return points

    def told(self, value, lookups=None):
        return "\n".join(value or ())


@dataclass(frozen=True)
class Phone(Field):
    most: int = 30

    def read(self, cell, lookups):
        text = unicodedata.normalize("NFKC", " ".join(text_of(cell).split()))
        if "*" in text and MASKED.fullmatch(text):
            return UNCHANGED
        if text and not PHONE.fullmatch(text):
            raise CellFault("不像电话号码，请填写手机号，或者“区号-号码”")
        return self.checked(text)

    def words(self, value):
        return masked(value)


@dataclass(frozen=True)
class Choice(Field):
    """One of a list that the program knows: value and word."""

    options: tuple = ()

    def read(self, cell, lookups):
        text = "".join(text_of(cell).split())
        if not text:
            return ""
        by_word = {"".join(word.split()): value for value, word in self.options}
        if text in by_word:
            return by_word[text]
        raise CellFault(f"“{text[:20]}”不在可选范围内，{suggestion(text, list(by_word))}")

    def told(self, value, lookups=None):
        return dict(self.options).get(value, "")

    def choices(self, lookups):
        return [word for _, word in self.options]


@dataclass(frozen=True)
class Choices(Choice):
    """Several of a list that the program knows."""

    def read(self, cell, lookups):
        words = re.split("[、，,;；/\n]", text_of(cell))
        words = [Cell("s", word) for word in words if word.strip()]
        return list(dict.fromkeys(Choice.read(self, word, lookups) for word in words))

    def told(self, value, lookups=None):
        return "、".join(dict(self.options).get(each, "") for each in value or ())

    def choices(self, lookups):
        # A list lets one be chosen; several are typed.
        return []


@dataclass(frozen=True)
class Suggested(Field):
    """A text for which a list is offered; whether it fits depends on other cells of the row."""

    lookup: str = ""

    def choices(self, lookups):
        return list(dict.fromkeys(name for _, name in lookups[self.lookup]))


@dataclass(frozen=True)
class YesNo(Field):
    default: bool = False

    def read(self, cell, lookups):
        text = text_of(cell)
        known = {"是": True, "否": False, "√": True, "×": False, "": self.default, "有": True, "无": False}
        if text not in known:
            raise CellFault("只能填“是”或“否”")
        return known[text]

    def told(self, value, lookups=None):
        return "是" if value else "否"

    def choices(self, lookups):
        return ["是", "否"]


@dataclass(frozen=True)
class Day(Field):
    """A day; `past` where it cannot lie ahead."""

    past: bool = False
    is_text = False

    def read(self, cell, lookups):
        if cell is not None and cell.kind == "n":
            raise CellFault(f"“{number_text(cell.value)}”不是日期，请按 2026-09-22 的格式填写")
        text = unicodedata.normalize("NFKC", text_of(cell))
        if not text:
            return None
        day = _day(text)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise CellFault("日期要在 1990 年到 2099 年之间")
        if self.past and day > timezone.localdate():
            raise CellFault("日期不能晚于今天")
        return day

    def words(self, value):
        return f"{value:%Y-%m-%d}" if value else ""


def _day(text: str) -> date:
    match = DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in match.groups() if part))
    except (AttributeError, ValueError):
        raise CellFault(f"“{text[:20]}”不是日期，请按 2026-09-22 的格式填写") from None


@dataclass(frozen=True)
class Number(Field):
    """A number with `places` digits after the point; none of them: a whole one."""

    least: int = 0
    greatest: int = 99_999_999
    places: int = 0
    is_text = False

    def read(self, cell, lookups):
        text = unicodedata.normalize("NFKC", text_of(cell)).replace(",", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise CellFault(f"“{text[:20]}”不是数字") from None
        if not number.is_finite() or not self.least <= number <= self.greatest:
            raise CellFault(f"要在 {self.least} 到 {self.greatest} 之间")
        if number != round(number, self.places):
            raise CellFault(f"小数点后最多 {self.places} 位" if self.places else "要填整数")
        return round(number, self.places) if self.places else int(number)

    def told(self, value, lookups=None):
        return float(value) if isinstance(value, Decimal) else value

    def words(self, value):
        return "" if value is None else f"{value}"


@dataclass(frozen=True)
class Words(Field):
    """Several short words in one cell."""

    each: int = 20
    count: int = 20

    def read(self, cell, lookups):
        words = [" ".join(word.split()) for word in re.split("[、，,;；/\n]", text_of(cell))]
        words = list(dict.fromkeys(filter(None, words)))
        if len(words) > self.count:
            raise CellFault(f"最多写 {self.count} 个，用顿号隔开")
        if any(len(word) > self.each for word in words):
            raise CellFault(f"每个词最多 {self.each} 个字，用顿号隔开")
        return words

    def told(self, value, lookups=None):
        return "、".join(value or ())


@dataclass(frozen=True)
class Found(Field):
    """A record that is named: a room, a region, a unit. `lookup` names the list in which it is looked for."""

    lookup: str = ""

    def read(self, cell, lookups):
        text = "".join(text_of(cell).split())
        return lookups[self.lookup].find(text) if text else None

    def told(self, value, lookups=None):
        if value is None:
            return ""
        return lookups[self.lookup].name_of(value) if lookups else str(value)

    def choices(self, lookups):
        return lookups[self.lookup].names
