"""期初数: totals of which no records survive."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import RegionKind, RoleCode
from members.models import Event
from members.workflow import Refused
from rooms import operations
from rooms.models import OpeningFigure
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office())


def added(place, by, **changed):
    fields = {
        "measure": "receptions",
        "context": "ordinary",
        "amount": 40,
        "until": date(2025, 12, 31),
        "source": "2025年度工作总结第 4 页",
        "signer": "办公室主任方静",
        "signed_on": date(2026, 1, 5),
        **changed,
    }
    return operations.add_opening(place, by=by, **fields)


def test_a_total_is_kept_with_its_source_and_who_signs_for_it(office):
    figure = added(make.city(), office)
    assert (figure.place, figure.amount, figure.signer) == ("大冶市", 40, "办公室主任方静")
    event = Event.objects.get(verb="rooms.edit_openings")
    assert event.sentence == "登记大冶市接访人次期初数，截至 2025年12月31日 40"


def test_one_place_has_one_total_of_a_figure(office):
    room = make.RoomFactory()
    added(room, office)
    with pytest.raises(Refused, match="先移出再登记"):
        added(room, office, amount=50)
    added(room, office, context="activity_day")
    added(make.RoomFactory(), office)
    assert OpeningFigure.objects.standing().count() == 3


@pytest.mark.parametrize(
    ("first", "second", "why"), [("", "ordinary", "先移出不分场合的"), ("ordinary", "", "“日常”的期初数")]
)
def test_a_whole_and_a_part_of_it_do_not_stand_side_by_side(office, first, second, why):
    city = make.city()
    whole = added(city, office, context=first)
    added(city, office, context=second, measure="visits")
    with pytest.raises(Refused, match=why):
        added(city, office, context=second)
    operations.remove_opening(whole, by=office, reason="改为另一种")
    assert added(city, office, context=second).context == second


def test_a_total_entered_by_mistake_is_taken_out_and_entered_anew(office):
    figure = added(make.city(), office)
    operations.remove_opening(figure, by=office, reason="多算了一个月")
    with pytest.raises(Refused, match="已经移出"):
        operations.remove_opening(figure, by=office, reason="再移一次")
    assert added(make.city(), office, amount=38).amount == 38


def test_a_total_does_not_reach_into_the_future(office):
    with pytest.raises(Refused, match="截至日期"):
        added(make.city(), office, until=timezone.localdate() + timedelta(days=1))


def test_a_room_sees_its_own_totals_only(office):
    room, other = make.RoomFactory(), make.RoomFactory()
    own = added(room, office)
    added(other, office)
    clerk = make.person(RoleCode.CLERK, unit=room.unit)
    assert list(OpeningFigure.objects.visible_to(clerk)) == [own]
    assert OpeningFigure.objects.visible_to(office).count() == 2


def test_an_office_enters_totals_of_its_own_rooms_alone(client, office):
    """Somebody of the office who is a clerk in another city sees that room and answers for none of its totals."""
    abroad = make.RegionFactory(code="420100", kind=RegionKind.CITY, parent=None)
    elsewhere = make.RoomFactory(township=make.RegionFactory(parent=abroad))
    make.grant(office, RoleCode.CLERK, unit=elsewhere.unit)
    client.force_login(office)
    values = {"region": make.city().pk, "room": elsewhere.pk, "measure": "receptions", "amount": 4}
    page = client.post(reverse("rooms:add_opening"), values).content.decode()
    assert "不在可选范围" in page
