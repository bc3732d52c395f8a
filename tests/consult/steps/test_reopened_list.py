"""A fixed list that is opened again: the case goes back to that step, and forward when the list is fixed anew."""

import pytest

from consult.steps import participants
from consult.workflow import Refused
from tests import action_scenes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    return make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


def test_a_reopened_list_is_fixed_again_and_the_case_goes_on(house, case):
    participants.reopen(case, by=house.convener, reason="补充住户代表")
    case = action_scenes.fresh(case)
    assert (case.step, case.participants_fixed_at) == ("participants", None)
    participants.add(case, by=house.clerk, category="expert", name="管网工程师")
    participants.fix(case, by=house.convener)
    case = action_scenes.fresh(case)
    assert case.step == "research"
    assert case.participants_fixed_at is not None


def test_a_list_that_is_open_is_not_opened(house, case):
    participants.reopen(case, by=house.convener, reason="补充住户代表")
    with pytest.raises(Refused, match="可以直接修改"):
        participants.reopen(action_scenes.fresh(case), by=house.convener, reason="再来一次")
