"""Divide a title into balanced lines at word boundaries (GB/T 9704-2012, 7.3.1: 梯形 or 菱形, words kept whole)."""

from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

from pypinyin.constants import PHRASES_DICT

LONGEST_LINE = 18
MOST_LINES = 5
# In a narrow column the shape does not matter, only the words.
NARROW = 8

# Everyday words of consultation titles; pypinyin's list knows mostly words with ambiguous readings.
WORDS_FILE = Path(__file__).with_name("title_words.txt")
# A line never begins with these, and seldom ends with those.
NEVER_FIRST = frozenset("的了、，。；：？！）》〉”’—…")
NEVER_LAST = frozenset("（《〈“‘在对将把为由")
# A number stays with what it counts.
COUNTED = frozenset("年月日号期届次")
# In a narrow column a line may have to turn beside these, but never inside a word.
JOINING = frozenset("和与及")


def split_title(title, *, longest=LONGEST_LINE):
    """Return the lines of a title; line feeds typed by the writer are kept as they are."""
    if "\n" in title:
        return [line for part in title.split("\n") if part.strip() for line in _split(part.strip(), longest)]
    return _split(title.strip(), longest)


def _split(title, longest):
    if len(title) <= longest:
        return [title]
    fewest = -(-len(title) // longest)
    for count in range(fewest, MOST_LINES + 1):
        best = _best_division(title, count, longest)
        if best:
            return best
    return [title[start : start + longest] for start in range(0, len(title), longest)]


def _best_division(title, count, longest):
    places = [place for place in range(2, len(title) - 1) if _break_cost(title, place) < 50]
    best, least = None, None
    for breaks in combinations(_near_even(places, title, count), count - 1):
        edges = [0, *breaks, len(title)]
        lines = [title[start:end] for start, end in pairwise(edges)]
        if max(map(len, lines)) > longest:
            continue
        cost = _shape_cost([len(line) for line in lines], longest) + sum(_break_cost(title, place) for place in breaks)
        if least is None or cost < least:
            best, least = lines, cost
    return best


def _near_even(places, title, count):
    """Keep the places that can matter, so that long titles do not try every combination."""
    step = len(title) / count
    reach = 6 if count < 4 else 3
    return [place for place in places if min(abs(place - step * k) for k in range(1, count)) <= reach]


def _break_cost(title, place):
    if title[place] in NEVER_FIRST or title[place - 1] in NEVER_LAST:
        return 100
    if _is_inside_number(title, place):
        return 100
    is_inside_word = any(title[start:end] in own_words() for start, end in _spans(title, place))
    if _is_inside_book_title(title, place):
        return 100 if is_inside_word else 40
    if is_inside_word:
        return 20
    if title[place] in JOINING or title[place - 1] in JOINING:
        return 15
    if title[place - 1] in "的、，》”）" or _stands_between_words(title, place, own_words()):
        return 1
    if any(title[start:end] in PHRASES_DICT for start, end in _spans(title, place)):
        return 10
    return 2 if _stands_between_words(title, place, _BothLists()) else 4


class _BothLists:
    """Our words and pypinyin's, without copying its forty thousand."""

    def __contains__(self, text):
        return text in own_words() or text in PHRASES_DICT


def _stands_between_words(title, place, words):
    ends = any(title[place - size : place] in words for size in (2, 3, 4) if place >= size)
    return ends and any(title[place : place + size] in words for size in (2, 3, 4))


def _spans(title, place):
    for size in (2, 3, 4):
        for start in range(max(0, place - size + 1), place):
            if start + size <= len(title):
                yield start, start + size


def _is_inside_number(title, place):
    """2026年 is one word as well as 2026."""
    return title[place - 1].isascii() and (title[place].isascii() or title[place] in COUNTED)


def _is_inside_book_title(title, place):
    """《…》, and “…” too: what is quoted is a name."""
    return any(title.rfind(opens, 0, place) > title.rfind(closes, 0, place) for opens, closes in ("《》", "“”"))


def _shape_cost(lengths, longest):
    """Prefer nearly even lines that grow or shrink steadily; punish a waist (沙漏) and one-word lines."""
    mean = sum(lengths) / len(lengths)
    cost = sum(abs(length - mean) for length in lengths) * 0.8
    if longest <= NARROW:
        return cost
    if len(set(lengths)) == 1:
        cost += 1
    if any(before > middle < after for before, middle, after in zip(lengths, lengths[1:], lengths[2:], strict=False)):
        cost += 12
    return cost + sum(10 for length in lengths if length < 4)


@cache
def own_words():
    return frozenset(WORDS_FILE.read_text(encoding="utf-8").split())
