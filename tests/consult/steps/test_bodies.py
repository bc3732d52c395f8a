"""Bodies that a checkpoint asks: filing, joint review, one after the other; each speaks for itself alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import ApprovalStep, Consultation
from consult.queries import waiting_for
from consult.queries.lists import for_list, waiting_of
from consult.steps import approval
from consult.workflow import Refused
from members.enums import RoleCode, UnitKind
from tests import factories as make
from tests.consult.entry_scene import case_at, fresh, sentence

pytestmark = pytest.mark.django_db

BODIES = """
[[body]]
code = "leading_office"
name = "领导小组办公室"
roles = ["leading_office"]
unit_of = "leading_office"

[[body]]
code = "party_office"
name = "市委办公室"
roles = ["dispatcher"]
unit_of = "dispatch_office"
called = "市委办"

[[body]]
code = "office"
name = "市政协办公室"
roles = ["office"]
unit_of = "office"

[[body]]
code = "approver"
name = "党（工）委"
roles = ["township", "township_clerk"]
enters = ["township_clerk"]
unit_of = "room_approver"

[[body]]
code = "city_committee"
name = "市委"
roles = ["city_committee", "leading_office"]
enters = ["leading_office"]
unit_of = "city_committee"
"""
FILING = 'code = "gate"\nkind = "approval"\nbodies = ["approver"]\nfiling = true'
JOINT = 'code = "gate"\nkind = "approval"\nbodies = ["party_office", "office", "approver"]\ntogether = true'
IN_TURN = 'code = "gate"\nkind = "approval"\nbodies = ["approver", "city_committee"]'


@pytest.fixture
def house(house):
    unit = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, name="市委办公室", short_name="市委办")
    house.dispatcher = make.person(RoleCode.DISPATCHER, unit=unit, name="柯正清")
    return house


def laid(house, checkpoint) -> Consultation:
    case = case_at(house, checkpoint, more=BODIES)
    approval.lay_before_bodies(case, code="gate", by=house.clerk)
    return fresh(case)


def turn(case, unit):
    return case.approval.steps.filter(unit=unit).order_by("-round").first()


def say(case, by, step, verdict="approve", **fields):
    told = {"basis": "signature", "basis_on": timezone.localdate(), "opinion": "意见", **fields}
    return approval.decide(fresh(case), by=by, step_id=step.pk, verdict=verdict, **told)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return str(caught.value)


def test_what_is_filed_is_noted_and_never_refused(house):
    case = case_at(house, FILING, more=BODIES)
    assert sentence(case) == "还没有报送“关”。"
    approval.lay_before_bodies(case, code="gate", by=house.clerk)
    name = house.room.approver.short_name
    assert sentence(case) == f"“关”已报送，等待{name}答复。"
    step = turn(case, house.room.approver)
    assert refused(approval.lay_before_bodies, fresh(case), code="gate", by=house.clerk) == (
        f"已经报送“关”，等待{name}。"
    )
    for verdict, label in (("approve", "同意"), ("return", "退回补充"), ("reject", "不同意")):
        assert refused(say, case, house.township, step, verdict) == f"{name}关时不能作出“{label}”的意见。"
    say(case, house.township_clerk, step, "note")
    assert sentence(case) == ""
    assert turn(case, house.room.approver).entered_for_body
    assert refused(approval.lay_before_bodies, fresh(case), code="gate", by=house.clerk) == "“关”已经办完，不用再报。"


def test_all_who_look_at_it_together_have_to_agree(house):
    case = laid(house, JOINT)
    people = [house.dispatcher, house.office, house.township]
    for number, by in enumerate(people):
        [unit] = {role.unit for role in by.current_roles}
        assert ApprovalStep.objects.open().count() == 3 - number
        say(case, by, turn(case, unit))
    assert sentence(case) == ""


def test_one_of_them_sends_it_back_for_all(house):
    case = laid(house, JOINT)
    first, second = (turn(case, by.current_roles[0].unit) for by in (house.dispatcher, house.office))
    say(case, house.dispatcher, first, "return", opinion="补充数据")
    assert not ApprovalStep.objects.open().exists()
    assert sentence(case) == "“关”已退回，修改后再报。"
    # A page that was left open: its word comes too late, and is told so.
    assert refused(say, case, house.office, second).endswith("您的意见没有保存，请刷新页面查看。")
    approval.lay_before_bodies(fresh(case), code="gate", by=house.clerk)
    assert {step.round for step in ApprovalStep.objects.open()} == {2}


def test_nobody_speaks_for_another_body(house):
    case = laid(house, JOINT)
    step = turn(case, house.room.approver)
    said = refused(say, case, house.office, step)
    name = house.room.approver.short_name
    assert said == f"关意见由{name}登记，您所在的机关不能代为登记。"
    assert refused(say, case, house.township, turn(case, house.office.current_roles[0].unit)).endswith("代为登记。")


def test_bodies_in_turn_are_asked_one_after_the_other(house):
    case = laid(house, IN_TURN)
    committee = turn(case, house.city_committee.current_roles[0].unit)
    assert not committee.is_open
    assert "先一步" in refused(say, case, house.city_committee, committee)
    say(case, house.township, turn(case, house.room.approver))
    # The leading office enters for the committee (代录).
    say(case, house.leading_office, committee)
    committee.refresh_from_db()
    assert (committee.entered_for_body, sentence(case)) == (True, "")


def test_a_second_word_of_the_same_body_is_refused(house):
    case = laid(house, FILING)
    step = turn(case, house.room.approver)
    say(case, house.township, step, "note")
    assert refused(say, case, house.township_clerk, step, "note") == (
        "陈立新已经先一步提交了意见（予以备案），您的意见没有保存，请刷新页面查看。"
    )


def test_the_day_lies_between_the_asking_and_today(house):
    case = laid(house, FILING)
    step = turn(case, house.room.approver)
    days = [timezone.localdate() + timedelta(days=number) for number in (1, -1)]
    said = [refused(say, case, house.township, step, "note", basis_on=day) for day in days]
    assert said == ["决定日期不能晚于今天。", "决定日期不能早于报送“关”的日期。"]


def test_the_body_sees_its_turn_on_its_workbench_on_the_page_and_in_the_list(house, client):
    case = laid(house, FILING)
    assert "答复“关”" in [task.sentence for task in waiting_for(house.township)]
    [row] = for_list(Consultation.objects.filter(pk=case.pk))
    assert waiting_of(row) == f"{house.room.approver.short_name}答复“关”"
    client.force_login(house.township)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("登记关意见" in page, "待答复" in page) == (True, True)
    form = client.get(reverse("consult:decide_approval", args=[case.pk])).content.decode()
    assert ("予以备案" in form, "除“同意”外必填" in form) == (True, False)


def test_only_the_leading_room_asks(house, client):
    case = case_at(house, FILING, more=BODIES)
    url = reverse("consult:lay_checkpoint", args=[case.pk, "gate"])
    told = {}
    for name in ("member", "township", "leading_office", "other_clerk", "convener"):
        client.force_login(getattr(house, name))
        told[name] = client.post(url).status_code
    assert told == {"member": 403, "township": 403, "leading_office": 403, "other_clerk": 404, "convener": 302}


OTHERS = """
[[body]]
code = "town"
name = "乡镇党委"
roles = ["township"]
unit_of = "township"

[[body]]
code = "guide"
name = "工作指导组"
roles = ["guidance"]
unit_of = "guidance"
"""
ROLE_OF = {"town": RoleCode.TOWNSHIP, "guide": RoleCode.GUIDANCE, "city_committee": RoleCode.CITY_COMMITTEE}


@pytest.mark.parametrize("body", ROLE_OF)
def test_whoever_is_asked_opens_the_case_and_answers(house, client, body):
    """Also a body that has no part in the room otherwise: its township where another body approves, a committee."""
    make.UnitFactory(kind=UnitKind.GUIDANCE, name="工作指导组", short_name="指导组")
    elsewhere = make.UnitFactory(kind=UnitKind.TOWNSHIP, name="开发区党工委", short_name="开发区", region=house.city)
    type(house.room).objects.filter(pk=house.room.pk).update(approver=elsewhere)
    house.room.refresh_from_db()
    case = case_at(house, FILING.replace("approver", body), more=BODIES + OTHERS)
    approval.lay_before_bodies(case, code="gate", by=house.clerk)
    step = fresh(case).approval.steps.get(is_open=True)
    client.force_login(make.person(ROLE_OF[body], unit=step.unit))
    assert client.get(reverse("consult:decide_approval", args=[case.pk])).status_code == 200
    client.force_login(house.other_township)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_room_that_lies_in_no_township_asks_the_body_that_approves_for_it(house):
    type(house.room.unit).objects.filter(pk=house.room.unit_id).update(region=house.city)
    house.room.unit.refresh_from_db()
    case = case_at(house, FILING.replace("approver", "town"), more=BODIES + OTHERS)
    approval.lay_before_bodies(case, code="gate", by=house.clerk)
    assert fresh(case).approval.steps.get(is_open=True).unit == house.room.approver
