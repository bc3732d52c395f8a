"""Once a day: rounds begin and end by their dates; nobody is told at night or on a day off."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from consult.enums.evaluation import RoundState
from consult.models import EvaluationRound
from consult.steps import evaluation, evaluation_days
from members.models import Notice
from tests.consult.evaluation import scene

pytestmark = pytest.mark.django_db

# A Monday; nothing moves in the weeks around it.
MONDAY = date(2026, 11, 9)


def at(day: date, hour: int = 9):
    moment = datetime.combine(day, time(hour), timezone.get_current_timezone())
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def house():
    with at(MONDAY):
        yield scene.done()


def planned(house, *, opens_on, closes_on):
    raters = scene.raters(house, 1)
    round = evaluation.open_round(
        house.matter, by=house.clerk, form=scene.FORM, raters=raters, opens_on=opens_on, closes_on=closes_on
    )
    assert (round.state, Notice.objects.filter(user=raters[0].user).count()) == (RoundState.PLANNED, 0)
    return round, raters[0].user


def state_of(round) -> str:
    return EvaluationRound.objects.get(pk=round.pk).state


def told(user) -> list[str]:
    return [notice.sentence[:6] for notice in Notice.objects.filter(user=user).order_by("pk")]


def test_a_round_begins_on_its_day_and_is_told_of_in_office_hours(house):
    saturday = MONDAY + timedelta(days=5)
    round, user = planned(house, opens_on=saturday, closes_on=saturday + timedelta(days=20))
    with at(saturday):
        evaluation_days.keep_days()
        assert (state_of(round), told(user)) == (RoundState.OPEN, [])
    with at(saturday + timedelta(days=2), 22):
        evaluation_days.keep_days()
        assert told(user) == []
    with at(saturday + timedelta(days=3)):
        evaluation_days.keep_days()
        evaluation_days.keep_days()
        assert told(user) == ["请评议（12"]


def test_whoever_has_not_answered_is_reminded_once_before_the_last_day(house):
    round = scene.opened(house, days=11)
    first, second, _ = scene.invited(round)
    evaluation.answer(first, data=scene.GOOD, by=first.user)
    Notice.objects.all().delete()
    with at(round.closes_on - timedelta(days=3)):
        evaluation_days.keep_days()
        assert told(second.user) == []
    for day in (round.closes_on - timedelta(days=1), round.closes_on):
        with at(day):
            evaluation_days.keep_days()
    assert told(second.user) == ["评议将在11"]
    assert told(first.user) == []


def test_a_round_closes_by_itself_some_working_days_after_its_last_day(house):
    round = scene.opened(house, days=4)
    friday = round.closes_on
    with at(friday + timedelta(days=5)):
        evaluation_days.keep_days()
        assert state_of(round) == RoundState.OPEN
    with at(friday + timedelta(days=6)):
        evaluation_days.keep_days()
        assert state_of(round) == RoundState.CLOSED
    assert EvaluationRound.objects.get(pk=round.pk).closed_by is None


def test_after_its_last_day_a_round_says_that_it_waits_to_be_ended(house):
    with at(MONDAY):
        round = scene.opened(house, days=10)
        assert round.state_word == "正在评议"
    with at(round.closes_on):
        assert round.state_word == "正在评议"
    with at(round.closes_on + timedelta(days=1)):
        assert round.state_word == "已截止，待结束"
        evaluation.close_round(round, by=house.clerk)
        assert scene.fresh(round).state_word == "已结束"
