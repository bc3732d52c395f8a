"""Which bodies hear of what others did with a topic."""

import pytest

from consult.steps import approval
from consult.steps import case as case_steps
from members.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(words):
    return set(Notice.objects.filter(sentence__contains=words).values_list("user__name", flat=True))


def test_the_body_hears_that_the_room_took_its_topic_back(house):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    approval.take_back(case, by=house.convener)
    assert told("撤回提请审定") == {house.township.name, house.township_clerk.name}


def test_the_township_hears_what_the_city_said_of_its_important_topic(house):
    case = make.consultation(house.room, by=house.clerk, importance="important")
    approval.submit(case, by=house.convener)
    for user in (house.township, house.leading_office, house.city_committee):
        case = make.approve(case, by=user)
    assert {house.township.name, house.leading_office.name} <= told("市委审定：同意")
    assert house.city_committee.name not in told("市委审定：同意")


def test_nobody_else_hears_of_an_ordinary_topic(house):
    case = make.consultation(house.room, by=house.clerk)
    approval.submit(case, by=house.convener)
    make.approve(case, by=house.township)
    assert told("审定：同意") == {house.clerk.name, house.convener.name, house.second_convener.name}


def test_the_room_hears_that_its_case_was_sent_back(house):
    at = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    case_steps.send_back(at, stage="participants", by=house.convener, reason="漏了物业")
    assert house.clerk.name in told("退回到“确定协商主体”：漏了物业")
