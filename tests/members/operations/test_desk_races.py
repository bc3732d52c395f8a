"""Things change hands inside a unit at the same moment, on real PostgreSQL."""

from threading import Barrier

import pytest

from members.enums import RoleCode
from members.models import Charge, HandOver, HandOverItem
from members.operations import desks
from tests import asked_scene, scenes
from tests import factories as make
from tests.racing import PATIENCE, at_once, between, waiting

THINGS = 3


@pytest.fixture
def house(transactional_db):
    house = scenes.house()
    house.takers = [
        make.person(RoleCode.DEPARTMENT, unit=house.department_unit, name=name) for name in ("石磊", "柯敏")
    ]
    return house


@pytest.fixture
def things(house):
    things = [asked_scene.task(house) for _ in range(THINGS)]
    desks.set_handler(things, house.department_unit, by=house.department, holder=house.department)
    return things


def handing_all(house, taker):
    return lambda: desks.hand_over_all(house.department_unit, by=house.department, giver=house.department, taker=taker)


def test_of_two_who_take_everything_one_has_it_and_the_other_is_told(house, things):
    told = at_once(*(handing_all(house, taker) for taker in house.takers))
    assert sorted(told) == ["", f"{house.department.name}名下没有未办结的承办件，不用移交。"]
    made = HandOver.objects.get()
    assert (made.giver, made.items.count()) == (house.department, THINGS)
    assert set(Charge.objects.values_list("holder", flat=True)) == {made.taker_id}


def test_without_taking_turns_the_second_would_take_them_from_the_first(house, things, monkeypatch):
    """Negative control: both have seen what there was to hand over."""
    seen, find = Barrier(2), desks.desks.open_owners

    def slow(user, unit):
        found = find(user, unit)
        seen.wait(PATIENCE)
        return found

    monkeypatch.setattr(desks, "take_turn", lambda unit: None)
    monkeypatch.setattr(desks.desks, "open_owners", slow)
    assert at_once(*(handing_all(house, taker) for taker in house.takers)) == ["", ""]
    assert HandOver.objects.filter(giver=house.department).count() == 2
    assert HandOverItem.objects.filter(before=house.department).count() == THINGS


def naming(house, thing, holder):
    return lambda: desks.set_handler([thing], house.department_unit, by=house.department, holder=holder)


def test_of_two_who_name_the_first_handler_the_last_word_stands(house):
    thing = asked_scene.task(house)
    assert at_once(*(naming(house, thing, taker) for taker in house.takers)) == ["", ""]
    assert Charge.objects.get().holder in house.takers


def test_without_taking_turns_the_database_would_stop_the_second(house, monkeypatch):
    """Negative control: both found nobody, and there is one row for each thing."""
    thing = asked_scene.task(house)
    monkeypatch.setattr(desks, "take_turn", lambda unit: None)
    monkeypatch.setattr(Charge.objects, "create", waiting(Charge.objects.create))
    assert sorted(at_once(*(naming(house, thing, taker) for taker in house.takers))) == ["", "IntegrityError"]


def handing(house, things, taker):
    return lambda: desks.hand_over(things, house.department_unit, by=house.department, taker=taker)


@pytest.mark.parametrize("time", range(3))
def test_two_who_chose_the_same_things_in_another_order_wait_for_each_other(house, things, time):
    first, second = house.takers
    assert at_once(handing(house, things, first), handing(house, things[::-1], second)) == ["", ""]
    assert HandOver.objects.count() == 2
    assert len(set(Charge.objects.values_list("holder", flat=True))) == 1


def test_without_taking_turns_each_would_hold_what_the_other_wants(house, things, monkeypatch):
    """Negative control: a deadlock, which the database ends by giving one of them up."""
    monkeypatch.setattr(desks, "take_turn", lambda unit: None)
    first, second = house.takers

    def put(thing):
        return lambda: desks._put(thing, house.department_unit, by=house.department, holder=second, deputy=None)

    told = between(put(things[-1]), handing(house, things, first), put(things[0]))
    assert sorted(told) == ["", "OperationalError"]
