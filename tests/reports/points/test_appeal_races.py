"""Two hands at one 申诉 at the same moment, on real PostgreSQL."""

from decimal import Decimal
from threading import Barrier

import pytest

from members.models import Event
from reports.models import PointsAppeal
from reports.operations.points import appeals, years
from tests import factories as make
from tests import scenes
from tests.racing import PATIENCE
from tests.reports.points import scene
from tests.rooms.operations.test_practice_races import together


@pytest.fixture
def house(transactional_db):
    house = scenes.house()
    scene.follow(scene.POINTS)
    house.own = scene.member_of(house.room)
    house.second = make.person("leading_office", unit=make.leading_office(), name="柯正清")
    # Two who begin a year at once wait for each other whatever is locked.
    years.begin(scene.round_of(house.own), by=house.leading_office)
    return house


def filed(house) -> PointsAppeal:
    told = {"by": house.own.user, "item": 1, "text": "三月的活动漏记一次"}
    return appeals.appeal(scene.round_of(house.own), scene.subject_of(house.own), **told)


def filed_twice(house) -> list:
    return together(*[lambda: filed(house)] * 2)


def answered_twice(house, made) -> list:
    """One upholds it, the other denies it."""

    def answer(by, is_upheld):
        told = {"is_upheld": is_upheld, "text": "属实", "correction": Decimal(5) if is_upheld else None}
        return appeals.answer(made, scene.subject_of(house.own), by=by, **told)

    return together(lambda: answer(house.leading_office, True), lambda: answer(house.second, False))


def unlocked(row, *, related=()):
    return type(row).objects.select_related(*related).get(pk=row.pk)


def met(monkeypatch, module, name) -> None:
    """Nobody goes on before both have looked."""
    meeting, asked = Barrier(2, timeout=PATIENCE), getattr(module, name)

    def after(*args, **options):
        meeting.wait()
        return asked(*args, **options)

    monkeypatch.setattr(module, name, after)


def test_of_two_who_appeal_against_one_line_one_does_and_the_other_is_told(house):
    results = filed_twice(house)
    assert sum("已经有一件申诉" in str(each) for each in results) == 1
    assert PointsAppeal.objects.count() == 1


def test_without_the_lock_both_would_stand(house, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(years, "lock", unlocked)
    met(monkeypatch, appeals, "attach")
    filed_twice(house)
    assert PointsAppeal.objects.count() == 2


def test_of_two_who_answer_one_does_and_the_other_is_refused(house):
    results = answered_twice(house, filed(house))
    assert sum(isinstance(each, PointsAppeal) for each in results) == 1
    made, told = PointsAppeal.objects.get(), next(each for each in results if isinstance(each, str))
    assert made.get_state_display() in told
    assert (made.correction is None) == (made.state == "denied")
    assert Event.objects.filter(verb="reports.answer_appeal").count() == 1


def test_without_the_lock_both_would_answer(house, monkeypatch):
    """The negative control."""
    made = filed(house)
    for module in (appeals, years):
        monkeypatch.setattr(module, "lock", unlocked)
    met(monkeypatch, appeals, "_check_answerer")
    assert all(isinstance(each, PointsAppeal) for each in answered_twice(house, made))
    assert Event.objects.filter(verb="reports.answer_appeal").count() == 2
