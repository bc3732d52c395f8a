"""Two who remind the same raters at the same moment, on real PostgreSQL."""

from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest
import time_machine
from django.utils import timezone

from consult.models import EvaluationRound
from consult.steps import evaluation_reminding
from members.models import Notice
from proposals import operations
from tests import factories as make
from tests import scenes
from tests.proposals.cycle_scene import replied, units
from tests.racing import at_once

MONDAY = date(2026, 10, 19)


def at(day: date):
    moment = datetime.combine(day, time(9), timezone.get_current_timezone())
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def house(transactional_db):
    with at(MONDAY):
        yield scenes.house()


def press_twice(house) -> tuple[list[str], int]:
    """What the two came to, and how often the proposer was reminded."""
    row = replied(house, units(house), member=make.posted_member(house.room, user=house.member))
    operations.open_evaluation(row, by=house.office, closes_on=MONDAY + timedelta(days=10))
    rounds = list(EvaluationRound.objects.of(row))
    with at(MONDAY + timedelta(days=1)):
        told = at_once(*(lambda: evaluation_reminding.remind_unanswered(rounds, by=house.office) for _ in range(2)))
    reminded = Notice.objects.filter(user=house.member, sentence__contains="您还没有评")
    return sorted(told), reminded.count()


def test_two_presses_remind_once(house):
    told, reminded = press_twice(house)
    assert (told, reminded) == (["", "没有要催的：有账号的都评完了，或者今天已经通知过。"], 1)


def test_without_the_locks_they_are_reminded_twice(house, monkeypatch):
    """Negative control: both have read the rounds before either writes."""
    read = Barrier(2)

    def unlocked(rows, *, related=()):
        found = list(EvaluationRound.objects.select_related(*related).filter(pk__in=[row.pk for row in rows]))
        read.wait()
        return found

    monkeypatch.setattr(evaluation_reminding, "lock_all", unlocked)
    told, reminded = press_twice(house)
    assert (told, reminded) == (["", ""], 2)
