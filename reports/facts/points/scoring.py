"""From counts and marks to points: every line says how it came about, and the total is the sum of the lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reports.facts.points.scheme import Item, Scheme
from rooms.practice.shares import share_words

NONE = Decimal(0)
CENT = Decimal("0.01")
BEYOND = "超过满分的部分"


@dataclass(frozen=True)
class Given:
    """A mark by hand: so many occurrences of an item, or what one assessor gives."""

    item: str
    points: Decimal = NONE
    times: int = 1
    assessor: str = ""


@dataclass(frozen=True)
class Corrected:
    """What an appeal added or took away, of an item or of the whole."""

    item: str
    points: Decimal
    appeal: int = 0


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


@dataclass(frozen=True)
class Score:
    lines: tuple[ScoreLine, ...]
    # Assessors whose mark is still to come; until then there is no total to compare.
    missing: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        return sum((line.points for line in self.lines), NONE)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def score(
    scheme: Scheme,
    counts: Mapping[int, int],
    given: Iterable[Given] = (),
    corrected: Iterable[Corrected] = (),
) -> Score:
    """`counts` are by the number of the item; what is not there is none."""
    given = list(given)
    lines = [_line(item, scheme, counts, [each for each in given if each.item == item.name]) for item in scheme.items]
    lines = _only_the_highest(scheme, lines)
    lines += [correction_line(each) for each in corrected]
    return Score(within_full(scheme, lines), _missing(scheme, given))


def within_full(scheme: Scheme, lines: Iterable[ScoreLine]) -> tuple[ScoreLine, ...]:
    """What goes beyond the full mark is taken away by a line of its own."""
    lines = [line for line in lines if line.name != BEYOND]
    total = sum((line.points for line in lines), NONE)
    if scheme.full is not None and total > scheme.full:
        lines.append(ScoreLine(BEYOND, scheme.full - total, f"满分 {plain(scheme.full)} 分，超过的不计"))
    return tuple(lines)


def _missing(scheme: Scheme, given) -> tuple[str, ...]:
    has = {(each.item, each.assessor) for each in given}
    rated = [item.name for item in scheme.items if item.is_rated]
    return tuple(each.name for each in scheme.assessors if any((name, each.name) not in has for name in rated))


def _line(item: Item, scheme: Scheme, counts, given) -> ScoreLine:
    if item.is_rated:
        return _rated(item, scheme, {each.assessor: each.points for each in given})
    n = sum(each.times for each in given) if item.is_manual else counts.get(item.number, 0)
    if item.at is not None:
        return _reached(item, n)
    return _each(item, n)


def _each(item: Item, n: int) -> ScoreLine:
    """3 次 × 5 分 = 15 分."""
    points = item.points * n
    words = f"{n} {item.unit} × {plain(item.points)} 分 = {plain(points)} 分"
    if item.highest_only and n > 1:
        points, words = item.points, f"{n} {item.unit}，只计一次，{plain(item.points)} 分"
    return _capped(item, points, words)


def _reached(item: Item, n: int) -> ScoreLine:
    if n < item.at:
        return ScoreLine(item.name, NONE, f"{n} {item.unit}，没有达到 {item.at} {item.unit}", item.number)
    words = f"{n} {item.unit}，达到 {item.at} {item.unit}，{plain(item.points)} 分"
    return _capped(item, item.points, words)


def _capped(item: Item, points: Decimal, words: str) -> ScoreLine:
    if item.cap is not None and points > item.cap:
        points, words = item.cap, f"{words}，最多{'扣' if item.deducts else '计'} {plain(item.cap)} 分"
    if item.deducts and points:
        words = f"扣分：{words}"
    return ScoreLine(item.name, item.sign * points, words, item.number)


def _rated(item: Item, scheme: Scheme, marks: Mapping[str, Decimal]) -> ScoreLine:
    """政协 88 分 × 50% + 街道 90 分 × 50% = 89 分; as long as a mark is missing, nothing is told of the others."""
    waits = [each.name for each in scheme.assessors if each.name not in marks]
    if waits:
        words = f"等待{'、'.join(waits)}评分，各方评完以后一并计入"
        return ScoreLine(item.name, NONE, words, item.number, is_open=True)
    exact = sum(Fraction(marks[each.name]) * each.weight for each in scheme.assessors)
    points = rounded(exact)
    parts = (f"{each.name} {plain(marks[each.name])} 分 × {share_words(each.weight)}" for each in scheme.assessors)
    return _capped(item, points, f"{' + '.join(parts)} = {plain(points)} 分")


def correction_line(each: Corrected) -> ScoreLine:
    name = f"{each.item}：申诉更正" if each.item else "申诉更正"
    return ScoreLine(name, each.points, f"申诉采纳，更正 {plain(each.points, sign=True)} 分", appeal=each.appeal)


def _only_the_highest(scheme: Scheme, lines: list[ScoreLine]) -> list[ScoreLine]:
    """Of the items of a family that ask for it, one counts: the highest, and of equal ones the first."""
    best: dict[tuple, ScoreLine] = {}
    for item, line in zip(scheme.items, lines, strict=True):
        if item.highest_only and abs(line.points) > abs(best[item.family].points if item.family in best else NONE):
            best[item.family] = line
    return [
        _left_out(line) if item.highest_only and line.points and best[item.family] is not line else line
        for item, line in zip(scheme.items, lines, strict=True)
    ]


def _left_out(line: ScoreLine) -> ScoreLine:
    return replace(line, points=NONE, words=f"{line.words}；同类只计最高一项，这一项不计")


def rounded(number: Fraction) -> Decimal:
    """To hundredths, halves up, as people reckon."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP).normalize() + NONE


def plain(number: Decimal, *, sign: bool = False) -> str:
    """15, 2.5, +3."""
    text = f"{Decimal(number).normalize():f}"
    return f"+{text}" if sign and number > 0 else text
