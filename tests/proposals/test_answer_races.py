"""A unit answers while its work goes from one hand to another, on real PostgreSQL."""

import pytest

from members.enums import RoleCode
from members.models import Charge, HandOver
from members.operations import desks
from members.workflow import lock
from proposals import operations
from proposals.models import Handling, Proposal
from proposals.operations import proposal_limits
from tests import factories as make
from tests import scenes
from tests.proposals.cycle_scene import of, running, units
from tests.racing import at_once, between, unlocked_elsewhere

PEOPLE = {"leader": "贺文清", "handler": "石磊", "phone": "8700002", "deputy": "曹伟"}


@pytest.fixture
def house(transactional_db):
    house = scenes.house()
    house.units = units(house)
    house.second = make.person(RoleCode.DEPARTMENT, unit=house.units.co.unit, name="石磊")
    return house


@pytest.fixture
def part(house):
    """The part of a unit beside the lead: one person of it handles it, and another one is to take it over."""
    part = of(running(house, house.units, "lead", "co"), house.units, "co")
    desks.set_handler([part], part.unit, by=house.units.co.user, holder=house.units.co.user, deputy=house.second)
    return part


def answering(house, part):
    told = {"result": "solved", "text": "已经办理"}
    return lambda: operations.give_opinion(part, by=house.units.co.user, **told)


def handing(house, part):
    return lambda: desks.hand_over([part], part.unit, by=house.second, taker=house.second)


@pytest.mark.parametrize("time", range(3))
def test_what_is_answered_while_it_is_handed_over_is_answered_and_handed_over(house, part, time):
    assert at_once(answering(house, part), handing(house, part)) == ["", ""]
    part.refresh_from_db()
    charge, made = Charge.objects.of(part).get(), HandOver.objects.get()
    assert (part.state, part.answered_by) == ("answered", house.units.co.user)
    assert (charge.holder, charge.deputy) == (house.second, None)
    assert (made.giver, made.items.get().before) == (house.units.co.user, house.units.co.user)


def named_while_answered(house, part) -> tuple[str, tuple[str, str]]:
    """Another person is named for it while the answer is being written."""
    values = {**PEOPLE, "plan": "年内完成", "version": part.version}
    own, other = between(
        lambda: lock(Proposal.objects.get(pk=part.proposal_id)),
        lambda: operations.make_plan(part, by=house.second, **values),
        answering(house, part),
    )
    assert own == ""
    part = Handling.objects.get(pk=part.pk)
    return other, (part.state, part.handler)


def test_nobody_is_named_for_what_is_answered_at_this_moment(house, part):
    assert named_while_answered(house, part) == ("现在是“已反馈”，不能修改办理计划。", ("answered", ""))


def test_without_the_lock_another_would_stand_for_an_answer_that_he_did_not_give(house, part, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(proposal_limits, "lock", unlocked_elsewhere(proposal_limits.lock))
    assert named_while_answered(house, part) == ("", ("answered", "石磊"))
