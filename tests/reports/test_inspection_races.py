"""Two inspectors at once in one room, and two offices at once over one problem, on real PostgreSQL."""

import pytest
import time_machine

from reports.models import Inspection, InspectionProblem
from reports.operations import inspection_replies as replies
from reports.operations import inspections as verbs
from tests import factories as make
from tests import scenes
from tests.racing import at_once, unlocked_at_once, waiting
from tests.reports.inspection_scene import IN_NOVEMBER, NOVEMBER, noon, problem_of, sent, written

SAID = "由领导小组办公室已经检查过，反馈单已发出，不能再填一份。"


@pytest.fixture
def house(transactional_db):
    make.daye()
    with time_machine.travel(noon(IN_NOVEMBER), tick=True):
        yield scenes.house()


def inspecting(house):
    return lambda: verbs.begin_inspection(house.room, by=house.leading_office, month=NOVEMBER, send=True, **written())


def test_of_two_who_inspect_the_same_room_one_does(house):
    told = at_once(inspecting(house), inspecting(house))
    assert sorted(told) == ["", f"{house.room.unit.short_name}2026年11月{SAID}"]
    assert (Inspection.objects.count(), InspectionProblem.objects.count()) == (1, 1)


def test_without_taking_turns_only_the_database_keeps_the_second_one_out(house, monkeypatch):
    """Negative control: both have looked before either writes."""
    monkeypatch.setattr(verbs, "take_turn", lambda unit: None)
    monkeypatch.setattr(Inspection.objects, "create", waiting(Inspection.objects.create))
    assert sorted(at_once(inspecting(house), inspecting(house))) == ["", "IntegrityError"]


def test_the_same_form_that_arrives_twice_at_once_is_one_inspection(house):
    token = "6c0c9a54-7a41-4c7a-9dfb-2d0d0d8e0002"
    act = lambda: sent(house.room, by=house.leading_office, token=token)  # noqa: E731
    assert at_once(act, act) == ["", ""]
    assert Inspection.objects.count() == 1


def judging(house, problem, verdict):
    said = {"by": house.leading_office, "version": problem.version, "verdict": verdict, "opinion": "已看过"}
    return lambda: replies.judge(problem, **said)


def test_of_two_who_judge_the_same_problem_the_second_is_told_that_somebody_was_first(house):
    problem = problem_of(sent(house.room, by=house.leading_office))
    told = at_once(judging(house, problem, "mended"), judging(house, problem, "struck"))
    assert sorted(told) == ["", "别人刚刚保存过这份记录，请对照两份内容后再保存。"]


def test_without_the_lock_both_judge_it(house, monkeypatch):
    """Negative control: the second one overwrites what the first one said."""
    problem = problem_of(sent(house.room, by=house.leading_office))
    read = unlocked_at_once(2)
    monkeypatch.setattr(replies, "lock", read)
    monkeypatch.setattr(replies, "locked_problems", lambda inspection: [read(problem, related=("inspection",))])
    assert at_once(judging(house, problem, "mended"), judging(house, problem, "mended")) == ["", ""]
