"""Shares as decimals and as fractions: what may be written, what it says, what it counts."""

from fractions import Fraction

import pytest

from rooms.practice.fields import share
from rooms.practice.shares import exact, share_after


@pytest.mark.parametrize("value", [0, 1, 0.5, 0.667, "1/2", "2/3", "99/99"])
def test_a_share_is_a_decimal_or_a_fraction(value):
    assert list(share().faults(value, ("threshold",))) == []


@pytest.mark.parametrize(
    "value", [-1, 1.1, "3/2", "2/0", "0/2", "-1/2", "1/100", "0.5", "2／3", "1/2 ", "", True, None, [1, 2]]
)
def test_anything_else_is_refused_and_told(value):
    [fault] = share().faults(value, ("threshold",))
    assert fault.allowed == '可以写 0 到 1 的数，或者 "2/3" 这样的分数'


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.5, " 50%"), (1, " 100%"), (0.667, " 66.7%"), ("2/3", "三分之二"), ("1/10", "十分之一"), ("11/20", " 11/20")],
)
def test_a_share_follows_a_chinese_word(value, words):
    assert share_after(value) == words


def test_a_share_is_reckoned_as_it_is_written():
    assert (exact(0.55) * 100, exact("2/3") * 9) == (Fraction(55), Fraction(6))
