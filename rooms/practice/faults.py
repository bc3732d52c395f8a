"""What is wrong with a pack, where, and what could stand there instead."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rooms.practice.labels import LABELS, label_of, most_exact

Path = tuple[str | int, ...]
# What nobody sees, and what makes a line read otherwise than it is written.
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)


# A key in a sentence: not a value in quotes, nor what is written to be copied or explained already.
KEY = re.compile(r'(?<![\w"“.{[-])([a-z][a-z_]+)(?![\w"”.（-]| =)( (?=[\u4e00-\u9fff]))?')
LISTED = "可以写："


@dataclass(frozen=True)
class Fault:
    path: Path
    value: Any
    problem: str
    allowed: str = ""
    # The key of the rows of its array on which this depends: what a wrong value there gives rise to is not told.
    about: str = ""

    @property
    def key(self) -> str:
        """stage[2].checkpoint[1].kind, counted from one as a reader counts."""
        text = ""
        for part in self.path:
            text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
        return text

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part for part in self.path if isinstance(part, str))

    @property
    def meaning(self) -> str:
        """What the key is called; nothing where nobody knows it."""
        return label_of(self.names) if self.names and most_exact(LABELS, self.names) else ""


@dataclass(frozen=True)
class LocatedFault:
    line: int
    fault: Fault

    @property
    def shown(self) -> str:
        """The value that stands there, cut short."""
        return "" if self.fault.value is None else excerpt(self.fault.value)

    @property
    def problem(self) -> str:
        return self.explained(self.fault.problem)

    @property
    def allowed(self) -> str:
        return self.explained(self.fault.allowed)

    def explained(self, text: str) -> str:
        """With the meaning after each key, for who reads the file without its reference; a list of codes has it."""
        if text.startswith(LISTED):
            return text
        *around, last = self.fault.names or [""]

        def told(found) -> str:
            key = found[1]
            label = LABELS.get(f"{last}.{key}") or most_exact(LABELS, (*around, key))
            return f"{key}（{label}）" if label else found[0]

        return KEY.sub(told, text)

    def sentence(self) -> str:
        fault = self.fault
        where = f"第 {self.line} 行" + (f"，{fault.key}" if fault.key else "")
        meaning = f"（{fault.meaning}）" if fault.meaning else ""
        shown = f" = {self.shown}" if self.shown else ""
        allowed = f"。{self.allowed}" if fault.allowed else ""
        return f"{where}{meaning}{shown}：{self.problem}{allowed}。"


class PracticeError(Exception):
    """The pack is not valid. `line`, `key`, `value`, `allowed` name the first fault; the message names all of them."""

    def __init__(self, name: str, faults: Iterable[LocatedFault]):
        self.name = name
        self.faults = tuple(sorted(faults, key=lambda located: located.line))
        first = self.faults[0]
        self.line, self.key = first.line, first.fault.key
        self.value, self.allowed = first.fault.value, first.fault.allowed
        super().__init__("\n".join(f"{name} {located.sentence()}" for located in self.faults))


def excerpt(value: Any) -> str:
    # JSON writes control characters as escapes, so that a message can be shown and stored anywhere.
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):
        # Too deep, or a number of too many digits.
        return "……"
    text = UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text if len(text) <= 60 else text[:57] + "…"


def listed(codes: dict[str, str] | Iterable[str]) -> str:
    if isinstance(codes, dict):
        return LISTED + "、".join(f"{code}（{name}）" for code, name in codes.items())
    return LISTED + "、".join(codes)
