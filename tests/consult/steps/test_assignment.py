from datetime import timedelta

import pytest
from django.utils import timezone

from consult import queries
from consult.models import Assignment
from consult.steps import assignment
from consult.workflow import Refused
from members.models import Event, Notice, Revision
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db


def soon(days=120):
    return timezone.localdate() + timedelta(days=days)


def state(task):
    return Assignment.objects.get(pk=task.pk).state


def test_a_task_goes_from_receipt_to_its_closing(house):
    _, task, person = scene.running(house)
    way = [state(task)]
    assignment.accept(task, by=person)
    way.append(state(task))
    assignment.report(task, by=person, text="已完工", asks_closing=True)
    way.append(state(task))
    assignment.close(task, by=house.township)
    way.append(state(task))
    assert way == ["issued", "accepted", "reported", "closed"]


def test_each_act_leaves_one_row_of_the_case(house):
    matter, task, person = scene.running(house)
    before = Event.objects.filter(case_id=matter.consultation_id).count()
    assignment.accept(task, by=person)
    assignment.report(task, by=person, text="已清掏 4 座")
    assert Event.objects.filter(case_id=matter.consultation_id).count() == before + 2


def test_the_township_hears_of_each_report(house):
    _, task, person = scene.running(house)
    assignment.accept(task, by=person)
    Notice.objects.all().delete()
    assignment.report(task, by=person, text="已清掏 4 座")
    assert set(Notice.objects.values_list("user__name", "sentence")) == {
        ("陈立新", "街道城建办报告进展：已清掏 4 座"),
        ("孙倩", "街道城建办报告进展：已清掏 4 座"),
    }


def test_a_report_carries_its_photos(house):
    _, task, person = scene.running(house)
    assignment.accept(task, by=person)
    progress = assignment.report(task, by=person, text="已完工", attachments=[scene.photo(person).pk])
    assert progress.attachments.count() == 1


def test_a_task_is_refused_with_a_reason(house):
    _, task, person = scene.running(house)
    with pytest.raises(Refused, match="退回任务要写明理由"):
        assignment.refuse(task, by=person, reason="")
    assignment.refuse(task, by=person, reason="不属本单位职责")
    task.refresh_from_db()
    assert (task.state, task.refusal_reason) == ("refused", "不属本单位职责")


def test_a_unit_that_was_asked_may_decline(house):
    matter, _, _ = scene.running(house)
    task = assignment.add_unit(matter, by=house.township, unit=house.department_unit)
    assignment.refuse(task, by=house.department, reason="管网不归我局")
    assert Event.objects.get(verb="consult.refuse_assignment").sentence == "市住建局不能承办商请事项"


def test_a_refused_task_is_given_to_another_unit(house):
    _, task, person = scene.running(house)
    assignment.refuse(task, by=person, reason="不属本单位职责")
    other, _ = scene.own_unit(house, name="街道物管办")
    given = assignment.reassign(task, by=house.township, unit=other, reason="物管办负责")
    assert (state(task), given.unit, given.role, given.due_on) == ("refused", other, "responsible", task.due_on)


def test_an_open_task_is_canceled_when_it_goes_to_another_unit(house):
    _, task, _ = scene.running(house)
    other, _ = scene.own_unit(house, name="街道物管办")
    assignment.reassign(task, by=house.township, unit=other, reason="人员调整")
    assert state(task) == "canceled"


def test_a_unit_holds_one_task_of_a_matter(house):
    matter, task, _ = scene.running(house)
    with pytest.raises(Refused, match="已经有这件事项的任务"):
        assignment.add_unit(matter, by=house.township, unit=task.unit, due_on=soon())


@pytest.mark.parametrize(("due_on", "message"), [(None, "请写明完成期限"), (soon(-1), "不能早于今天")])
def test_a_further_unit_of_the_township_has_a_deadline(house, due_on, message):
    matter, _, _ = scene.running(house)
    other, _ = scene.own_unit(house, name="街道物管办")
    with pytest.raises(Refused, match=message):
        assignment.add_unit(matter, by=house.township, unit=other, due_on=due_on)


def test_units_are_added_while_the_matter_is_carried_out(house):
    matter = scene.received(house).matter_set.first()
    with pytest.raises(Refused, match="只有实施中的事项可以安排单位"):
        assignment.add_unit(matter, by=house.township, unit=house.department_unit)


def test_a_request_for_closing_comes_back_with_what_is_missing(house):
    _, task, person = scene.running(house)
    assignment.accept(task, by=person)
    assignment.report(task, by=person, text="已完工", asks_closing=True)
    assignment.send_back(task, by=house.township, reason="请补充清掏照片")
    assert (state(task), task.progress.get().answer) == ("accepted", "请补充清掏照片")


def test_an_extension_keeps_the_old_day_in_the_ledger(house):
    _, task, _ = scene.running(house)
    old = task.due_on
    assignment.extend(task, by=house.township, due_on=soon(), reason="汛期不能施工")
    task.refresh_from_db()
    revision = Revision.objects.get(field="due_on")
    assert (task.due_on, revision.old, revision.new) == (soon(), str(old), str(soon()))


@pytest.mark.parametrize(("days", "reason", "message"), [(1, "x", "要晚于原来的期限"), (120, " ", "延期要写明理由")])
def test_an_extension_is_later_and_has_a_reason(house, days, reason, message):
    _, task, _ = scene.running(house)
    with pytest.raises(Refused, match=message):
        assignment.extend(task, by=house.township, due_on=soon(days), reason=reason)


def test_a_unit_that_was_asked_has_nothing_to_extend(house):
    matter, _, _ = scene.running(house)
    task = assignment.add_unit(matter, by=house.township, unit=house.department_unit)
    with pytest.raises(Refused, match="商请的单位没有期限"):
        assignment.extend(task, by=house.township, due_on=soon(), reason="汛期")


def test_a_canceled_task_is_over(house):
    _, task, person = scene.running(house)
    assignment.cancel(task, by=house.township, reason="事项合并办理")
    with pytest.raises(Refused, match="任务已撤销，不能再改动"):
        assignment.accept(task, by=person)


def test_a_task_is_reported_only_after_it_was_accepted(house):
    _, task, person = scene.running(house)
    with pytest.raises(Refused, match="请先签收"):
        assignment.report(task, by=person, text="已完工")


def test_nothing_is_done_on_a_stopped_case(house):
    matter, task, person = scene.running(house)
    type(matter.consultation).objects.update(state="stopped")
    with pytest.raises(Refused, match="这件协商已终止"):
        assignment.accept(task, by=person)


def test_overdue_counts_open_tasks_of_own_units_only(house):
    matter, task, _ = scene.running(house)
    assignment.add_unit(matter, by=house.township, unit=house.department_unit)
    closed = assignment.add_unit(matter, by=house.township, unit=scene.own_unit(house, "街道物管办")[0], due_on=soon(1))
    Assignment.objects.filter(pk=closed.pk).update(state="closed", closed_by=house.township, closed_at=timezone.now())
    assert list(Assignment.objects.overdue(soon(200))) == [task]


def test_a_unit_sees_its_own_tasks_and_no_others(house):
    _, task, person = scene.running(house)
    stranger = make.person("department", unit=make.UnitFactory(name="市交通局"))
    seen = [list(Assignment.objects.visible_to(user)) for user in (person, house.clerk, house.township, stranger)]
    assert seen == [[task], [task], [task], []]


def acts(person, matter):
    return [each.sentence for each in queries.waiting_for(person) if f"事项 {matter.number}：" in each.sentence]


def test_a_matter_whose_tasks_are_closed_waits_for_the_body(house):
    matter, task, person = scene.running(house)
    assert acts(house.township, matter) == []
    assignment.report(assignment.accept(task, by=person), by=person, text="已完工", asks_closing=True)
    assignment.close(Assignment.objects.get(pk=task.pk), by=house.township)
    assert acts(house.township, matter) == [f"办结事项 {matter.number}：{matter.text[:40]}"]
    assert acts(house.other_township, matter) == []


def test_a_matter_that_the_only_unit_gave_back_waits_for_another_unit(house):
    matter, task, person = scene.running(house)
    assignment.refuse(task, by=person, reason="不属于本单位职责")
    assert acts(house.township, matter) == [f"另行安排事项 {matter.number}：{matter.text[:40]}"]


def test_a_refused_task_waits_until_another_unit_has_it(house):
    _, task, person = scene.running(house)
    assignment.refuse(task, by=person, reason="不属于本单位职责")
    mine = queries.tasks_waiting_for(Assignment.objects.all(), house.township)
    assert list(mine) == [task]
    other = make.UnitFactory(region=task.unit.region)
    assignment.reassign(task, by=house.township, unit=other, due_on=soon(), reason="改派")
    assert list(mine.all()) == []
