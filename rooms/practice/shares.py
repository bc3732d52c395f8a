"""What part of a whole a rule asks for: a decimal (0.5), or a fraction as text ("2/3"), since 0.667 of 9 would be 7."""

import re
from fractions import Fraction

FRACTION = re.compile(r"[1-9][0-9]?/[1-9][0-9]?")
DIGITS = "零一二三四五六七八九十"


def is_fraction(value) -> bool:
    return isinstance(value, str) and bool(FRACTION.fullmatch(value)) and exact(value) <= 1


def exact(value) -> Fraction:
    """A number of a pack as it is written: 0.55 of 100 is 55, where a float gives a little more."""
    return Fraction(str(value))


def share_words(value) -> str:
    """三分之二 where a fraction is written, else 66.7%."""
    if isinstance(value, str):
        part, whole = map(int, value.split("/"))
        return f"{DIGITS[whole]}分之{DIGITS[part]}" if whole < len(DIGITS) else value
    return f"{float(exact(value) * 100):.1f}".removesuffix(".0") + "%"


def share_after(value) -> str:
    """The same behind a Chinese word: digits are set off by a space."""
    words = share_words(value)
    return f" {words}" if words[0].isdigit() else words
