"""One item of one subject: from what was counted or marked to points, with the words that say how."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reports.facts.points.scheme import Item, Scheme
from rooms.practice import counting
from rooms.practice.schemes import HEADS
from rooms.practice.shares import share_words

NONE = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tally:
    """What was counted for one item of one subject."""

    n: int = 0
    # Where a part was taken in what others lead.
    joined: int = 0
    # What is left of all of it where everybody who was in it has the same part.
    split: Fraction | None = None
    # What a rate is of, and by how many is divided.
    out_of: int = 0
    heads: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to be counted."""
        return bool(self.n or self.joined or self.out_of)


@dataclass(frozen=True)
class ScoreLine:
    """One line of the account. `number` leads down to the records of the item; none for what is no item."""

    name: str
    points: Decimal
    words: str
    number: int = 0
    appeal: int = 0
    # Whether something is still to come: an assessor, or records of the measure.
    is_open: bool = False
    group: str = ""
    # Counts beyond the full mark.
    is_bonus: bool = False


def line(item: Item, points: Decimal, words: str, **more) -> ScoreLine:
    return ScoreLine(item.name, points, words, item.number, group=item.group, is_bonus=item.is_bonus, **more)


def counted(item: Item, tally: Tally) -> ScoreLine:
    if item.out_of and not tally.out_of:
        points = item.points if item.is_full_without else NONE
        return line(item, item.sign * points + NONE, f"没有{counting.MEASURES[item.out_of]}可比，{_got(points)}")
    said, value = _value(item, tally)
    points, words = REACHED[item.per](item, said, value)
    return capped(item, points, words)


def _value(item: Item, tally: Tally) -> tuple[str, Fraction]:
    """What is put in for the item, and how it came about."""
    said, value = f"{tally.n} {item.unit}", Fraction(tally.n)
    if item.joint and (tally.joined or (tally.split is not None and tally.split != tally.n)):
        said, value = _together(item, tally)
    if item.out_of:
        value = value / tally.out_of
        return f"{_percent(value)}（{plain(value * tally.out_of)}/{tally.out_of} {item.unit}）", value
    if item.per_head:
        value = value / tally.heads if tally.heads else Fraction(0)
        told = HEADS[item.per_head].removeprefix("按").removesuffix("平均")
        counter = "名" if item.per_head == "member" else "个"
        return f"{said}，{tally.heads} {counter}{told}平均 {plain(rounded(value))} {item.unit}", value
    return said, value


def _together(item: Item, tally: Tally) -> tuple[str, Fraction]:
    said = f"主办 {tally.n} {item.unit}" + (f"、参加 {tally.joined} {item.unit}" if tally.joined else "")
    if item.joint == "equal":
        value = tally.split if tally.split is not None else Fraction(tally.n + tally.joined)
        return f"{said}，平均分摊后计 {plain(rounded(value))} {item.unit}", value
    value = tally.n + item.joint_share * tally.joined
    if item.joint == "full":
        return said, value
    return f"{said}（参加的计 {share_words(float(item.joint_share))}），计 {plain(rounded(value))} {item.unit}", value


def _each(item: Item, said: str, value: Fraction) -> tuple[Decimal, str]:
    """3 次 × 5 分 = 15 分."""
    if item.highest_only and value > 1:
        return item.points, f"{said}，只计一次，{plain(item.points)} 分"
    points = rounded(Fraction(item.points) * value)
    return points, f"{said} × {plain(item.points)} 分 = {plain(points)} 分"


def _reached(item: Item, said: str, value: Fraction) -> tuple[Decimal, str]:
    if value < item.at:
        return NONE, f"{said}，没有达到 {item.at} {item.unit}"
    return item.points, f"{said}，达到 {item.at} {item.unit}，{plain(item.points)} 分"


def _rate(item: Item, said: str, value: Fraction) -> tuple[Decimal, str]:
    """75%（3/4 件）× 20 分 = 15 分."""
    points = rounded(Fraction(item.points) * min(value, Fraction(1)))
    return points, f"{said}× {plain(item.points)} 分 = {plain(points)} 分"


def _band(item: Item, said: str, value: Fraction) -> tuple[Decimal, str]:
    found = next((band for band in item.bands if value >= band.least), None)
    if found is None:
        return NONE, f"{said}，没有达到最低一档"
    least = _percent(found.least) if item.out_of else f"{plain(found.least)} {item.unit}"
    return found.points, f"{said}，达到 {least}，{plain(found.points)} 分"


REACHED = {"each": _each, "reached": _reached, "rate": _rate, "band": _band}


def capped(item: Item, points: Decimal, words: str) -> ScoreLine:
    if item.cap is not None and points > item.cap:
        points, words = item.cap, f"{words}，最多{'扣' if item.deducts else '计'} {plain(item.cap)} 分"
    if item.deducts and points:
        words = f"扣分：{words}"
    return line(item, item.sign * points + NONE, words)


def rated(item: Item, scheme: Scheme, marks: Mapping[str, Decimal]) -> ScoreLine:
    """政协 88 分 × 50% + 街道 90 分 × 50% = 89 分; as long as a mark is missing, nothing is told of the others."""
    waits = [each.name for each in scheme.assessors if each.name not in marks]
    if waits:
        return line(item, NONE, f"等待{'、'.join(waits)}评分，各方评完以后一并计入", is_open=True)
    exact = sum(Fraction(marks[each.name]) * each.weight for each in scheme.assessors)
    points = rounded(exact)
    parts = (f"{each.name} {plain(marks[each.name])} 分 × {share_words(each.weight)}" for each in scheme.assessors)
    return capped(item, points, f"{' + '.join(parts)} = {plain(points)} 分")


def _got(points: Decimal) -> str:
    return f"计满分 {plain(points)} 分" if points else "不计分"


def _percent(value: Fraction) -> str:
    return f"{float(value * 100):.1f}".removesuffix(".0") + "%"


def rounded(number: Fraction) -> Decimal:
    """To hundredths, halves up, as people reckon."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP).normalize() + NONE


def plain(number, *, sign: bool = False) -> str:
    """15, 2.5, +3."""
    number = rounded(number) if isinstance(number, Fraction) else Decimal(number)
    text = f"{number.normalize():f}"
    return f"+{text}" if sign and number > 0 else text
