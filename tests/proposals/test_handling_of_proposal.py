"""办理: plan, lists, talks, the part of others, extension."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.workflow import Refused, Stale
from proposals import operations
from rooms.models import TimeLimit
from rooms.operations import time_limits
from tests.proposals.cycle_scene import filed, of, preassigned, running, talked, units

pytestmark = pytest.mark.django_db
DUTY = {"leader": "贺文清", "handler": "曹伟", "action": "新建充电车位", "until": None}
RESULT = {"result": "已经采纳", "done": "新增车位", "figure": 40, "figure_unit": "个", "is_finished": True}


@pytest.fixture
def found(house):
    return units(house)


def test_the_unit_makes_its_plan_and_names_its_people(house, found):
    handling = of(preassigned(house, found), found, "lead")
    with pytest.raises(Refused, match="不能修改办理计划"):
        operations.make_plan(handling, by=found.lead.user, plan="先调查", version=handling.version)
    operations.agree(handling, by=found.lead.user)
    planned = operations.make_plan(
        handling, by=found.lead.user, plan="先调查", handler="曹伟", version=handling.version
    )
    assert (planned.plan, planned.handler) == ("先调查", "曹伟")
    with pytest.raises(Stale):
        operations.make_plan(handling, by=found.lead.user, plan="再调查", version=handling.version)


# ── row by row ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_suggestions_are_split_and_more_come_behind(house, found):
    row = running(house, found)
    operations.split_advice(row, by=house.office, texts=["一、建车位", " ", "（2）定价格"])
    operations.split_advice(row, by=house.office, texts=["管秩序"])
    assert [(each.position, each.text) for each in row.advices.all()] == [(1, "建车位"), (2, "定价格"), (3, "管秩序")]
    with pytest.raises(Refused, match="最多列 30 条"):
        operations.split_advice(row, by=house.office, texts=["多"] * 28)
    with pytest.raises(Refused, match="请逐条写出建议"):
        operations.split_advice(row, by=house.office, texts=[" "])


def test_the_result_mirrors_a_duty_and_what_is_finished_has_its_figure(house, found):
    row = running(house, found)
    [advice] = operations.split_advice(row, by=house.office, texts=["建车位"])
    with pytest.raises(Refused, match="请先填写责任清单的这一条"):
        operations.report_result(advice, by=found.lead.user, version=1, **RESULT)
    handling = of(row, found, "lead")
    advice = operations.set_duty(advice, by=found.lead.user, handling=handling, version=1, **DUTY)
    for missing, because in (({"result": " "}, "逐条写明答复"), ({"figure": None}, "数据和计量单位")):
        with pytest.raises(Refused, match=because):
            operations.report_result(advice, by=found.lead.user, version=advice.version, **{**RESULT, **missing})
    done = operations.report_result(advice, by=found.lead.user, version=advice.version, **RESULT)
    assert (done.is_finished, done.figure, done.reported_by) == (True, 40, found.lead.user)


def test_only_a_unit_that_has_a_part_is_responsible(house, found):
    row, other = running(house, found), running(house, found)
    [advice] = operations.split_advice(row, by=house.office, texts=["建车位"])
    with pytest.raises(Refused, match="要从这件的承办单位里选"):
        operations.set_duty(advice, by=found.lead.user, handling=of(other, found, "lead"), version=1, **DUTY)


# ── talks ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_talks_are_written_down_once_the_unit_handles_it(house, found):
    handling = of(preassigned(house, found), found, "lead")
    with pytest.raises(Refused, match="签收以后才能登记沟通"):
        talked(handling, found.lead.user)
    handling = of(running(house, found), found, "lead")
    assert talked(handling, found.lead.user).round == 1
    with pytest.raises(Refused, match="也不能晚于今天"):
        talked(handling, found.lead.user, on=timezone.localdate() + timedelta(days=1))


# ── those beside ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_stands_beside_hands_in_its_part(house, found):
    row = running(house, found, "lead", "co")
    co, lead = of(row, found, "co"), of(row, found, "lead")
    with pytest.raises(Refused, match="主办单位直接答复提出人"):
        operations.give_opinion(lead, by=found.lead.user, result="solved", text="已办")
    operations.give_opinion(co, by=found.co.user, result="solved", text="已安排公交接驳")
    co.refresh_from_db()
    assert (co.state, co.answer) == ("answered", "已安排公交接驳")
    assert TimeLimit.objects.of(co, "proposal_opinion").get().state == "met"


# ── extension ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_extension_is_granted_once_by_what_the_pack_says(house, found):
    handling = of(running(house, found), found, "lead")
    limit = TimeLimit.objects.open().of(handling).get()
    with pytest.raises(Refused, match="请写明申请延期的理由"):
        operations.ask_extension(handling, by=found.lead.user, reason="")
    operations.ask_extension(handling, by=found.lead.user, reason="要等省里批复")
    with pytest.raises(Refused, match="正在等交办单位答复"):
        operations.ask_extension(handling, by=found.lead.user, reason="再申请")
    operations.rule_extension(handling, by=house.office, grants=True)
    due, limit = limit.due_on, TimeLimit.objects.get(pk=limit.pk)
    assert limit.due_on > due
    assert (limit.extensions.get().reason, limit.extensions.get().by_rule) == ("要等省里批复", True)
    with pytest.raises(Refused, match="只能延期一次"):
        operations.ask_extension(handling, by=found.lead.user, reason="还不够")


def test_an_extension_can_be_refused_with_its_reason(house, found):
    handling = of(running(house, found), found, "lead")
    operations.ask_extension(handling, by=found.lead.user, reason="人手不足")
    with pytest.raises(Refused, match="请写明理由"):
        operations.rule_extension(handling, by=house.office, grants=False, ruling=" ")
    operations.rule_extension(handling, by=house.office, grants=False, ruling="请抓紧办理")
    handling.refresh_from_db()
    assert (handling.extension_granted, handling.extension_ruling) == (False, "请抓紧办理")
    with pytest.raises(Refused, match="没有待处理的延期申请"):
        operations.rule_extension(handling, by=house.office, grants=True)


def test_after_its_day_nobody_asks_for_more(house, found):
    handling = of(running(house, found), found, "lead")
    yesterday = timezone.localdate() - timedelta(days=1)
    TimeLimit.objects.open().of(handling).update(starts_on=yesterday, due_on=yesterday, counted_on=yesterday)
    with pytest.raises(Refused, match="已经过了，到期以前才能申请"):
        operations.ask_extension(handling, by=found.lead.user, reason="晚了")


def test_what_lies_with_nobody_has_no_limit_to_extend(house, found):
    handling = of(preassigned(house, found), found, "lead")
    with pytest.raises(Refused, match="没有可以申请延期的答复期限"):
        operations.ask_extension(handling, by=found.lead.user, reason="早")
    assert filed(house).handlings.count() == 0


def test_while_the_clock_stands_its_day_has_not_passed(house, found):
    handling = of(running(house, found), found, "lead")
    limit = TimeLimit.objects.open().of(handling).get()
    time_limits.pause(limit, by=house.office, reason="等省里批复", on=timezone.localdate())
    yesterday = timezone.localdate() - timedelta(days=1)
    TimeLimit.objects.filter(pk=limit.pk).update(starts_on=yesterday, due_on=yesterday, counted_on=yesterday)
    assert operations.ask_extension(handling, by=found.lead.user, reason="批复还没有下来").extension_asked_at


def test_a_unit_beside_the_lead_writes_its_own_rows_alone(house, found):
    row = running(house, found, "lead", "co")
    lead, co = of(row, found, "lead"), of(row, found, "co")
    (advice,) = operations.split_advice(row, by=found.lead.user, texts=["建车位"])
    with pytest.raises(Refused, match="这里只登记本单位的责任"):
        operations.set_duty(advice, by=found.co.user, version=1, **DUTY, handling=lead)
    advice = operations.set_duty(advice, by=found.co.user, version=1, **DUTY, handling=co)
    with pytest.raises(Refused, match="这里只登记本单位的责任"):
        operations.set_duty(advice, by=found.co.user, version=2, **DUTY, handling=lead)
    assert operations.set_duty(advice, by=found.lead.user, version=2, **DUTY, handling=lead).handling == lead


def test_a_unit_from_which_it_was_taken_away_writes_no_list(house, found):
    row = running(house, found, "lead", "co")
    (advice,) = operations.split_advice(row, by=house.office, texts=["建车位"])
    operations.take_away(of(row, found, "co"), by=house.office, reason="误加")
    refused = "本单位已经不承办这件提案"
    with pytest.raises(Refused, match=refused):
        operations.split_advice(row, by=found.co.user, texts=["改规划"])
    with pytest.raises(Refused, match=refused):
        operations.set_duty(advice, by=found.co.user, version=1, **DUTY, handling=of(row, found, "lead"))
