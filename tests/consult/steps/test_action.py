from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from consult.enums import Adoption, MatterLevel, MatterState
from consult.models import Matter, Submission
from consult.steps import action, closing
from consult.workflow import Refused
from members.models import Event, Notice
from rooms.practice.shape import Span
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db

READY, SOUGHT, OWNERS = "ready", "sought", "owners"


def matter_of(house, **matters):
    return Matter.objects.for_page().get(pk=scene.received(house, **matters).matter_set.first().pk)


def again(matter):
    return Matter.objects.for_page().get(pk=matter.pk)


def test_an_adopted_matter_gives_each_unit_its_task(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    scene.decide(matter, house.township, plan=scene.plan(unit, helping=(house.department_unit,)))
    tasks = matter.assignments.order_by("pk").values_list("unit", "role", "asked")
    assert list(tasks) == [(unit.pk, "responsible", False), (house.department_unit.pk, "helping", True)]
    assert again(matter).state == MatterState.RUNNING


def test_a_unit_of_another_authority_is_asked_and_has_no_deadline(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    scene.decide(matter, house.township, plan=scene.plan(unit, helping=(house.department_unit,), days=30))
    due = timezone.localdate() + timedelta(days=30)
    assert list(matter.assignments.order_by("pk").values_list("due_on", flat=True)) == [due, None]


def test_who_is_under_the_township(house):
    matter, body = matter_of(house), house.room.approver
    bureau = house.department_unit
    station = make.UnitFactory(name="柳湖派出所", region=body.region, parent=bureau)
    office = make.UnitFactory(name="街道物管办", region=body.region)
    group = make.UnitFactory(name="物管办一组", region=body.region, parent=office)
    scene.decide(matter, house.township, plan=scene.plan(house.room.unit, office, group, station, bureau))
    asked = dict(matter.assignments.values_list("unit__name", "asked"))
    assert asked == {
        house.room.unit.name: False,
        office.name: False,
        group.name: False,
        station.name: True,
        bureau.name: True,
    }


def test_the_body_of_an_enterprise_has_authority_over_its_own_units_only(house):
    type(house.room.approver).objects.filter(pk=house.room.approver_id).update(kind="party_body", region=house.city)
    matter = matter_of(house)
    own = make.UnitFactory(name="公司工程部", region=house.city, parent=matter.consultation.room.approver)
    scene.decide(matter, house.township, plan=scene.plan(own, house.department_unit))
    assert list(matter.assignments.order_by("pk").values_list("asked", flat=True)) == [False, True]


def test_units_and_room_are_told_of_the_decision(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    Notice.objects.all().delete()
    scene.decide(matter, house.township, plan=scene.plan(unit, helping=(house.department_unit,)))
    told = dict(Notice.objects.values_list("user__name", "sentence"))
    assert set(told) == {"魏波", "曹伟", "周敏", "罗建平", "沈雅琴"}
    assert told["曹伟"].startswith(f"商请：{house.room.approver.short_name}")


def test_a_decision_leaves_one_ledger_row_that_names_the_body_and_who_entered_it(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    scene.decide(matter, house.township_clerk, plan=scene.plan(unit))
    event = Event.objects.get(verb="consult.decide_adopt")
    body = house.room.approver
    assert (event.sentence, event.entered_for) == (f"{body.short_name}对事项 1：采纳", body.name)


def test_a_secretary_decides_in_the_name_of_the_body(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    assert scene.decide(matter, house.township, plan=scene.plan(unit)).entered_for_body is False


@pytest.mark.parametrize("adoption", ["partly", "decline", "raise", "return"])
def test_what_is_not_plain_adoption_needs_a_reason(house, adoption):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    with pytest.raises(Refused, match="要写明理由"):
        scene.decide(matter, house.township, adoption, opinion=" ", plan=scene.plan(unit))


def test_a_matter_that_is_not_adopted_is_closed_with_the_reason(house):
    matter = matter_of(house)
    scene.decide(matter, house.township, "decline", opinion="与总体规划不符")
    matter = again(matter)
    assert (matter.state, matter.outcome, matter.closed_by) == ("declined", "与总体规划不符", house.township)


def test_the_last_declined_matter_closes_the_case(house):
    matter = matter_of(house, township=1)
    scene.decide(matter, house.township, "decline", opinion="与总体规划不符")
    assert again(matter).consultation.state == "closed"


def test_a_matter_can_be_raised_to_the_city(house):
    matter = matter_of(house)
    scene.decide(matter, house.township, "raise", opinion="涉及市级资金")
    matter, sent = again(matter), Submission.objects.get(kind="matter")
    assert (matter.state, matter.level, sent.to.name) == ("city", MatterLevel.CITY, "市政协办公室")


def test_a_running_matter_is_raised_when_the_unit_that_was_asked_declines(house):
    matter, task, _ = scene.running(house)
    scene.decide(matter, house.township, "raise", opinion="供水公司不能承办")
    task.refresh_from_db()
    assert (again(matter).state, task.state) == ("city", "canceled")
    assert "任务撤销" in Notice.objects.filter(url=f"/assignments/{task.pk}/").latest("pk").sentence


def test_a_running_matter_is_not_decided_otherwise(house):
    matter, _, _ = scene.running(house)
    with pytest.raises(Refused, match="陈立新已经先一步提交了决定（采纳）"):
        scene.decide(matter, house.township_clerk, "decline")


def test_a_returned_matter_waits_at_the_room(house):
    matter = matter_of(house)
    scene.decide(matter, house.township, "return", opinion="请写清长度")
    assert again(matter).state == MatterState.NOTED


def test_a_form_opened_before_another_decision_is_refused(house):
    matter = matter_of(house)
    scene.decide(matter, house.township, "return", opinion="请写清长度")
    Matter.objects.filter(pk=matter.pk).update(state="pending")
    with pytest.raises(Refused, match="陈立新已经先一步提交了决定（退回联络室）"):
        scene.decide(matter, house.township_clerk, "decline", seen=0)


def test_nothing_is_decided_before_the_minutes_were_received(house):
    case = scene.signed(house)
    matter = case.matter_set.first()
    Matter.objects.update(state="pending")
    with pytest.raises(Refused, match="接收纪要以后"):
        scene.decide(matter, house.township, "decline")


def test_a_convener_who_sits_in_the_body_does_not_decide(house):
    make.grant(house.convener, "township", unit=house.room.approver)
    with pytest.raises(Refused, match="您是这个联络室的召集人"):
        scene.decide(matter_of(house), house.convener, "decline")


@pytest.mark.parametrize(("days", "message"), [(1, "不能晚于今天"), (-1, "不能早于接收纪要")])
def test_the_day_of_a_decision_lies_between_receipt_and_today(house, days, message):
    with pytest.raises(Refused, match=message):
        scene.decide(matter_of(house), house.township, "decline", basis_on=timezone.localdate() + timedelta(days=days))


def test_an_adopted_matter_has_a_responsible_unit(house):
    with pytest.raises(Refused, match="请写明责任单位"):
        scene.decide(matter_of(house), house.township, plan=scene.plan())


def test_a_unit_is_listed_once(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    with pytest.raises(Refused, match="只能列一次"):
        scene.decide(matter, house.township, plan=scene.plan(unit, helping=(unit,)))


def test_a_unit_of_the_township_has_a_deadline(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    with pytest.raises(Refused, match="请写明完成期限"):
        scene.decide(matter, house.township, plan=scene.plan(unit, due=None))


def test_units_that_are_all_asked_need_no_deadline(house):
    matter = matter_of(house)
    scene.decide(matter, house.township, plan=scene.plan(house.department_unit, due=None))
    assert matter.assignments.get().asked is True


@pytest.mark.parametrize(
    ("start", "due", "message"),
    [(None, -1, "完成期限不能早于今天"), (-1, 5, "开工期限不能早于决定日期"), (9, 5, "完成期限不能早于开工期限")],
)
def test_days_stand_in_order(house, start, due, message):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    today = timezone.localdate()
    start = start and today + timedelta(days=start)
    with pytest.raises(Refused, match=message):
        scene.decide(matter, house.township, plan=scene.plan(unit, start=start, due=today + timedelta(days=due)))


def test_a_span_that_ends_on_a_holiday_moves_and_says_why(house):
    with time_machine.travel("2026-09-22T09:18:00+08:00"):
        matter, (unit, _) = matter_of(house), scene.own_unit(house)
        decision = scene.decide(
            matter, house.township, plan=scene.plan(unit, start=Span(days=15), due=date(2026, 12, 31))
        )
    assert (decision.start_on, decision.start_note) == (date(2026, 10, 8), "第 15 日是 10月7日，因国庆假期顺延 1 天")
    assert (decision.due_on, decision.due_note) == (date(2026, 12, 31), "")


def test_a_span_beyond_the_calendar_is_refused(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    with pytest.raises(Refused, match="日期要在"):
        scene.decide(matter, house.township, plan=scene.plan(unit, due=Span(months=1100)))


def money(*parts):
    return tuple((f"来源{number}", Decimal(amount), state) for number, (amount, state) in enumerate(parts))


def test_the_parts_of_the_money_add_up_to_the_cost(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    parts = money((40, READY), (40, SOUGHT), (6, OWNERS))
    decision = scene.decide(matter, house.township, plan=scene.plan(unit, cost=Decimal(86), money=parts))
    assert (decision.cost, decision.money.count(), action.gap_of(decision.money.all())) == (86, 3, 40)


@pytest.mark.parametrize(("amount", "message"), [("39.5", "少 6.5 万元"), ("50", "多 4 万元")])
def test_a_difference_in_the_money_is_named(house, amount, message):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    parts = money((40, READY), (amount, SOUGHT))
    with pytest.raises(Refused, match=message):
        scene.decide(matter, house.township, plan=scene.plan(unit, cost=Decimal(86), money=parts))


def test_without_a_named_cost_the_parts_are_the_cost(house):
    matter, (unit, _) = matter_of(house), scene.own_unit(house)
    decision = scene.decide(matter, house.township, plan=scene.plan(unit, money=money((40, READY), (6, OWNERS))))
    assert decision.cost == 46


def test_a_scan_of_another_person_is_refused_and_nothing_is_decided(house):
    matter, scan = matter_of(house), scene.photo(house.clerk)
    with pytest.raises(Refused, match="附件没有传完"):
        scene.decide(matter, house.township, "decline", attachments=[scan.pk])
    assert (again(matter).state, matter.decisions.count()) == (MatterState.PENDING, 0)


def close(matter, by, outcome="solved", **fields):
    return closing.close_matter(matter, by=by, outcome=outcome, text="已疏通，水流正常", **fields)


def test_a_solved_matter_needs_evidence(house):
    matter, task, _ = scene.running(house)
    type(task).objects.update(state="closed", closed_by=house.township, closed_at=timezone.now())
    with pytest.raises(Refused, match="“已落实”要有佐证"):
        close(matter, house.township)


def test_a_matter_is_closed_with_outcome_satisfaction_and_way(house):
    matter, task, _ = scene.running(house)
    type(task).objects.update(state="closed", closed_by=house.township, closed_at=timezone.now())
    close(matter, house.township, attachments=[scene.photo(house.township).pk], satisfaction="满意")
    matter = again(matter)
    closed = (matter.state, matter.outcome_code, matter.satisfaction, matter.disposition)
    assert closed == ("done", "solved", "满意", "township")


def test_evidence_of_a_report_serves_the_matter(house):
    matter, task, person = scene.running(house)
    progress = task.progress.create(text="完工", reported_by=person)
    photo = scene.photo(person)
    photo.owner, photo.owner_id = progress, str(progress.pk)
    photo.save()
    type(task).objects.update(state="canceled")
    close(matter, house.township)
    assert again(matter).state == MatterState.DONE


def test_open_tasks_are_closed_before_the_matter(house):
    matter, _, _ = scene.running(house)
    with pytest.raises(Refused, match="还有 1 件任务没有办结：街道城建办"):
        close(matter, house.township)


def test_a_matter_is_closed_once(house):
    matter, task, _ = scene.running(house)
    type(task).objects.update(state="canceled")
    close(matter, house.township, outcome="explained")
    with pytest.raises(Refused, match="陈立新已经先一步办结这件事项（已落实）"):
        close(matter, house.township_clerk, outcome="explained")


@pytest.mark.parametrize(
    ("outcome", "text", "message"), [("lost", "做了", "没有这种办理结果"), ("partly", " ", "写明办理结果")]
)
def test_an_outcome_is_one_of_the_pack_and_is_told(house, outcome, text, message):
    matter, task, _ = scene.running(house)
    type(task).objects.update(state="canceled")
    with pytest.raises(Refused, match=message):
        closing.close_matter(matter, by=house.township, outcome=outcome, text=text)


def test_the_case_closes_with_its_last_matter(house):
    matter, task, _ = scene.running(house, township=2)
    type(task).objects.update(state="canceled")
    close(matter, house.township, outcome="explained")
    assert again(matter).consultation.state == "running"
    second = again(matter.consultation.matter_set.get(number=2))
    scene.decide(second, house.township, Adoption.DECLINE, opinion="无必要")
    case = again(matter).consultation
    assert (case.state, case.ending) == ("closed", "done")
