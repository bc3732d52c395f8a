"""Leading groups and hearings: appointing, dissolving, asking, answering."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from members.enums import RoleCode
from members.models import Event, Notice
from members.workflow import Refused, Stale
from reports.queries import requirement_tasks
from rooms.models import LeadingGroup, Requirement
from rooms.operations import groups, hearings
from tests import factories as make
from tests import register_world as registers
from tests import scenes

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def asked(house, **fields):
    values = {"text": "一周内补齐工作制度", "unit": house.room.unit, "due_on": TODAY + 10 * DAY}
    return hearings.ask_for(registers.hearing(house), by=house.township, **{**values, **fields})


def answered(requirement, *, by, text="已经补齐。"):
    return hearings.answer(requirement, by=by, version=requirement.version, text=text)


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_region_has_one_leading_group_at_a_time_and_keeps_the_former(house):
    group = registers.group(house)
    with pytest.raises(Refused, match="已经有领导小组"):
        registers.group(house)
    groups.end_group(group, by=house.township, version=1, last_on=TODAY - DAY, reason="换届")
    registers.group(house)
    assert LeadingGroup.objects.filter(region=group.region).count() == 2
    assert group.people.get().ends_on == TODAY - DAY


def test_a_new_head_takes_over_from_the_one_before(house):
    group = registers.group(house)
    groups.appoint(group, by=house.township, post="head", name="孙倩", starts_on=TODAY)
    former, now = group.people.order_by("pk")
    assert (former.ends_on, now.ends_on) == (TODAY - DAY, None)


def test_a_group_is_not_founded_after_its_people_began_nor_changed_once_it_is_over(house):
    group = registers.group(house)
    with pytest.raises(Refused, match="不能晚于陈立新的任职日期"):
        groups.edit_group(group, by=house.township, version=1, founded_on=TODAY)
    groups.end_group(group, by=house.township, version=1, last_on=TODAY - DAY, reason="换届")
    with pytest.raises(Refused, match="已经撤销，不能再修改"):
        groups.edit_group(group, by=house.township, version=2, founded_on=group.founded_on)


def test_a_head_is_not_replaced_from_a_day_before_his_own(house):
    group = registers.group(house)
    with pytest.raises(Refused, match="要晚于现任组长"):
        groups.appoint(group, by=house.township, post="head", name="孙倩", starts_on=make.LONG_AGO)


def test_a_group_that_was_dissolved_takes_nobody(house):
    group = registers.group(house)
    groups.end_group(group, by=house.township, version=1, last_on=TODAY, reason="换届")
    with pytest.raises(Refused, match="已经撤销"):
        groups.appoint(group, by=house.township, post="member", name="孙倩", starts_on=TODAY)


def test_a_township_founds_no_group_elsewhere(house):
    with pytest.raises(Refused, match="范围内的领导小组"):
        groups.found_group(
            by=house.township,
            unit=house.room.approver,
            region=house.other_room.unit.region,
            name="别处",
            founded_on=TODAY,
            duties="统筹",
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_found_a_group_at_once_make_one():
    house = scenes.house()
    start, refused = Barrier(2), []

    def found():
        start.wait()
        try:
            registers.group(house)
        except Refused as told:
            refused.append(str(told))
        finally:
            connection.close()

    people = [Thread(target=found) for _ in range(2)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert LeadingGroup.objects.count() == 1
    assert len(refused) == 1
    assert "已经有领导小组" in refused[0]


# ── hearings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_asked_for_waits_on_the_workbench_of_the_unit_until_it_is_answered(house):
    requirement = asked(house)
    (task,) = requirement_tasks(house.clerk)
    assert (task.due_on, task.is_soft) == (requirement.due_on, False)
    assert list(requirement_tasks(house.other_clerk)) == []
    answered(requirement, by=house.clerk)
    assert list(requirement_tasks(house.clerk)) == []
    assert Notice.objects.filter(user=house.township, sentence__contains="报告了落实情况").exists()


def test_a_requirement_that_was_answered_is_asked_for_again_with_a_reason(house):
    requirement = answered(asked(house), by=house.clerk)
    requirement = hearings.ask_again(
        requirement, by=house.township, version=requirement.version, reason="照片不清楚", due_on=TODAY + DAY
    )
    assert (requirement.state, requirement.due_on, requirement.answer) == ("open", TODAY + DAY, "已经补齐。")
    assert Notice.objects.filter(user=house.clerk, sentence__contains="要求继续落实").exists()


def test_what_was_answered_is_not_answered_twice(house):
    requirement = answered(asked(house), by=house.clerk)
    with pytest.raises(Refused, match="已经办过"):
        answered(requirement, by=house.convener)


def test_two_who_answer_from_the_same_page_are_told_of_each_other(house):
    requirement = asked(house)
    hearings.edit_requirement(requirement, by=house.township, version=1, text="三天内补齐")
    with pytest.raises(Stale):
        hearings.answer(requirement, by=house.clerk, version=1, text="已经补齐。")


def test_whoever_keeps_the_hearing_answers_for_a_unit_without_an_account(house):
    unit = make.UnitFactory(name="市供水公司")
    answered(asked(house, unit=unit), by=house.township)
    assert Event.objects.order_by("-pk").first().entered_for == "市供水公司"


def test_only_the_unit_and_the_body_may_answer(house):
    requirement = Requirement.objects.for_page().get(pk=asked(house).pk)
    allowed = {
        name
        for name in ("clerk", "convener", "member", "township", "other_clerk", "office", "department", "auditor")
        if getattr(house, name).has_perm("rooms.answer_requirement", requirement)
    }
    assert allowed == {"clerk", "convener", "township"}


def test_a_department_sees_what_was_asked_of_it_and_not_the_hearing(house):
    requirement = asked(house, unit=house.department_unit)
    assert Requirement.objects.visible_to(house.department).filter(pk=requirement.pk).exists()
    assert not house.department.has_perm("rooms.view_hearings", requirement.hearing)


def test_a_late_requirement_is_told_to_the_unit_and_the_body_once(house):
    asked(house, due_on=TODAY - 2 * DAY)
    assert hearings.remind() == 1
    assert hearings.remind() == 0
    told = set(Notice.objects.filter(sentence__contains="逾期").values_list("user__name", flat=True))
    assert {"周敏", "罗建平", "陈立新"} <= told


def test_a_party_committee_is_never_told_that_it_is_late(house):
    requirement = asked(house, unit=house.other_room.approver, due_on=TODAY - 2 * DAY)
    assert requirement.is_soft
    assert hearings.remind() == 0
    assert not Requirement.objects.overdue(TODAY).exists()
    (task,) = requirement_tasks(house.other_township)
    assert not task.is_late(TODAY)


def test_nothing_waits_any_more_once_the_hearing_was_taken_out(house):
    requirement = asked(house)
    hearings.remove_hearing(requirement.hearing, by=house.township, reason="登记错了")
    assert list(requirement_tasks(house.clerk)) == []
    with pytest.raises(Refused, match="已经删除"):
        answered(requirement, by=house.clerk)


def test_a_day_before_the_hearing_is_refused(house):
    with pytest.raises(Refused, match="不能早于听取汇报"):
        asked(house, due_on=make.LONG_AGO - DAY)


def test_a_guidance_group_sees_the_places_of_its_rooms(house):
    guides = make.UnitFactory(name="第一工作指导组", kind="guidance")
    type(house.room).objects.filter(pk=house.room.pk).update(guidance=guides)
    guide = make.person(RoleCode.GUIDANCE, unit=guides)
    group = registers.group(house)
    elsewhere = groups.found_group(
        by=house.other_township,
        unit=house.other_room.approver,
        region=house.other_room.unit.region,
        name="别处",
        founded_on=TODAY,
        duties="统筹",
    )
    assert set(LeadingGroup.objects.visible_to(guide)) == {group}
    assert guide.has_perm("rooms.view_registers", group)
    assert not guide.has_perm("rooms.view_registers", elsewhere)
