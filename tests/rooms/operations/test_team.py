from datetime import timedelta

import pytest
from django.utils import timezone

from members.enums import MemberState, RoleCode
from members.models import Event, Member, User
from members.workflow import Refused, Stale
from rooms import operations
from rooms.models import Room
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def convenes(user, room) -> bool:
    return room.unit_id in User.objects.get(pk=user.pk).units_as(RoleCode.CONVENER)


def test_a_new_convener_follows_the_former_and_the_role_goes_along(house, today):
    heir = make.UserFactory(name="接任人")
    operations.set_convener(house.room, by=house.leading_office, rank="first", user=heir, starts_on=today)
    former = house.room.conveners.get(user=house.convener)
    assert former.ends_on == today - timedelta(days=1)
    assert (convenes(heir, house.room), convenes(house.convener, house.room)) == (True, False)
    assert Event.objects.filter(verb="rooms.set_convener", sentence__contains="接替罗建平").exists()


def test_a_convener_to_come_has_no_right_before_the_day(house, today):
    heir = make.UserFactory()
    operations.set_convener(
        house.room, by=house.leading_office, rank="first", user=heir, starts_on=today + timedelta(days=3)
    )
    assert (convenes(heir, house.room), convenes(house.convener, house.room)) == (False, True)


def test_nobody_makes_oneself_convener(house, today):
    with pytest.raises(Refused, match="不能确定自己"):
        operations.set_convener(
            house.room, by=house.leading_office, rank="first", user=house.leading_office, starts_on=today
        )


def test_the_same_person_is_not_set_twice(house, today):
    with pytest.raises(Refused, match="现在就是"):
        operations.set_convener(house.room, by=house.leading_office, rank="first", user=house.convener, starts_on=today)


def test_a_convener_who_leaves_loses_the_role(house, today):
    convener = house.room.conveners.get(user=house.convener)
    operations.end_convener(convener, by=house.leading_office, last_on=today - timedelta(days=1), reason="调离")
    assert not convenes(house.convener, house.room)
    assert not house.room.conveners.on(today).filter(rank="first").exists()


def test_a_member_is_posted_once_and_leaves_with_a_last_day(house, today):
    member = make.MemberFactory()
    posting = operations.post_member(house.room, member=member, by=house.clerk, starts_on=today)
    with pytest.raises(Refused, match="已经派驻"):
        operations.post_member(house.room, member=member, by=house.clerk, starts_on=today)
    with pytest.raises(Refused, match="不能早于开始日期"):
        operations.end_posting(posting, by=house.clerk, last_on=today - timedelta(days=1))
    operations.end_posting(posting, by=house.clerk, last_on=today)
    posting.refresh_from_db()
    assert posting.ends_on == today


def test_who_left_office_since_the_page_was_opened_is_not_posted(house, today):
    seen = make.MemberFactory()
    Member.objects.filter(pk=seen.pk).update(state=MemberState.ADJUSTED, is_active=False)
    with pytest.raises(Refused, match="已不在任"):
        operations.post_member(house.room, member=seen, by=house.leading_office, starts_on=today)


def test_two_who_change_a_room_at_once_see_both_texts(house):
    room = house.room
    values = {
        "kind": room.kind,
        "approver": room.approver,
        "name": room.name,
        "short_name": "短",
        "is_active": True,
        "address": "一号",
    }
    operations.edit_room(room, by=house.admin, version=room.version, **values)
    with pytest.raises(Stale):
        operations.edit_room(room, by=house.admin, version=room.version, **{**values, "address": "二号"})
    assert Room.objects.get(pk=room.pk).address == "一号"


def test_a_room_is_not_taken_out_of_use_while_people_work_there(house):
    room = house.room
    with pytest.raises(Refused, match="担任角色"):
        operations.edit_room(
            room,
            by=house.admin,
            version=room.version,
            kind=room.kind,
            approver=room.approver,
            name=room.name,
            short_name="短",
            is_active=False,
        )


def test_a_room_is_opened_with_its_unit_under_a_body_that_decides(house):
    room = operations.add_room(
        by=house.leading_office,
        region=house.room.unit.region,
        name="青山村委员联络室",
        short_name="青山村",
        kind="village",
        approver=house.room.approver,
    )
    assert (room.unit.kind, room.unit.region) == ("room", house.room.unit.region)
    with pytest.raises(Refused, match="已经有名为"):
        operations.add_room(
            by=house.leading_office,
            region=house.room.unit.region,
            name="青山村委员联络室",
            short_name="青山村",
            kind="village",
            approver=house.room.approver,
        )
    with pytest.raises(Refused, match="审定机关"):
        operations.add_room(
            by=house.leading_office,
            region=house.room.unit.region,
            name="另一个",
            short_name="另一个",
            kind="village",
            approver=house.department_unit,
        )
