"""How alike two titles are: which part of their own words they share, piece by piece of two characters.

A title is first freed of what says nothing about the problem: names of places, kinds of places, and words that every
title has (问题、治理、建议). Of what is left, the share that stands in both decides. It can be told to anybody.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

# More than this part of the own words of both is shared.
LEAST = 0.5
# Of a title this much is looked at: of a voice it is what it begins with.
LONGEST = 40
# What every title says, and kinds of places: one a line.
WORDS = (Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").split()
SINGLE = "难差的和与及在对了等是有无没后前里内村镇乡县组户请我把被让给为以从到好"
# Longest first: 老城区 is no 城区 that is 老.
NOTHING = "|".join(sorted(WORDS, key=len, reverse=True))
BETWEEN = re.compile(rf"[^\u4e00-\u9fffa-z]+|{NOTHING}|[{SINGLE}]")


def own_words(title: str, places=None) -> str:
    """The parts of a title that speak of its problem, with spaces between them; `places` is a pattern of names."""
    text = title.lower()[:LONGEST]
    text = places.sub(" ", text) if places else text
    return " ".join(part for part in BETWEEN.split(text) if len(part) > 1)


def places_pattern(names):
    """A pattern of the names of places: 柳湖街道 and what is left of it, 柳湖."""
    roots = set()
    for name in names:
        root = re.sub(r"(社区|街道|村|镇|乡|场|高新区|开发区|居委会|小区)$", "", name)
        roots |= {name, root}
    known = sorted((name for name in roots if len(name) > 1), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, known))) if known else None


def pieces_in(words: str) -> set[str]:
    return {part[at : at + 2] for part in words.split() for at in range(len(part) - 1)}


def covered(words: str, pieces: set[str]) -> int:
    """How many characters of the words stand in these pieces."""
    count = 0
    for part in words.split():
        until = 0
        for at in range(len(part) - 1):
            if part[at : at + 2] in pieces:
                count += at + 2 - max(at, until)
                until = at + 2
    return count


def size(words: str) -> int:
    return len(words) - words.count(" ")


def likeness(one: str, other: str) -> float:
    """The share of the own words of both that stands in the other, from 0 to 1."""
    shared = pieces_in(one) & pieces_in(other)
    whole = size(one) + size(other)
    return (covered(one, shared) + covered(other, shared)) / whole if whole else 0.0


def shared_words(texts: list[str]) -> list[str]:
    """What stands in more than half of the texts, in the order of the first that has it: 加装, 电梯."""
    counts = defaultdict(int)
    for text in texts:
        for piece in pieces_in(text):
            counts[piece] += 1
    common = {piece for piece, n in counts.items() if n * 2 > len(texts)}
    fullest = max(texts, key=lambda text: len(pieces_in(text) & common), default="")
    found, last = [], ""
    for part in fullest.split():
        for at in range(len(part) - 1):
            piece = part[at : at + 2]
            if piece not in common:
                last = ""
            elif last and last[-1] == piece[0]:
                found[-1] += piece[1]
                last = piece
            else:
                found.append(piece)
                last = piece
        last = ""
    return list(dict.fromkeys(found))


@dataclass
class Centers:
    """The titles around which groups lie, found by their pieces."""

    words: dict[int, str] = field(default_factory=dict)
    by_piece: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: int, words: str) -> None:
        self.words[key] = words
        for piece in pieces_in(words):
            self.by_piece[piece].append(key)

    def nearest(self, words: str) -> tuple[int, float] | None:
        """The center that is most like the words, the earlier one of two; none where none is like enough."""
        shared = defaultdict(int)
        for piece in pieces_in(words):
            for key in self.by_piece.get(piece, ()):
                shared[key] += 1
        own, best = size(words), None
        for key, n in shared.items():
            other = size(self.words[key])
            # Each piece covers two characters at most: what cannot be like enough is not compared.
            if 4 * n / (own + other) <= LEAST:
                continue
            found = likeness(words, self.words[key])
            if found > LEAST and (best is None or (found, key > 0, -abs(key)) > (best[1], best[0] > 0, -abs(best[0]))):
                best = (key, found)
        return best
