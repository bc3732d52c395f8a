"""Two hands at one year of an assessment, and two assessors at one item, on real PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from members.models import Event
from reports import facts
from reports.models import Commendation, PointsMark, PointsYear
from reports.operations import commendations, points
from reports.operations.points import marking, settling, years
from tests import factories as make
from tests import scenes
from tests.reports.points import scene
from tests.reports.points.test_appeal_races import met, unlocked
from tests.rooms.operations.test_practice_races import together

LATER = timedelta(days=60)


def start(code: str):
    """The house with two clerks of the leading office; the year has begun."""
    house = scenes.house()
    scene.follow(code)
    house.own = scene.member_of(house.room)
    house.second = make.person("leading_office", unit=make.leading_office(), name="柯正清")
    years.begin(scene.round_of(house.own), by=house.leading_office)
    return house


@pytest.fixture
def county(transactional_db):
    return start(scene.WEIGHED)


@pytest.fixture
def published(transactional_db):
    house = start(scene.POINTS + '\n[[scheme.grade]]\nname = "先进"\ntop = 1\n')
    facts.rebuild()
    points.publish(scene.round_of(house.own), by=house.leading_office)
    PointsYear.objects.update(published_at=timezone.now() - LATER)
    return house


def settled_twice(house) -> list:
    row = PointsYear.objects.get()
    return together(*(lambda by=by: points.settle(row, by=by) for by in (house.leading_office, house.second)))


def test_of_two_who_settle_one_does(published):
    results = settled_twice(published)
    assert sum(isinstance(each, PointsYear) for each in results) == 1
    assert Event.objects.filter(verb="reports.settle_points").count() == 1


def test_without_the_lock_both_would_settle(published, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(settling, "lock", unlocked)
    met(monkeypatch, settling, "why_not_settle")
    assert all(isinstance(each, PointsYear) for each in settled_twice(published))
    assert Event.objects.filter(verb="reports.settle_points").count() == 2


def rated_twice(house, *people) -> list:
    def rate(by, mark):
        told = {"item": 1, "points": Decimal(mark), "on": scene.today(), "basis": "履职情况"}
        return points.mark(scene.round_of(house.own), scene.subject_of(house.own), by=by, **told)

    return together(*(lambda by=by, mark=mark: rate(by, mark) for by, mark in zip(people, (80, 90), strict=True)))


def test_two_assessors_at_once_open_both_marks(county):
    """Whoever comes second finds the other mark, so that none stays sealed."""
    rated_twice(county, county.leading_office, county.township)
    standing = PointsMark.objects.standing()
    assert sorted(standing.values_list("points", "is_sealed")) == [(80, False), (90, False)]


def test_without_the_lock_both_would_wait_for_the_other_for_ever(county, monkeypatch):
    """The negative control: each sees only its own mark."""
    monkeypatch.setattr(years, "lock", unlocked)
    met(monkeypatch, marking, "attach")
    rated_twice(county, county.leading_office, county.township)
    assert set(PointsMark.objects.standing().values_list("is_sealed", flat=True)) == {True}


def test_two_clerks_of_one_assessor_at_once_leave_one_mark(county):
    rated_twice(county, county.leading_office, county.second)
    assert PointsMark.objects.standing().count() == 1
    assert PointsMark.objects.count() == 2


def test_without_the_lock_the_database_alone_would_hold_the_second_back(county, monkeypatch):
    """The negative control: it is no sentence any more, but a broken constraint."""
    monkeypatch.setattr(years, "lock", unlocked)
    met(monkeypatch, marking, "sides_of")
    with pytest.raises(Exception, match="points_mark_once_by_assessor_member"):
        rated_twice(county, county.leading_office, county.second)


def drafted_twice(house) -> list:
    told = {"unit": make.leading_office(), "grade": "先进"}
    a_round = scene.round_of(house.own)
    people = (house.leading_office, house.second)
    return together(*(lambda by=by: commendations.draft(a_round, by=by, **told) for by in people))


def test_of_two_who_draft_the_same_commendation_one_does(published):
    points.settle(PointsYear.objects.get(), by=published.leading_office)
    results = drafted_twice(published)
    assert sum(isinstance(each, Commendation) for each in results) == 1
    assert sum("已经起草" in str(each) for each in results) == 1


def test_without_the_lock_the_database_would_break_the_second_draft(published, monkeypatch):
    """The negative control."""
    points.settle(PointsYear.objects.get(), by=published.leading_office)
    monkeypatch.setattr(commendations, "lock", unlocked)
    met(monkeypatch, commendations, "_words")
    with pytest.raises(Exception, match="commendation_once"):
        drafted_twice(published)
