"""征题 and 荐题: who is asked, what comes in, what is said to it, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.models import Nomination
from consult.queries import plans as queries
from consult.steps import nominations, plan_calls, plans
from consult.workflow import Refused
from members.enums import RoleCode
from members.models import Event, Notice
from members.templatetags.dates import day
from tests import factories as make
from tests import plan_scene as scene

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return str(caught.value)


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("sentence", flat=True))


@pytest.fixture
def call(house):
    return scene.call(house.room.approver, by=house.township)


def test_everybody_who_is_asked_is_told_and_nobody_else(house, call):
    sentence = f"征题：征集年度协商议题，{day(call.closes_on)}截止"
    for person in (house.clerk, house.convener, house.member):
        assert told(person) == [sentence]
    for person in (house.other_clerk, house.township, house.department, house.leading_office):
        assert told(person) == []


def test_a_call_to_units_reaches_the_named_ones(house):
    asked = scene.call(make.leading_office(), by=house.leading_office, asked=["units"], units=[house.department_unit])
    assert (len(told(house.department)), told(house.clerk)) == (1, [])
    assert queries.is_asked(asked, house.department)
    assert not queries.is_asked(asked, house.clerk)
    said = refused(scene.call, make.leading_office(), by=house.leading_office, asked=["units"])
    assert said == "向单位征题的，请选择是哪些单位。"


def test_a_room_asks_its_own_members(house):
    asked = scene.call(house.room.unit, by=house.convener, asked=["members"])
    assert queries.is_asked(asked, house.member)
    neighbour = make.RoomFactory(unit__region=house.room.unit.region)
    stranger = make.person(RoleCode.MEMBER, unit=neighbour.unit)
    assert not queries.is_asked(asked, stranger)


def test_a_nomination_comes_to_the_unit_that_asked(house, call):
    row = scene.nomination(call.issuer, by=house.clerk, room=house.room, call=call)
    assert (row.to, row.year, row.state) == (house.room.approver, scene.year(), "pending")
    assert told(house.township) == ["收到联络室报题：下水管网改造"]
    assert Event.objects.filter(verb="consult.nominate").count() == 1


def test_nothing_comes_to_a_call_before_or_after_its_days(house, call):
    tomorrow = timezone.localdate() + timedelta(days=1)
    type(call).objects.filter(pk=call.pk).update(opens_on=tomorrow)
    assert "现在不能报" in refused(scene.nomination, call.issuer, by=house.clerk, room=house.room, call=call)
    type(call).objects.filter(pk=call.pk).update(opens_on=timezone.localdate())
    plan_calls.close_call(call, by=house.township)
    assert "现在不能报" in refused(scene.nomination, call.issuer, by=house.clerk, room=house.room, call=call)
    plan_calls.reopen_call(call, by=house.township, closes_on=tomorrow)
    assert scene.nomination(call.issuer, by=house.clerk, room=house.room, call=call).pk


def test_a_call_never_ends_before_it_begins(house, call):
    early = call.opens_on - timedelta(days=1)
    said = refused(plan_calls.edit_call, call, by=house.township, closes_on=early, version=call.version)
    assert said == f"截止日期不能早于开始日期（{day(call.opens_on)}）。"
    plan_calls.close_call(call, by=house.township)
    assert "不能早于开始日期" in refused(plan_calls.reopen_call, call, by=house.township, closes_on=early)


def test_whoever_was_not_asked_nominates_without_the_call(house, call):
    said = refused(scene.nomination, call.issuer, by=house.other_clerk, room=house.other_room, call=call)
    assert said == "这次征题不面向您所在的单位，可以直接荐题。"
    assert scene.nomination(make.leading_office(), by=house.other_clerk, room=house.other_room).call is None


def test_a_plan_is_of_this_year_or_the_next(house):
    for year in (scene.year() - 1, scene.year() + 2):
        said = refused(scene.nomination, house.room.unit, by=house.clerk, room=house.room, year=year)
        assert said == "只能为本年度或者下一年度的计划荐题。"


@pytest.fixture
def offered(house):
    return scene.nomination(house.room.approver, by=house.member, room=house.room, source="member")


def test_the_proposer_is_told_of_every_word(house, offered):
    nominations.shortlist(offered, by=house.township)
    nominations.decline(offered, by=house.township, verdict="街道已经立项改造")
    nominations.choose(offered, by=house.township, chooser="党工委书记陈立新", verdict="请抓紧", **scene.basis())
    assert told(house.member) == [
        "您荐的“下水管网改造”已列入备选",
        "您荐的“下水管网改造”未列入计划：街道已经立项改造",
        "您荐的“下水管网改造”已圈定：请抓紧",
    ]
    offered.refresh_from_db()
    assert (offered.state, offered.chooser, offered.basis) == ("chosen", "党工委书记陈立新", "meeting")


def test_a_refusal_needs_a_reason_and_a_choice_a_name(house, offered):
    assert "要写明理由" in refused(nominations.decline, offered, by=house.township, verdict=" ")
    assert "由谁圈定" in refused(nominations.choose, offered, by=house.township, chooser=" ", **scene.basis())
    assert Nomination.objects.get().state == "pending"


def test_names_that_were_typed_stand_in_no_sentence_of_the_ledger(house, offered):
    nominations.choose(offered, by=house.township, chooser="书记陈立新", **scene.basis())
    sentences = "".join(Event.objects.values_list("sentence", flat=True))
    assert "陈立新" not in sentences
    assert "下水管网" not in sentences


def test_a_leaders_topic_is_chosen_from_the_beginning(house):
    given = {"to": make.leading_office(), "year": scene.year(), "title": "营商环境", "chooser": "市委书记郑家明"}
    row = nominations.enter_leader_topic(by=house.leading_office, **given, **scene.basis())
    assert (row.state, row.source, row.by_whom) == ("chosen", "leader", "市委书记郑家明")


def test_a_leader_marks_several_on_a_list(house, offered):
    other = scene.nomination(house.room.approver, by=house.clerk, room=house.room, title="加装电梯")
    given = {"by": house.township, "chooser": "党工委会议", **scene.basis()}
    nominations.choose_many([offered, other], **given)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"chosen"}
    assert "请勾选" in refused(nominations.choose_many, [], **given)


def test_a_doublet_shares_what_becomes_of_the_other(house, offered):
    other = scene.nomination(house.room.approver, by=house.clerk, room=house.room, title="下水管网更新")
    nominations.merge(other, into=offered, by=house.township)
    other.refresh_from_db()
    assert (other.state, other.merged_into) == ("merged", offered)
    assert told(house.clerk)[-1] == "您荐的“下水管网更新”与“下水管网改造”合并研究"
    assert "另一件" in refused(nominations.merge, offered, into=offered, by=house.township)
    assert "已合并" in refused(nominations.merge, offered, into=other, by=house.township)
    assert "不能撤回" in refused(nominations.withdraw, offered, by=house.member)


def test_what_was_merged_earlier_goes_on_with_it_into_the_plan(house, offered):
    draft = scene.plan(house.room.approver, by=house.township)
    doublet, third = (scene.nomination(house.room.approver, by=house.clerk, room=house.room) for _ in range(2))
    nominations.merge(doublet, into=third, by=house.township)
    nominations.merge(third, into=offered, by=house.township)
    nominations.choose(offered, by=house.township, chooser="会议", **scene.basis())
    (item,) = plans.fill(draft, by=house.township)
    assert set(item.nominations.all()) == {offered, doublet, third}
    nominations.decline(offered, by=house.township, verdict="另行办理")
    assert not item.nominations.exists()


def test_only_what_waits_can_be_withdrawn(house, offered):
    nominations.choose(offered, by=house.township, chooser="会议", **scene.basis())
    assert "不能办理这一步" in refused(nominations.withdraw, offered, by=house.member)


def test_topics_that_are_alike_are_found(house, offered):
    make.consultation(house.room, by=house.clerk, title="路灯不亮")
    [found] = queries.similar_nominations(house.township, "老旧下水管网改造")
    assert found == offered
    assert queries.similar_nominations(house.township, "路灯不亮") == []
    assert queries.similar_nominations(house.other_clerk, "下水管网改造") == []


def test_a_member_speaks_for_himself_and_staff_for_the_room(house):
    member, clerk = queries.standing_of(house.member), queries.standing_of(house.clerk)
    assert (member.sources, clerk.sources[0], member.room) == (("member",), "room", house.room)
    assert [unit.kind for unit in clerk.targets] == ["room", "township", "leading_office"]
    department = queries.standing_of(house.department)
    assert (department.unit, [unit.kind for unit in department.targets]) == (house.department_unit, ["leading_office"])
    assert queries.standing_of(house.auditor) is None
