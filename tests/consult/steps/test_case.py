"""Going on from stage to stage: what happens by itself, and what only a person may pass by."""

import pytest

from consult.models import Consultation
from consult.steps import case, closing
from consult.workflow import Refused
from tests.consult.entry_scene import case_at, fresh, record

pytestmark = pytest.mark.django_db

TOLD = 'code = "gate"\nkind = "notify"\nto = ["public"]'
NEXT = """
[[stage]]
code = "next"
name = "回头"
steps = ["evaluation"]
who = ["clerk"]
[[stage]]
code = "last"
name = "再回头"
steps = ["evaluation"]
who = ["clerk"]
"""


def with_all_done(found) -> Consultation:
    """Nothing is left of the case but its checkpoints."""
    found.matter_set.update(state="closed")
    return fresh(found)


def test_a_case_ends_by_itself_only_when_what_it_was_reminded_of_is_done(house):
    found = with_all_done(case_at(house, TOLD))
    closing.settle(found, by=house.clerk)
    assert fresh(found).is_running
    record(found, "notice", house.clerk, text="贴在公示栏", data={"to": ["public"]})
    assert (fresh(found).state, fresh(found).ending) == ("closed", "done")


def test_a_case_goes_on_by_itself_only_when_what_it_was_reminded_of_is_done(house):
    found = with_all_done(case_at(house, TOLD, more=NEXT))
    closing.settle(found, by=house.clerk)
    assert fresh(found).stage == "all"
    record(found, "notice", house.clerk, text="贴在公示栏", data={"to": ["public"]})
    assert fresh(found).stage == "next"


def test_a_person_may_pass_a_reminder_by_and_never_what_blocks(house):
    found = with_all_done(case_at(house, TOLD, more=NEXT))
    case.move_on(found, by=house.convener)
    assert fresh(found).stage == "next"
    blocked = with_all_done(case_at(house, TOLD, more=NEXT, mode="block"))
    with pytest.raises(Refused, match="关"):
        case.move_on(blocked, by=house.convener)


def test_two_presses_of_one_button_go_one_stop(house):
    found = with_all_done(case_at(house, TOLD, more=NEXT))
    seen = found.stop
    case.move_on(found, by=house.convener, seen=seen)
    with pytest.raises(Refused, match="协商已经到了“回头”"):
        case.move_on(found, by=house.convener, seen=seen)
    assert fresh(found).stage == "next"
    # Who says nothing of what was seen goes on from where the case stands.
    case.move_on(found, by=house.convener)
    assert fresh(found).stage == "last"
    with pytest.raises(Refused, match="已经是最后一步"):
        case.move_on(found, by=house.convener)
