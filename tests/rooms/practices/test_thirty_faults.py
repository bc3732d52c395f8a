"""Thirty mistakes in one file: each is told with its line, its key and what is allowed, and nothing else is."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rooms import practice
from rooms.practice.faults import excerpt

FILE = Path(__file__).with_name("thirty_faults.toml")
TEXT = FILE.read_text(encoding="utf-8")


def seeded() -> dict[int, tuple[str, ...]]:
    """Line → key, part of the problem, part of what is allowed: as they stand beside each mistake."""
    marks = {number: line.partition("#! ")[2] for number, line in enumerate(TEXT.splitlines(), 1) if "#! " in line[1:]}
    return {number: tuple(part.strip() for part in mark.split("|")) for number, mark in marks.items() if mark}


@pytest.fixture(scope="module")
def told():
    with pytest.raises(practice.PracticeError) as caught:
        practice.parse(TEXT, name=FILE.name)
    return caught.value.faults


def test_there_are_thirty_of_them():
    assert len(seeded()) == 30
    kinds = {re.sub(r"“.*?”|\d+", "", problem) for _, problem, _ in seeded().values()}
    assert len(kinds) >= 25


def test_exactly_these_are_told(told):
    assert [(each.line, each.fault.key) for each in told] == [(line, key) for line, (key, _, _) in seeded().items()]


def test_each_says_what_is_wrong_and_what_may_stand_there(told):
    for each, (_, problem, allowed) in zip(told, seeded().values(), strict=True):
        assert problem in each.fault.problem
        assert allowed in each.fault.allowed


def test_the_command_prints_all_of_them_and_fails(told):
    with pytest.raises(CommandError) as caught:
        call_command("practice", "check", str(FILE))
    printed = str(caught.value).splitlines()
    assert caught.value.returncode == 1
    assert len(printed) == 30
    for line, each in zip(printed, told, strict=True):
        assert line.startswith(f"{FILE.name} 第 {each.line} 行，{each.fault.key}")
        assert each.problem in line
        assert each.allowed in line
    assert "max（不多于） = 2：比 min（不少于）还小。" in str(caught.value)


def test_the_command_prints_the_value_that_stands_there(told):
    for each in told:
        if each.fault.value is not None:
            assert f" = {excerpt(each.fault.value)}：" in each.sentence()


@pytest.mark.parametrize(
    ("place", "old", "new", "problem"),
    [
        ("huaibei", 'next = "report"', 'next = "look_back"', "没有达成一致的意见也要报送，不能越过“成果报送”"),
        ("huaibei", 'route = "city"', 'route = "city"\nnext = "action"', "只有报党组织决策参考的，才转到别的环节"),
    ],
)
def test_a_branch_leads_only_where_the_engine_takes_it(place, old, new, problem):
    text = practice.seed_text(place)
    assert old in text
    with pytest.raises(practice.PracticeError) as caught:
        practice.parse(text.replace(old, new), name=f"{place}.toml")
    assert [(each.fault.key.partition("[")[0], each.fault.problem) for each in caught.value.faults] == [
        ("disposition", problem)
    ]


def test_what_a_misspelt_step_gives_rise_to_is_not_told():
    text = practice.seed_text("yuan").replace('["submission", "action"]', '["submision", "action"]')
    with pytest.raises(practice.PracticeError) as caught:
        practice.parse(text, name="yuan.toml")
    assert [each.fault.problem for each in caught.value.faults] == ["没有这个值"]
