"""From counts and marks to points: every line says how it came about, and the total is the sum of the lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from reports.facts.points.reckoning import NONE, ScoreLine, Tally, counted, plain, rated, rounded
from reports.facts.points.scheme import Group, Item, Scheme
from rooms.practice.shares import share_words

BEYOND = "超过满分的部分"
BEYOND_GROUP = "超过上限的部分"


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
    counts: Mapping[int, Tally | int],
    given: Iterable[Given] = (),
    corrected: Iterable[Corrected] = (),
) -> Score:
    """`counts` are by the number of the item; what is not there is none."""
    given = list(given)
    lines = [_line(item, scheme, counts, [each for each in given if each.item == item.name]) for item in scheme.items]
    lines = _only_the_highest(scheme, lines)
    lines = [_weighed(line, scheme.group(line.group)) for line in lines]
    lines += [correction_line(each, scheme) for each in corrected]
    return Score(within_full(scheme, lines), _missing(scheme, given))


def within_full(scheme: Scheme, lines: Iterable[ScoreLine]) -> tuple[ScoreLine, ...]:
    """What goes beyond the most of a group or the full mark is taken away by a line of its own."""
    lines = [line for line in lines if line.name != BEYOND and not line.name.endswith(BEYOND_GROUP)]
    lines += [beyond for group in scheme.groups for beyond in _beyond_group(group, lines)]
    total = sum((line.points for line in lines if not line.is_bonus), NONE)
    if scheme.full is not None and total > scheme.full:
        lines.append(ScoreLine(BEYOND, scheme.full - total, f"满分 {plain(scheme.full)} 分，超过的不计"))
    return tuple(lines)


def _beyond_group(group: Group, lines: list[ScoreLine]) -> list[ScoreLine]:
    own = [line for line in lines if line.group == group.name]
    total = sum((line.points for line in own), NONE)
    if group.cap is None or abs(total) <= group.cap:
        return []
    most = group.cap if total > 0 else -group.cap
    words = f"{group.name}最多{'计' if total > 0 else '扣'} {plain(group.cap)} 分，超过的不计"
    is_bonus = all(line.is_bonus for line in own)
    return [ScoreLine(f"{group.name}：{BEYOND_GROUP}", most - total, words, group=group.name, is_bonus=is_bonus)]


def _missing(scheme: Scheme, given) -> tuple[str, ...]:
    has = {(each.item, each.assessor) for each in given}
    rated_items = [item.name for item in scheme.items if item.is_rated]
    return tuple(each.name for each in scheme.assessors if any((name, each.name) not in has for name in rated_items))


def _line(item: Item, scheme: Scheme, counts, given) -> ScoreLine:
    if item.is_rated:
        return rated(item, scheme, {each.assessor: each.points for each in given})
    if item.is_manual:
        return counted(item, Tally(sum(each.times for each in given)))
    found = counts.get(item.number, 0)
    return counted(item, found if isinstance(found, Tally) else Tally(found))


def _weighed(line: ScoreLine, group: Group | None) -> ScoreLine:
    """What an item comes to by the weight of its group."""
    if group is None or group.weight is None or not line.points:
        return line
    points = rounded(Fraction(line.points) * group.weight)
    weight = share_words(float(group.weight))
    return replace(line, points=points, words=f"{line.words}；{group.name}占 {weight}，计 {plain(points)} 分")


def correction_line(each: Corrected, scheme: Scheme) -> ScoreLine:
    name = f"{each.item}：申诉更正" if each.item else "申诉更正"
    words, item = f"申诉采纳，更正 {plain(each.points, sign=True)} 分", scheme.named(each.item)
    more = {"group": item.group, "is_bonus": item.is_bonus} if item else {}
    return ScoreLine(name, each.points, words, appeal=each.appeal, **more)


def _only_the_highest(scheme: Scheme, lines: list[ScoreLine]) -> list[ScoreLine]:
    """Of the items of a family or a group that ask for it, one counts: the highest, and of equal ones the first."""
    best: dict[tuple, ScoreLine] = {}
    families = [_family(item, scheme) for item in scheme.items]
    for family, line in zip(families, lines, strict=True):
        if family and abs(line.points) > abs(best[family].points if family in best else NONE):
            best[family] = line
    return [
        _left_out(line) if family and line.points and best[family] is not line else line
        for family, line in zip(families, lines, strict=True)
    ]


def _family(item: Item, scheme: Scheme) -> tuple:
    group = scheme.group(item.group)
    if group and group.highest_only:
        return ("group", group.name)
    return item.family if item.highest_only else ()


def _left_out(line: ScoreLine) -> ScoreLine:
    return replace(line, points=NONE, words=f"{line.words}；同类只计最高一项，这一项不计")
