"""A room that was moved to another township: each township keeps what was done while the room lay in it."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.steps import past
from members.enums import RegionKind, RoleCode, UnitKind
from members.models import Region
from members.workflow import Refused
from reports import facts
from reports.facts import places, published, quotas, rates, subjects
from reports.facts.points import parts, result_of, results, rounds_near
from reports.facts.points.rounds import PARTICIPANTS
from reports.facts.spans import span_of, year_span
from reports.facts.stays import path_on
from reports.models import RegionMonth
from rooms import operations
from rooms.enums import RoomAct
from rooms.models import Activity, Room, RoomDecision
from tests import factories as make
from tests.reports.points import scene
from tests.reports.points import test_assessment as assessment

pytestmark = pytest.mark.django_db
MOVED_ON = date(2026, 6, 16)
TODAY = timezone.localdate()
BASIS = {"basis": "meeting", "paper": "市委常委会会议", "reason": "行政区划调整"}


@pytest.fixture
def new(house):
    """Another township of the city, its body and somebody who works there."""
    city = Region.objects.get(kind=RegionKind.CITY)
    region = make.RegionFactory(name="滨湖街道", parent=city, kind=RegionKind.TOWNSHIP)
    body = make.UnitFactory(name="滨湖街道党工委", region=region, kind=UnitKind.TOWNSHIP)
    return region, body, make.person(RoleCode.TOWNSHIP, unit=body, name="龚建国")


def held(house, on):
    return past.record(house.room, by=house.clerk, title=f"{on} 公园停车", held_on=on, source="台账", matters=[])


def move(house, new, on=MOVED_ON):
    region, body, _ = new
    return operations.move_room(house.room, by=house.leading_office, on=on, region=region, approver=body, **BASIS)


def consultations(place, span="2026") -> tuple[int, int]:
    """By the months of its rooms; the sums that are kept of the region are the same."""
    facts.catch_up()
    figures, kept = published.compared([place, replace(place, is_whole=True)], span_of(span))
    assert kept == figures
    return figures["consultation"].total, figures["consultation"].now


def place_of(region, user):
    return places.place_of_region(region, places.rooms_of(user, region.path))


def test_the_months_before_the_move_stay_with_the_old_township(house, new):
    old = house.room.unit.region
    for on in (date(2025, 5, 8), date(2026, 5, 8), date(2026, 6, 2), date(2026, 7, 1)):
        held(house, on)
    before = consultations(place_of(old, house.leading_office))
    move(house, new)
    rooms = list(places.rooms_of(house.leading_office))
    city = Region.objects.get(kind=RegionKind.CITY)
    assert before == (4, 3)
    assert consultations(places.place_of_region(old, rooms)) == (2, 1)
    # The whole month of the move is the new one's.
    assert consultations(places.place_of_region(new[0], rooms)) == (2, 2)
    assert consultations(places.place_of_region(new[0], rooms), "2026-06") == (1, 1)
    assert consultations(places.place_of_region(city, rooms)) == (4, 3)
    assert not any(facts.compare().values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_recorded_and_moved_in_whatever_order_the_sums_are_those_of_counting_anew(house, new, seed):
    dice, bodies = Random(seed), [(house.room.unit.region, house.room.approver), new[:2]]
    facts.catch_up()
    for at in range(12):
        if dice.random() < 0.4:
            bodies.reverse()
            told = {"on": date(2026, 1, 20) + timedelta(days=25 * at), **BASIS}
            room = Room.objects.get(pk=house.room.pk)
            operations.move_room(room, by=house.leading_office, region=bodies[0][0], approver=bodies[0][1], **told)
        else:
            on = date(2026, 1, 1) + timedelta(days=dice.randrange(320))
            past.record(house.room, by=house.clerk, title=f"{at} 停车", held_on=on, source="台账", matters=[])
        if dice.random() < 0.5:
            assert not any(facts.compare().values()), f"after step {at}"
    assert not any(facts.compare().values())
    kept = set(RegionMonth.objects.exclude(n=0).values_list("region", "month", "measure", "part", "n"))
    facts.rebuild()
    assert set(RegionMonth.objects.values_list("region", "month", "measure", "part", "n")) == kept


def test_the_old_township_still_sums_up_what_it_no_longer_sees_as_a_room(house, new):
    old = house.room.unit.region
    held(house, date(2026, 5, 8))
    held(house, date(2026, 7, 1))
    move(house, new)
    assert consultations(place_of(old, house.township)) == (1, 1)
    assert consultations(place_of(new[0], new[2])) == (1, 1)
    assert house.room.pk not in place_of(old, house.township).rooms


def test_a_room_that_comes_back_has_two_stays(house, new):
    old, approver = house.room.unit.region, house.room.approver
    for on in (date(2026, 1, 8), date(2026, 3, 8), date(2026, 6, 8)):
        held(house, on)
    move(house, new, on=date(2026, 3, 1))
    told = {"on": date(2026, 5, 1), "region": old, "approver": approver, **BASIS}
    operations.move_room(Room.objects.get(pk=house.room.pk), by=house.leading_office, **told)
    rooms = list(places.rooms_of(house.leading_office))
    assert consultations(places.place_of_region(old, rooms)) == (2, 2)
    assert consultations(places.place_of_region(new[0], rooms)) == (1, 1)


def test_records_behind_a_figure_are_those_of_the_months_in_the_place(house, new, client):
    old = house.room.unit.region
    held(house, date(2026, 5, 8))
    held(house, date(2026, 7, 1))
    move(house, new)
    facts.catch_up()
    client.force_login(house.leading_office)
    for region, shown, hidden in ((old, "2026-05-08", "2026-07-01"), (new[0], "2026-07-01", "2026-05-08")):
        url = reverse("reports:figure_records", args=["consultation"])
        page = client.get(f"{url}?region={region.code}").content.decode()
        assert (f"{shown} 公园停车" in page, f"{hidden} 公园停车" in page) == (True, False)


def test_rates_of_a_place_are_those_of_its_months(house, new):
    move(house, new)
    place = places.place_of_region(house.room.unit.region, list(places.rooms_of(house.leading_office)))
    (figure,) = rates.of_place([rates.FILED], place, year_span(2026), MOVED_ON)
    assert (figure.part, figure.whole) == (0, 0)


def test_the_move_is_on_record_with_where_it_lay(house, new):
    old, approver = house.room.unit.region, house.room.approver
    room = move(house, new)
    decision = RoomDecision.objects.get(room=room, act=RoomAct.MOVED)
    assert (decision.from_region, decision.from_approver, decision.on) == (old, approver, MOVED_ON)
    room = Room.objects.get(pk=room.pk)
    assert (room.unit.region, room.approver) == new[:2]


def test_a_room_that_is_not_open_or_lies_there_already_is_not_moved(house, new):
    told = {"on": MOVED_ON, "region": house.room.unit.region, "approver": new[1], **BASIS}
    with pytest.raises(Refused, match="已经在这个区域"):
        operations.move_room(house.room, by=house.leading_office, **told)
    Room.objects.filter(pk=house.room.pk).update(state="approved")
    with pytest.raises(Refused, match="只有已挂牌"):
        move(house, new)


def test_a_move_before_the_last_one_is_refused(house, new):
    old, approver = house.room.unit.region, house.room.approver
    move(house, new)
    told = {"on": date(2026, 5, 1), "region": old, "approver": approver, **BASIS}
    with pytest.raises(Refused, match="不能早于"):
        operations.move_room(Room.objects.get(pk=house.room.pk), by=house.leading_office, **told)


def test_only_the_leading_office_moves_a_room_and_only_within_the_city(house, new, client):
    url = reverse("rooms:move_room", args=[house.room.pk])
    client.force_login(house.township)
    assert client.get(url).status_code == 403
    client.force_login(house.leading_office)
    page = client.get(url).content.decode()
    assert "滨湖街道" in page
    told = {"region": new[0].pk, "approver": new[1].pk, "on": "2026-06-16", "once": "1", **BASIS}
    assert client.post(url, told).status_code == 302
    assert Room.objects.get(pk=house.room.pk).unit.region == new[0]


def test_without_moves_nothing_more_is_asked(house, django_assert_num_queries):
    place = places.place_of_region(house.room.unit.region, list(places.rooms_of(house.leading_office)))
    with django_assert_num_queries(2):
        published.compared([place], year_span(2026))


# ── assessed and held to its quotas ──────────────────────────────────────────────────────────────────────────────────
RULES = """
[[quota]]
name = "每年活动"
subject = "township"
measure = "activities"
period = "year"
min = 2
severity = "warn"
"""


def active(house, *days):
    for on in days:
        made = {"room": house.room, "kind": "visit", "what": "走访住户", "created_by": house.clerk, "amount": 3}
        Activity.objects.create(on=on, **made)


def assessed() -> dict:
    facts.rebuild()
    [a_round] = rounds_near([make.city().path], MOVED_ON.year)
    return {each.name: each.total for each in results(a_round)}


@pytest.fixture
def points(house, new):
    """Two activities before the move, one after it; every township counts five for each."""
    region = house.room.unit.region
    scene.follow(assessment.scheme("township", assessment.EACH) + RULES)
    active(house, date(2026, 2, 3), date(2026, 5, 8), date(2026, 7, 1))
    move(house, new)
    return region, new[0]


def test_each_township_is_assessed_for_the_months_in_which_the_room_was_its(points, house):
    old, new = points
    found = assessed()
    assert (found[old.name], found[new.name]) == (10, 5)


def test_the_records_behind_the_points_of_a_township_are_those_of_its_months(points, house):
    facts.rebuild()
    [a_round] = rounds_near([make.city().path], MOVED_ON.year)
    there = {each.name: each for each in subjects.GROUPS["township"]([make.city().path])}
    days = [
        sorted(
            row.fact_day
            for _, groups in parts(a_round.scheme.item(1), a_round, there[place.name])
            for each, rows in groups
            for row in rows
        )
        for place in points
    ]
    assert days == [[date(2026, 2, 3), date(2026, 5, 8)], [date(2026, 7, 1)]]
    # From the records as from the facts.
    assert [result_of(a_round, there[place.name]).total for place in points] == [10, 5]


def test_a_quota_of_a_township_holds_for_the_months_of_the_room(points, house):
    facts.rebuild()
    there = {each.name: each for each in subjects.GROUPS["township"]([make.city().path])}
    both = [there[place.name] for place in points]
    live = [quotas.states(each, today=date(2026, 12, 1))[0].figure for each in both]
    listed = [each.figure for each in quotas.states_of(both, today=date(2026, 12, 1))]
    assert live == listed == [2, 1]


ROOMS = assessment.scheme("room", assessment.EACH)


def test_the_room_itself_keeps_all_its_points_and_is_assessed_where_it_lies(house, new):
    scene.follow(ROOMS)
    active(house, date(2026, 2, 3), date(2026, 7, 1))
    move(house, new)
    assert assessed()[house.room.name] == 10


def test_a_room_that_was_moved_after_the_year_is_assessed_where_it_lay_in_it(house, new):
    old = house.room.unit.region
    move(house, new, on=date(2026, 3, 1))
    room = places.with_moves(Room.objects.filter(pk=house.room.pk)).get()
    assert (path_on(room, date(2025, 12, 31)), path_on(room, date(2026, 12, 31))) == (old.path, new[0].path)


def test_a_room_closed_in_the_year_is_not_assessed_and_its_township_keeps_what_it_did(house):
    region = house.room.unit.region
    scene.follow(ROOMS)
    active(house, date(2026, 2, 3))
    Room.objects.filter(pk=house.room.pk).update(state="withdrawn", withdrawn_on=date(2026, 5, 1))
    assert house.room.name not in assessed()
    scene.follow(assessment.scheme("township", assessment.EACH), starts_on=date(2020, 1, 2))
    assert assessed()[region.name] == 5


def test_a_room_closed_after_the_year_is_still_assessed_for_it(house):
    Room.objects.filter(pk=house.room.pk).update(state="withdrawn", withdrawn_on=date(2026, 2, 1))
    names = {
        on: [each.name for each in PARTICIPANTS["room"](make.city().path, on)] for on in (date(2025, 12, 31), TODAY)
    }
    assert house.room.name in names[date(2025, 12, 31)]
    assert house.room.name not in names[TODAY]
