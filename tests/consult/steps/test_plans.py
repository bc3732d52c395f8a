"""年度协商计划: drafted, approved, issued, changed by the body's word, begun from, and followed."""

import pytest
from django.utils import timezone

from consult.models import Consultation, Nomination, Plan, PlanItem
from consult.queries import plans as queries
from consult.steps import nominations, plan_approval, plan_changes, planned, plans, topic
from consult.workflow import Stale
from members.models import Event, Job, NumberSeries
from tests import factories as make
from tests import plan_scene as scene
from tests.consult.steps.test_nominations import refused, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(house):
    return scene.plan(house.room.unit, by=house.clerk)


@pytest.fixture
def made(house):
    return scene.room_plan(house)


def again(row):
    return type(row).objects.for_page().get(pk=row.pk)


def test_the_right_body_approves_each_level(house):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    township = scene.plan(house.room.approver, by=house.township_clerk)
    room = scene.plan(house.room.unit, by=house.clerk)
    assert [row.level for row in (city, township, room)] == ["city", "township", "room"]
    assert city.approver == make.city_committee()
    assert (township.approver, room.approver) == (house.room.approver, house.room.approver)


def test_a_unit_has_one_plan_a_year(house, draft):
    assert "已经有" in refused(scene.plan, house.room.unit, by=house.convener)
    assert "不制定" in refused(scene.plan, house.department_unit, by=house.clerk)
    assert Plan.objects.count() == 1


def test_chosen_topics_come_into_the_table_once(house, draft):
    rows = [scene.nomination(house.room.unit, by=house.member, room=house.room, title=f"议题{n}") for n in range(3)]
    for row in rows[:2]:
        nominations.choose(row, by=house.convener, chooser="室务会", **scene.basis())
    assert [item.title for item in plans.fill(draft, by=house.clerk)] == ["议题0", "议题1"]
    assert "没有已圈定" in refused(plans.fill, draft, by=house.clerk)
    assert Nomination.objects.get(title="议题0").item.title == "议题0"


def test_the_table_is_put_in_order_without_a_mouse(house, draft):
    first, second = (scene.item(draft, by=house.clerk, title=title) for title in ("甲", "乙"))
    plans.move_item(second, by=house.clerk, up=True)
    assert [item.title for item in draft.items.all()] == ["乙", "甲"]
    assert "最前面" in refused(plans.move_item, second, by=house.clerk, up=True)
    assert "最后面" in refused(plans.move_item, first, by=house.clerk, up=False)


def test_a_topic_is_split_and_two_are_merged(house, draft):
    item = scene.item(draft, by=house.clerk)
    second = plans.split_item(item, by=house.clerk, title="雨污分流", month=9, until_month=10)
    assert (second.source, second.source_note) == (item.source, "由“下水管网改造”拆分")
    row = scene.nomination(house.room.unit, by=house.member, room=house.room)
    Nomination.objects.filter(pk=row.pk).update(item=second, state="chosen")
    seen = item.version
    plans.merge_items(second, into=item, by=house.clerk)
    assert (draft.items.count(), Nomination.objects.get().item) == (1, item)
    # The rooms of both stand in it now: whoever had it open before reads it again.
    with pytest.raises(Stale):
        plans.edit_item(item, by=house.clerk, version=seen, rooms=[])
    assert "移出计划" in refused(plans.remove_item, second, by=house.clerk)


def test_months_must_be_in_order(house, draft):
    assert "不能早于" in refused(scene.item, draft, by=house.clerk, month=5, until=4)


def test_a_plan_goes_to_its_body_with_topics_and_leads(house, draft):
    assert "还没有议题" in refused(plan_approval.submit, draft, by=house.convener)
    city = scene.plan(make.leading_office(), by=house.leading_office)
    scene.item(city, by=house.leading_office)
    assert "没有写牵头" in refused(plan_approval.submit, city, by=house.leading_office)
    plans.edit_item(city.items.get(), by=house.leading_office, version=1, lead=house.department_unit)
    plan_approval.submit(city, by=house.leading_office)
    assert told(house.city_committee)[-1] == "待审定：年度协商计划"


def test_nobody_changes_what_lies_before_the_body(house, draft):
    item = scene.item(draft, by=house.clerk)
    plan_approval.submit(draft, by=house.convener)
    assert "不能再直接修改" in refused(plans.edit_item, item, by=house.clerk, version=1, title="别的")
    plan_approval.take_back(draft, by=house.convener)
    assert plans.edit_item(item, by=house.clerk, version=1, title="别的").title == "别的"


def test_a_return_says_why_and_opens_the_table(house, draft):
    scene.item(draft, by=house.clerk)
    plan_approval.submit(draft, by=house.convener)
    given = {"by": house.township, "verdict": "return", **scene.basis()}
    assert "要写明理由" in refused(plan_approval.decide, draft, **given)
    plan_approval.decide(draft, opinion="请突出民生", **given)
    assert (again(draft).state, told(house.clerk)[-1]) == ("returned", "年度协商计划退回修改：请突出民生")
    plan_approval.submit(draft, by=house.convener)
    assert again(draft).state == "pending"


def test_who_enters_for_the_body_is_named_beside_it(house, draft):
    scene.item(draft, by=house.clerk)
    plan_approval.submit(draft, by=house.convener)
    decision = plan_approval.decide(draft, by=house.township_clerk, verdict="approve", **scene.basis())
    event = Event.objects.get(verb="consult.decide_plan")
    assert (decision.entered_for_body, event.entered_for) == (True, house.room.approver.name)


def test_a_convener_does_not_approve_the_plan_of_the_own_room(house, draft):
    make.grant(house.convener, "township", unit=house.room.approver)
    scene.item(draft, by=house.clerk)
    plan_approval.submit(draft, by=house.convener)
    said = refused(plan_approval.decide, draft, by=house.convener, verdict="approve", **scene.basis())
    assert said == "您是这个联络室的召集人，计划请由党（工）委的其他负责人审定。"


def test_an_issued_plan_has_a_number_a_frozen_text_and_a_document(house, made):
    edition = made.plan.editions.get()
    assert edition.number == f"{house.room.unit.short_name}〔{scene.year()}〕1号"
    assert [row["text"] for row in edition.paper["annex"]["rows"]] == ["下水管网改造", "加装电梯"]
    assert Job.objects.filter(key=f"plan:{edition.pk}:1", kind="reports.render").count() == 1
    assert "这一步已经办过" in refused(plan_approval.issue, made.plan, by=house.convener, dated_on=timezone.localdate())
    assert NumberSeries.objects.get(kind="plan").last == 1


def test_whoever_put_a_topic_forward_hears_that_it_stands_in_the_plan(house, draft):
    row = scene.nomination(house.room.unit, by=house.member, room=house.room, source="member")
    nominations.choose(row, by=house.convener, chooser="室务会", **scene.basis())
    plans.fill(draft, by=house.clerk)
    scene.issued(draft, by=house.convener, body=house.township)
    assert told(house.member)[-1] == f"您荐的“下水管网改造”已列入{scene.year()}年度协商计划（12月）"
    said = refused(nominations.decline, row, by=house.convener, verdict="不办了")
    assert said == "这件荐题已经列入提请审定的计划，请通过计划调整办理。"


# ── changes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def decide(plan, *, by, verdict="approve", **more):
    changes = plan.changes.filter(state="pending")
    return plan_changes.decide_changes(plan, by=by, changes=changes, verdict=verdict, **scene.basis(), **more)


def test_an_issued_plan_stays_until_the_body_has_agreed(house, made):
    item = made.items[0]
    plan_changes.propose_change(item, by=house.clerk, version=1, reason="汛期提前", month=6, until_month=7)
    assert again(item).month == 3
    assert told(house.township)[-1] == "待审定计划调整：调整时间“下水管网改造”"
    decide(made.plan, by=house.township)
    moved = again(item)
    assert (moved.month, moved.until_month, moved.first_month, moved.state) == (6, 7, 3, "moved")
    assert moved.reason == "汛期提前"
    with pytest.raises(Stale):
        plan_changes.propose_change(item, by=house.clerk, version=item.version, reason="改", month=3)


def test_one_change_of_a_topic_lies_before_the_body_at_a_time(house, made):
    plan_changes.propose_drop(made.items[0], by=house.clerk, reason="已解决")
    words = {"by": house.clerk, "version": 1, "reason": "改"}
    said = refused(plan_changes.propose_change, made.items[0], **words, title="新题目")
    assert "已有一项调整待审定" in said
    plan_changes.withdraw_change(made.plan.changes.get(), by=house.clerk)
    assert plan_changes.propose_change(made.items[0], **words, title="新题目").kind == "edit"
    assert "没有改动" in refused(plan_changes.propose_change, made.items[1], **words, title="加装电梯")


def test_what_the_body_does_not_agree_to_changes_nothing(house, made):
    plan_changes.propose_drop(made.items[0], by=house.clerk, reason="人手不足")
    assert "要写明理由" in refused(decide, made.plan, by=house.township, verdict="reject")
    decide(made.plan, by=house.township, verdict="reject", opinion="仍要办")
    assert (again(made.items[0]).state, made.plan.changes.get().state) == ("planned", "declined")


def test_an_added_topic_and_a_dropped_one_are_made_known_by_a_numbered_notice(house, made):
    given = {"title": "停车难", "month": 8, "until_month": 8, "units": [house.department_unit], "rooms": []}
    plan_changes.propose_addition(made.plan, by=house.clerk, reason="群众反映集中", **given)
    plan_changes.propose_drop(made.items[1], by=house.clerk, reason="已由上级解决")
    today = timezone.localdate()
    assert "没有已同意" in refused(plan_changes.issue_changes, made.plan, by=house.convener, dated_on=today)
    decide(made.plan, by=house.township)
    notice = plan_changes.issue_changes(made.plan, by=house.convener, dated_on=today)
    assert (notice.edition, notice.number) == (1, f"{house.room.unit.short_name}〔{scene.year()}〕2号")
    text = "".join(notice.paper["opening"])
    assert "增加议题“停车难”，8月开展。理由：群众反映集中。" in text
    assert "取消议题“加装电梯”。理由：已由上级解决。" in text
    assert [row["text"] for row in notice.paper["annex"]["rows"]] == ["下水管网改造", "停车难"]
    assert PlanItem.objects.get(title="停车难").units.get() == house.department_unit
    assert set(made.plan.changes.values_list("edition", flat=True)) == {notice.pk}
    assert told(house.department)[-1] == f"已印发调整通知：{made.plan.title}"
    assert made.plan.editions.get(edition=0).paper["annex"]["rows"][1]["text"] == "加装电梯"


def test_a_draft_is_changed_without_the_body(house, draft):
    item = scene.item(draft, by=house.clerk)
    assert "可以直接修改" in refused(plan_changes.propose_drop, item, by=house.clerk, reason="改")


# ── plan and actual ──────────────────────────────────────────────────────────────────────────────────────────────


def begin(house, item, **more):
    given = {**make.TOPIC, "region": house.room.unit.region, "importance": "ordinary", **more}
    return planned.begin(item, room=house.room, by=house.clerk, **given)


def test_a_topic_is_begun_from_the_plan_and_the_plan_follows(house, made):
    item = made.items[0]
    case = begin(house, item)
    assert (again(item).topic, again(item).state) == (case.topic, "running")
    assert refused(begin, house, item) == "本室已经从这件计划议题立项。"
    topic.stop(case, by=house.convener, reason="合并到别处")
    assert again(item).state == "planned"
    assert begin(house, again(item)).topic == case.topic


def test_nothing_is_begun_from_a_draft_or_by_another_room(house, draft):
    item = scene.item(draft, by=house.clerk)
    assert "还没有印发" in refused(begin, house, item)
    scene.issued(draft, by=house.convener, body=house.township)
    other = {"room": house.other_room, "by": house.other_clerk}
    assert "没有把这件议题交给" in refused(planned.begin, item, **other)


def test_several_rooms_share_one_topic_of_a_plan_above_them(house):
    city = scene.plan(make.leading_office(), by=house.leading_office)
    rooms = [house.room, house.other_room]
    item = scene.item(city, by=house.leading_office, rooms=rooms, lead=house.department_unit)
    scene.issued(city, by=house.leading_office, body=house.city_committee)
    first = begin(house, item)
    second = planned.begin(again(item), room=house.other_room, by=house.other_clerk)
    assert (first.topic, Consultation.objects.count()) == (second.topic, 2)


def test_what_is_not_begun_when_its_last_month_is_over_is_overdue(house, made):
    item, today = made.items[0], timezone.localdate()
    PlanItem.objects.update(month=1, until_month=1)
    later = today.replace(month=12, day=1)
    assert again(item).is_overdue(later)
    assert PlanItem.objects.overdue(later).count() == 2
    begin(house, item)
    assert not again(item).is_overdue(later)
    [row] = queries.with_progress(Plan.objects.filter(pk=made.plan.pk))
    assert (row.whole, row.begun, row.held, row.done) == (2, 1, 0, 0)


def test_sums_of_a_plan_are_the_same_by_query_and_by_rows(house, made):
    begin(house, made.items[0])
    plan_changes.propose_drop(made.items[1], by=house.clerk, reason="不办")
    decide(made.plan, by=house.township)
    [row] = queries.with_progress(Plan.objects.filter(pk=made.plan.pk))
    counted = queries.progress_of(queries.items_of(made.plan))
    assert {name: getattr(row, name) for name in counted} == counted == {
        "whole": 1, "begun": 1, "held": 0, "done": 0, "dropped": 1,
    }  # fmt: skip


def test_an_unissued_plan_of_no_topics_counts_nothing(house, draft):
    [row] = queries.with_progress(Plan.objects.filter(pk=draft.pk))
    assert (row.whole, row.begun, row.overdue) == (0, 0, 0)
