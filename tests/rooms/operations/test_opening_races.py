"""Two offices enter the same total at the same moment, on real PostgreSQL."""

from threading import Barrier

import pytest
from django.db import IntegrityError

from members.enums import RoleCode
from rooms.models import OpeningFigure
from rooms.operations import openings
from tests import factories as make
from tests.racing import PATIENCE
from tests.rooms.operations.test_openings import added
from tests.rooms.operations.test_practice_races import together


@pytest.fixture
def office(transactional_db):
    return make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office())


def entered(office):
    """What three hands came to that enter the same total."""
    place = make.city()

    def enter(amount):
        try:
            return added(place, office, amount=amount)
        except IntegrityError:
            return "error"

    results = together(*(lambda amount=amount: enter(amount) for amount in (40, 50, 60)))
    assert OpeningFigure.objects.count() == 1
    return [each for each in results if isinstance(each, str)]


def test_the_second_who_enters_a_total_is_told_of_the_first(office):
    assert ["先移出再登记" in each for each in entered(office)] == [True, True]


def test_without_the_lock_the_database_alone_keeps_them_apart(office, monkeypatch):
    """The negative control: no total twice, but an error in place of a sentence."""
    meeting = Barrier(3)
    monkeypatch.setattr(openings, "lock", lambda place: place)
    monkeypatch.setattr(
        openings.OpeningFigure.objects, "create", _after(meeting, openings.OpeningFigure.objects.create)
    )
    assert entered(office) == ["error", "error"]


def _after(meeting, create):
    """Nobody writes before all have looked."""

    def met(**fields):
        meeting.wait(PATIENCE)
        return create(**fields)

    return met
