"""申请 → 审定 → 挂牌 → 撤销, each with its day and its basis."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consult.steps import topic, withdrawing
from members.enums import RoleCode, UnitKind
from members.models import Event, Notice, Role
from rooms import operations
from rooms.models import Room
from rooms.workflow import Refused, opening
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
APPROVED = {"basis": "meeting", "paper": "领导小组第 3 次会议"}


def applied(house, **values):
    region = house.room.unit.region
    told = {"region": region, "name": "滨江社区政协委员联络室", "short_name": "滨江社区", "kind": "village"}
    told |= {"approver": house.room.approver, "reason": "辖区委员多。", "conditions": "有会议室一间。", "on": TODAY}
    return operations.apply_room(by=house.township, **(told | values))


def approved(house):
    return operations.approve_room(applied(house), by=house.leading_office, on=TODAY, **APPROVED)


def fitted(house):
    """An approved room whose opening nothing holds."""
    room = approved(house)
    Room.objects.filter(pk=room.pk).update(address="滨江路 1 号", hall="协商议事厅")
    make.convener(room, name="程书记")
    return Room.objects.for_page().get(pk=room.pk)


def test_an_application_waits_for_the_leading_office_and_is_no_room_that_works(house):
    room = applied(house)
    assert (room.state, room.opened_on, Room.objects.open().filter(pk=room.pk).exists()) == ("applied", None, False)
    decision = room.decisions.get()
    assert (decision.act, decision.reason, decision.body) == ("applied", "辖区委员多。", house.room.approver.name)
    assert Notice.objects.filter(user=house.leading_office, sentence__contains="请审定").exists()
    with pytest.raises(Refused, match="没有挂牌"):
        make.consultation(room, by=house.clerk)


def test_what_was_typed_with_an_application_lies_where_it_can_be_erased(house):
    applied(house)
    event = Event.objects.filter(verb="rooms.apply_room").get()
    assert "辖区委员多" not in event.sentence
    assert {each.new for each in event.revisions.all()} >= {"辖区委员多。", "有会议室一间。"}


def test_an_application_comes_back_with_a_reason_and_goes_up_again(house):
    room = operations.return_room(applied(house), by=house.leading_office, on=TODAY, reason="请补场地证明。")
    assert room.state == "returned"
    assert Notice.objects.filter(user=house.township, sentence__contains="已退回").exists()
    room = operations.reapply_room(room, by=house.township, reason="已补。", on=TODAY)
    assert [each.act for each in room.decisions.order_by("pk")] == ["applied", "returned", "applied"]


def test_an_approval_rests_on_a_basis_and_is_not_older_than_the_application(house):
    room = applied(house)
    with pytest.raises(Refused, match="不能早于申请日期"):
        operations.approve_room(room, by=house.leading_office, on=TODAY - timedelta(days=1), **APPROVED)
    room = operations.approve_room(room, by=house.leading_office, on=TODAY, **APPROVED)
    decision = room.decisions.get(act="approved")
    assert (decision.get_basis_display(), decision.paper) == ("会议研究", "领导小组第 3 次会议")
    with pytest.raises(Refused, match="已经办过"):
        operations.approve_room(room, by=house.leading_office, on=TODAY, **APPROVED)


def test_a_room_opens_only_when_address_hall_and_convener_are_there(house):
    room = approved(house)
    assert [hold.sentence for hold in opening.blocking(room)] == [
        "没有第一召集人。",
        "没有填写地址。",
        "没有填写议事场所。",
    ]
    with pytest.raises(Refused, match="没有第一召集人；没有填写地址；没有填写议事场所。"):
        operations.open_room(room, by=house.township, on=TODAY)


def test_numbers_of_the_team_and_the_list_are_asked_for_and_hold_nothing(house):
    room = fitted(house)
    holds = opening.holds(room)
    assert not any(hold.is_blocking for hold in holds)
    assert "驻室委员 0 人，应为 6—10 人，少 6 人。" in [hold.sentence for hold in holds]
    room = operations.open_room(room, by=house.township, on=TODAY)
    assert (room.state, room.opened_on, room.is_open) == ("opened", TODAY, True)


def test_a_pack_may_let_its_list_hold_the_opening(house):
    room = fitted(house)
    text = make.seed_text("daye").replace('code = "daye"', 'code = "strict"', 1)
    text = text.replace('name = "八有"\n', 'name = "八有"\nmode = "block"\n', 1)
    version = operations.load_practice(text, by=None)
    operations.follow_practice(room.unit.region, version=version, starts_on=make.LONG_AGO, by=None)
    assert [hold.sentence[:8] for hold in opening.blocking(room)] == ["八有具备 0/8"]
    with pytest.raises(Refused, match="八有具备 0/8 项"):
        operations.open_room(room, by=house.township, on=TODAY)


def test_a_room_that_runs_a_case_cannot_be_withdrawn_and_says_which(house):
    case = make.consultation(house.room, by=house.clerk)
    told = {"on": TODAY, "reason": "撤并", **APPROVED}
    with pytest.raises(Refused, match=case.label):
        withdrawing.withdraw(house.room, by=house.leading_office, **told)
    assert Room.objects.get(pk=house.room.pk).state == "opened"
    topic.stop(case, by=house.convener, reason="不再协商")
    room = withdrawing.withdraw(house.room, by=house.leading_office, **told)
    assert (room.state, room.withdrawn_on) == ("withdrawn", TODAY)


def test_the_team_ends_with_the_room(house):
    make.daye()
    member = make.posted_member(house.room)
    chosen = make.RepresentativeFactory(room=house.room, ends_on=TODAY + timedelta(days=400))
    withdrawing.withdraw(house.room, by=house.leading_office, on=TODAY, reason="撤并", **APPROVED)
    room = Room.objects.get(pk=house.room.pk)
    assert {each.ends_on for each in room.postings.filter(member=member)} == {TODAY}
    # A term that runs for another year ends as well.
    assert room.representatives.get(pk=chosen.pk).ends_on == TODAY
    assert not room.conveners.filter(ends_on__isnull=True).exists()
    assert not Role.objects.filter(unit=room.unit, code=RoleCode.CONVENER, ends_on__isnull=True).exists()
    with pytest.raises(Refused, match="已经撤销"):
        topic.begin(room, by=house.clerk, **make.TOPIC, region=room.unit.region)


def test_nobody_joins_a_room_that_was_withdrawn(house):
    room = withdrawing.withdraw(house.room, by=house.leading_office, on=TODAY, reason="撤并", **APPROVED)
    told = {"by": house.leading_office, "starts_on": TODAY}
    with pytest.raises(Refused, match="已经撤销"):
        operations.post_member(room, member=make.MemberFactory(), **told)
    with pytest.raises(Refused, match="已经撤销"):
        operations.add_representative(room, name="胡长庚", kind="party", **told)
    with pytest.raises(Refused, match="已经撤销"):
        operations.set_convener(room, rank="first", user=make.UserFactory(), **told)


@pytest.mark.parametrize("ends_on", [TODAY + timedelta(days=1), None])
def test_no_term_goes_on_in_a_room_that_was_withdrawn(house, ends_on):
    chosen = make.RepresentativeFactory(room=house.room, ends_on=TODAY + timedelta(days=400))
    withdrawing.withdraw(house.room, by=house.leading_office, on=TODAY, reason="撤并", **APPROVED)
    chosen.refresh_from_db()
    by = house.leading_office
    with pytest.raises(Refused, match="撤销，这一天以后不能再登记"):
        operations.edit_representative(chosen, by=by, version=chosen.version, ends_on=ends_on)
    if ends_on:
        with pytest.raises(Refused, match="撤销，这一天以后不能再登记"):
            operations.renew_representatives([chosen], by=by, ends_on=ends_on)
    assert operations.edit_representative(chosen, by=by, version=chosen.version, title="楼长").title == "楼长"


def test_nothing_begins_in_a_room_after_its_end_and_what_it_did_before_is_written_down(house):
    ended = TODAY - timedelta(days=2)
    room = withdrawing.withdraw(house.room, by=house.leading_office, on=ended, reason="撤并", **APPROVED)
    told, by = {"kind": "visit", "what": "走访困难户"}, house.clerk
    assert operations.record_activity(room, by=by, on=ended, **told).pk
    reception = {"name": "接待日", "half": "", "on": TODAY, "by": by}
    guest = {"at": None, "visitor": "来访人", "phone": "", "matter": "井盖"}
    for act in (
        lambda: operations.record_activity(room, by=by, on=TODAY, **told),
        lambda: operations.add_reception_day(room, **reception),
        lambda: operations.book(room, **reception, **guest),
        lambda: operations.add_service(room, by=by, name="舒心小屋", starts_on=TODAY),
    ):
        with pytest.raises(Refused, match="撤销，这一天以后不能再登记"):
            act()


def test_what_was_withdrawn_can_be_applied_for_again(house):
    room = withdrawing.withdraw(house.room, by=house.leading_office, on=TODAY, reason="撤并", **APPROVED)
    with pytest.raises(Refused, match="不能早于撤销日期"):
        operations.reapply_room(room, by=house.township, reason="恢复", on=TODAY - timedelta(days=1))
    room = operations.reapply_room(room, by=house.township, reason="恢复", on=TODAY)
    assert (room.state, room.opened_on, room.withdrawn_on) == ("applied", None, None)


def test_a_room_that_is_there_already_is_entered_as_opened_or_as_waiting_for_it(house):
    told = {"region": house.room.unit.region, "kind": "village", "approver": house.room.approver, "by": house.admin}
    opened = operations.add_room(name="甲室", short_name="甲", opened_on=date(2025, 3, 1), **told)
    waiting = operations.add_room(name="乙室", short_name="乙", **told)
    assert (opened.state, waiting.state) == ("opened", "approved")


def test_rooms_follow_the_group_of_their_region_unless_it_was_set_by_hand(house):
    first = make.UnitFactory(name="第一工作指导组", kind=UnitKind.GUIDANCE)
    second = make.UnitFactory(name="第二工作指导组", kind=UnitKind.GUIDANCE)
    Room.objects.filter(pk=house.other_room.pk).update(guidance=second, guidance_by_hand=True)
    regions = [house.room.unit.region, house.other_room.unit.region]
    moved = operations.set_guidance(first, by=house.leading_office, regions=regions)
    assert moved == [house.room]
    assert Room.objects.get(pk=house.other_room.pk).guidance == second
    assert operations.set_guidance(second, by=house.leading_office, regions=regions[:1]) == [house.room]
    assert list(first.guidance_areas.values_list("region", flat=True)) == [regions[1].pk]
    operations.set_guidance(second, by=house.leading_office, regions=[])
    assert Room.objects.get(pk=house.room.pk).guidance is None
