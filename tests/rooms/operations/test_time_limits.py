"""Limits begin as the pack says or as somebody gave them, stop, are extended, and end once."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from members.models import Event
from members.workflow import Refused
from rooms import practice
from rooms.enums import LimitState
from rooms.models import TimeLimit
from rooms.operations import time_limits
from rooms.practice.shape import Span
from tests import factories as make

pytestmark = pytest.mark.django_db
PACK = practice.load("daye")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-09-25 09:00+08:00", tick=False) as clock:
        yield clock


@pytest.fixture
def unit():
    return make.UnitFactory(name="市住建局")


@pytest.fixture
def begin(unit):
    # Any record can own limits; a region is the cheapest one.
    owner = unit.region

    def begin(**given):
        told = {"of": "report_action", "subject": "关于老旧小区加装电梯的专报", "url": "/x/", "by": None, "pack": PACK}
        return time_limits.begin(owner, unit=unit, **(told | given))

    return begin


def test_a_limit_runs_as_long_as_the_pack_says(begin):
    limit = begin(of="proposal_reply")
    assert (limit.name, limit.span, limit.extension_span) == ("提案答复", {"months": 3}, {"months": 1})
    assert (limit.due_on, limit.explanation) == (date(2026, 12, 25), "满 3 个月是 12月25日")
    assert limit.steps[0] == "提案答复的期限是 3 个月，系统暂定，可以在做法里修改。"
    assert (limit.reminders, limit.reminders_after, limit.escalate_to) == ([10, 3], [1, 5], ["dispatcher", "office"])
    # Ten working days before.
    assert limit.remind_on == date(2026, 12, 11)


def test_an_act_without_a_limit_in_the_pack_has_none(begin):
    assert begin(of="approval") is None


def test_somebody_gives_a_span_or_a_day(begin):
    span = begin(within=Span(workdays=10), given_by="市政府办公室")
    assert (span.due_on, span.explanation) == (date(2026, 10, 15), "第 10 个工作日是 10月15日，因国庆假期顺延 6 天")
    assert span.steps[0] == "期限 10 个工作日，由市政府办公室确定。"
    day = begin(given_on=date(2026, 10, 31), given_by="市政府办公室", name="第一阶段")
    assert (day.due_on, day.explanation) == (date(2026, 10, 31), "由市政府办公室确定")
    assert day.steps == ["2026年10月31日（星期六）到期，由市政府办公室确定。"]
    with pytest.raises(Refused, match="不能早于起算日期"):
        begin(given_on=date(2026, 9, 24), given_by="市政府办公室", name="早了")
    with pytest.raises(Refused, match="2099年"):
        begin(within=Span(months=1000), given_by="市政府办公室", name="太长")


def test_the_same_limit_runs_once_for_a_unit(begin):
    limit = begin()
    with pytest.raises(Refused, match="已经在计时"):
        begin()
    limit.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        limit.save(force_insert=True)
    time_limits.meet(TimeLimit.objects.get(), by=None)
    assert begin().state == LimitState.RUNNING


def test_days_of_a_stop_do_not_count(begin, clock):
    limit = begin(within=Span(workdays=10), given_by="市政府办公室")
    clock.move_to("2026-10-12 09:00+08:00")
    time_limits.pause(limit, by=None, reason="等待提案人补充材料")
    clock.move_to("2026-10-16 09:00+08:00")
    limit = time_limits.resume(limit, by=None)
    assert (limit.state, limit.due_on) == (LimitState.RUNNING, date(2026, 10, 21))
    told = "第 10 个工作日是 10月15日，因国庆假期顺延 6 天；停表 4 个工作日，顺延至 10月21日"
    assert limit.explanation == told
    assert limit.steps[-2:] == [
        "10月12日停表，10月16日恢复计时，其间 4 个工作日不计入。",
        "停表 4 个工作日，顺延至 10月21日（周三）。",
    ]
    told = Event.objects.filter(object_type="members.region", object_id=str(limit.owner_id)).order_by("pk")
    assert [event.sentence for event in told] == [
        "交办件办理自 2026年10月12日起停表",
        "交办件办理自 2026年10月16日起恢复计时，到期日从 2026年10月15日顺延到 2026年10月21日",
    ]


def test_months_move_by_days_of_the_calendar(begin):
    limit = begin(starts_on=date(2026, 8, 20))
    # A Sunday that is worked.
    assert limit.due_on == date(2026, 9, 20)
    time_limits.pause(limit, by=None, reason="等待现场勘查", on=date(2026, 9, 18))
    limit = time_limits.resume(limit, by=None, on=date(2026, 9, 22))
    # Four days that did not count.
    assert (limit.counted_on, limit.due_on) == (date(2026, 9, 24), date(2026, 9, 24))
    assert limit.explanation.endswith("；停表 4 天，顺延至 9月24日")


def test_where_a_stop_leads_to_a_day_of_rest_both_are_told(begin):
    limit = begin(of="proposal_reply", starts_on=date(2026, 6, 8))
    time_limits.pause(limit, by=None, reason="等待现场勘查", on=date(2026, 9, 1))
    limit = time_limits.resume(limit, by=None, on=date(2026, 9, 5))
    assert (limit.counted_on, limit.due_on) == (date(2026, 9, 12), date(2026, 9, 14))
    assert limit.explanation == "满 3 个月是 9月8日；停表 4 天后是 9月12日，因周末顺延 2 天"


def test_a_stop_over_days_that_do_not_count_changes_nothing(begin):
    limit = begin(within=Span(workdays=5), given_by="市委办", starts_on=date(2026, 9, 11))
    before = limit.explanation
    time_limits.pause(limit, by=None, reason="等材料", on=date(2026, 9, 12))
    assert time_limits.resume(limit, by=None, on=date(2026, 9, 14)).explanation == before


@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2026, 9, 26), "不能晚于今天"), (date(2026, 9, 20), "不能早于起算日期")],
)
def test_a_stop_is_of_the_days_that_run(begin, on, told):
    limit = begin(starts_on=date(2026, 9, 21))
    with pytest.raises(Refused, match=told):
        time_limits.pause(limit, by=None, reason="等材料", on=on)


def test_a_clock_that_ran_out_cannot_be_stopped(begin, clock):
    limit = begin()
    clock.move_to("2026-11-01 09:00+08:00")
    with pytest.raises(Refused, match="到期以后不能停表"):
        time_limits.pause(limit, by=None, reason="等材料")
    with pytest.raises(Refused, match="没有停表"):
        time_limits.resume(limit, by=None)


def test_stops_do_not_overlap(begin, clock):
    limit = begin()
    time_limits.pause(limit, by=None, reason="等材料")
    clock.move_to("2026-09-29 09:00+08:00")
    time_limits.resume(limit, by=None)
    with pytest.raises(Refused, match="上一次停表"):
        time_limits.pause(limit, by=None, reason="等材料", on=date(2026, 9, 28))
    time_limits.pause(limit, by=None, reason="等材料")
    with pytest.raises(Refused, match="已经办过"):
        time_limits.pause(limit, by=None, reason="等材料")


def test_a_limit_is_extended_once_by_the_pack_and_else_to_a_named_day(begin):
    limit = begin(of="proposal_reply", starts_on=date(2026, 7, 7))
    # 7 October is a holiday.
    assert limit.due_on == date(2026, 10, 8)
    limit = time_limits.extend(limit, by=None, reason="需要多部门会商", approved_by="市政府办公室")
    # 8 November is a Sunday.
    assert limit.due_on == date(2026, 11, 9)
    told = "满 3 个月是 10月7日，因国庆假期顺延 1 天；延期后满 1 个月是 11月8日，因周末顺延 1 天"
    assert limit.explanation == told
    with pytest.raises(Refused, match="已经按规定延期过一次"):
        time_limits.extend(limit, by=None, reason="还要时间", approved_by="市政府办公室")
    with pytest.raises(Refused, match="要晚于现在的到期日"):
        time_limits.extend(limit, by=None, reason="x", approved_by="市委办", given_on=date(2026, 11, 9))
    limit = time_limits.extend(limit, by=None, reason="x", approved_by="市委办", given_on=date(2026, 12, 1))
    assert (limit.due_on, limit.explanation) == (date(2026, 12, 1), f"{told}；由市委办批准延期到 12月1日")
    assert [(each.due_before, each.due_after) for each in limit.extensions.all()] == [
        (date(2026, 10, 8), date(2026, 11, 9)),
        (date(2026, 11, 9), date(2026, 12, 1)),
    ]


def test_what_the_pack_does_not_let_be_extended_needs_a_day(begin):
    limit = begin(of="proposal_opinion")
    with pytest.raises(Refused, match="写明延到哪一天"):
        time_limits.extend(limit, by=None, reason="x", approved_by="市委办")


def test_a_part_ends_with_the_whole_at_the_latest(begin):
    whole = begin(given_on=date(2026, 10, 20), given_by="市政府办公室")
    part = begin(of="proposal_opinion", parent=whole)
    assert (part.due_on, part.counted_on) == (date(2026, 10, 20), date(2026, 10, 20))
    assert part.explanation == "满 1 个月是 10月25日，因周末顺延 1 天，不晚于“交办件办理”的到期日 10月20日"
    with pytest.raises(Refused, match="分期限不能晚于"):
        begin(name="第一阶段", parent=whole, given_on=date(2026, 10, 21), given_by="市政府办公室")
    with pytest.raises(Refused, match="请先延长总期限"):
        time_limits.extend(part, by=None, reason="x", approved_by="x", given_on=date(2026, 10, 30))
    time_limits.extend(whole, by=None, reason="x", approved_by="x", given_on=date(2026, 10, 30))
    part.refresh_from_db()
    assert (part.due_on, part.explanation) == (date(2026, 10, 26), "满 1 个月是 10月25日，因周末顺延 1 天")


def test_parts_stop_run_and_end_with_the_whole(begin, clock):
    whole = begin()
    part, done = begin(name="第一阶段", parent=whole), begin(name="第二阶段", parent=whole)
    time_limits.meet(done, by=None)
    clock.move_to("2026-10-12 09:00+08:00")
    time_limits.pause(whole, by=None, reason="等材料")
    part.refresh_from_db()
    assert part.state == LimitState.PAUSED
    with pytest.raises(Refused, match="请恢复“交办件办理”"):
        time_limits.resume(part, by=None)
    with pytest.raises(Refused, match="正在停表"):
        begin(name="第三阶段", parent=whole)
    clock.move_to("2026-10-14 09:00+08:00")
    whole = time_limits.resume(whole, by=None)
    part.refresh_from_db()
    assert (part.state, part.due_on, whole.due_on) == (LimitState.RUNNING, date(2026, 10, 27), date(2026, 10, 27))
    time_limits.meet(whole, by=None)
    part.refresh_from_db()
    assert (part.state, part.met_on) == (LimitState.MET, date(2026, 10, 14))


def test_a_limit_is_met_on_a_day_that_can_be(begin):
    limit = begin()
    with pytest.raises(Refused, match="不能晚于今天"):
        time_limits.meet(limit, by=None, on=date(2026, 9, 26))
    with pytest.raises(Refused, match="不能早于起算日期"):
        time_limits.meet(limit, by=None, on=date(2026, 9, 24))
    limit = time_limits.meet(limit, by=None)
    assert (limit.state, limit.met_on, limit.remind_on) == (LimitState.MET, date(2026, 9, 25), None)
    with pytest.raises(Refused, match="已经办过"):
        time_limits.meet(limit, by=None)


def test_what_is_met_while_the_clock_stands_is_not_late_by_the_stop(begin, clock):
    limit = begin()
    time_limits.pause(limit, by=None, reason="等材料")
    clock.move_to("2026-11-20 09:00+08:00")
    limit = time_limits.meet(limit, by=None)
    assert not limit.is_late(date(2026, 11, 20))
    assert limit.due_on > date(2026, 11, 20)


def test_what_is_given_back_runs_on_without_the_days_it_lay_with_others(begin, clock):
    limit = begin()
    assert limit.due_on == date(2026, 10, 26)
    clock.move_to("2026-10-20 09:00+08:00")
    time_limits.meet(limit, by=None)
    clock.move_to("2026-10-28 09:00+08:00")
    limit = time_limits.reopen(limit, by=None, reason="答复内容不全")
    # 25 October nominally, and eight days in other hands.
    assert (limit.state, limit.due_on, limit.met_on) == (LimitState.RUNNING, date(2026, 11, 2), None)


def test_whatever_runs_for_a_record_is_met_or_given_up_together(begin):
    whole = begin()
    begin(name="第一阶段", parent=whole)
    reply = begin(of="proposal_reply")
    assert time_limits.meet_all(whole.owner, "proposal_reply", by=None) == 1
    assert time_limits.void_all(whole.owner, by=None, reason="撤回") == 1
    reply.refresh_from_db()
    states = TimeLimit.objects.order_by("pk").values_list("state", "void_reason")
    assert list(states) == [("void", "撤回"), ("void", "总期限不再计算"), ("met", "")]


def test_a_window_lapses_once_and_only_when_it_is_over(begin, clock):
    limit = begin(of="proposal_refusal", lapses=True)
    acts = []
    clock.move_to("2026-10-08 09:00+08:00")
    assert limit.due_on == date(2026, 10, 8)

    def lapse() -> int:
        return time_limits.lapse_all(type(limit.owner), ["proposal_refusal"], lambda *act: acts.append(act))

    assert lapse() == 0
    clock.move_to("2026-10-09 00:00+08:00")
    assert (lapse(), lapse()) == (1, 0)
    assert acts == [(limit.owner, limit)]
    limit.refresh_from_db()
    assert (limit.state, limit.is_open) == (LimitState.LAPSED, False)


def test_a_limit_of_which_nobody_said_that_it_lapses_stays_late(begin, clock):
    limit = begin(of="proposal_refusal")
    clock.move_to("2026-10-09 00:00+08:00")
    assert time_limits.lapse(limit) is False
    assert limit.is_late(date(2026, 10, 9))
    assert list(TimeLimit.objects.late(date(2026, 10, 9))) == [limit]


def test_one_that_cannot_be_carried_out_keeps_no_other_from_lapsing(begin, clock):
    first, second = begin(of="proposal_refusal", lapses=True), begin(of="suggestion_refusal", lapses=True)
    clock.move_to("2026-11-09 00:00+08:00")

    def then(owner, limit):
        if limit == second:
            raise Refused("这件提案已经撤回。")

    assert time_limits.lapse_all(type(first.owner), ["proposal_refusal", "suggestion_refusal"], then) == 1
    assert [limit.state for limit in TimeLimit.objects.order_by("pk")] == ["lapsed", "running"]
