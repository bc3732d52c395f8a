"""督办检查: written, sent, taken back; last month's problems first; what may not be."""

from datetime import date, timedelta

import pytest
import time_machine

from members.enums import RoleCode, UnitKind
from members.models import Event, Notice
from members.workflow import Refused, Stale, advance
from reports.models import Inspection, InspectionProblem, ProblemCheck
from reports.operations import inspection_replies as replies
from reports.operations import inspections as verbs
from reports.operations.inspections import NewProblem
from reports.queries import inspections as queries
from reports.workflow import FINDING, INSPECTION
from rooms import operations as room_operations
from rooms.models import Room, TimeLimit
from rooms.practice import seed_text
from tests import factories as make
from tests.reports.inspection_scene import (
    DECEMBER,
    FOUND,
    IN_DECEMBER,
    IN_NOVEMBER,
    IN_OCTOBER,
    NOVEMBER,
    OCTOBER,
    checked,
    fresh,
    noon,
    problem_of,
    sent,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pack(house):
    make.daye()


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(noon(IN_NOVEMBER), tick=False):
        yield


def states(inspection) -> list[str]:
    return list(inspection.problems.order_by("position").values_list("state", flat=True))


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def moves(table, row, **more) -> dict:
    """From each state to each: whether the row moved, and wrote what it moved to."""
    found = {}
    for start in table:
        for to in table:
            type(row).objects.filter(pk=row.pk).update(state=start, **{k: v.get(start) for k, v in more.items()})
            locked = type(row).objects.select_for_update().get(pk=row.pk)
            try:
                advance(locked, table, to, by=None, **{k: v.get(to) for k, v in more.items()})
            except Refused:
                found[start, to] = fresh(row).state != start
            else:
                found[start, to] = fresh(row).state == to
    return found


def test_an_inspection_moves_along_its_table_and_not_otherwise(house):
    row = sent(house.room, by=house.leading_office)
    wanted = {(start, to): to in INSPECTION[start] for start in INSPECTION for to in INSPECTION}
    assert moves(INSPECTION, row) == wanted


def test_a_problem_moves_along_its_table_and_not_otherwise(house):
    row = problem_of(sent(house.room, by=house.leading_office))
    InspectionProblem.objects.filter(pk=row.pk).update(objection="不属实")
    wanted = {(start, to): to in FINDING[start] for start in FINDING for to in FINDING}
    assert moves(FINDING, row, mended_on={"mended": IN_NOVEMBER}) == wanted


# ── writing and sending ──────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_sent_waits_for_the_room_until_its_day(house):
    row = sent(house.room, by=house.leading_office)
    problem = problem_of(row)
    limit = TimeLimit.objects.of(problem).get()
    assert (row.state, row.unit.kind, row.sent_by) == ("sent", UnitKind.LEADING_OFFICE, house.leading_office)
    assert (limit.unit, limit.due_on, limit.supervisor) == (house.room.unit, date(2026, 11, 26), row.unit)
    assert limit.steps[0] == "督办检查问题整改的期限是 10 个工作日，系统暂定，可以在做法里修改。"
    told = Notice.objects.filter(url=f"/inspections/{row.pk}/")
    assert {notice.user for notice in told} == {house.clerk, house.convener, house.second_convener}
    assert Event.objects.order_by("pk").last().sentence == f"发出{row}反馈单，发现 1 个问题"


def test_a_day_that_the_inspector_gives_is_the_inspectors_own(house):
    row = sent(house.room, by=house.leading_office, due_on=date(2026, 11, 30))
    limit = TimeLimit.objects.of(problem_of(row)).get()
    assert (limit.given_on, limit.given_by) == (date(2026, 11, 30), "领导小组办公室")


def test_a_problem_may_have_a_day_of_its_own(house):
    problems = [NewProblem("门牌褪色", date(2026, 12, 20)), NewProblem(FOUND)]
    row = verbs.begin_inspection(
        house.room, by=house.leading_office, month=NOVEMBER, send=True, **{**written(), "problems": problems}
    )
    assert list(row.problems.values_list("due_on", flat=True)) == [date(2026, 12, 20), date(2026, 11, 26)]


def test_without_a_problem_nobody_has_to_answer(house):
    row = sent(house.room, by=house.leading_office, problems=())
    assert (row.state, row.problems.count(), TimeLimit.objects.count()) == ("settled", 0, 0)
    assert Notice.objects.filter(user=house.clerk).get().sentence == f"{row}反馈单已发出，没有发现问题"


def test_a_draft_is_told_to_nobody_and_may_be_changed(house):
    row = verbs.begin_inspection(house.room, by=house.leading_office, month=NOVEMBER, **written())
    row = verbs.rewrite_inspection(
        row, by=house.leading_office, version=1, **written(problems=("标识牌破损", FOUND), found="重写")
    )
    assert (row.state, row.found, row.version, row.problems.count()) == ("draft", "重写", 2, 2)
    assert Notice.objects.count() == 0
    assert verbs.rewrite_inspection(row, by=house.leading_office, version=2, send=True, **written()).state == "sent"


def test_a_stale_edit_is_refused(house):
    row = verbs.begin_inspection(house.room, by=house.leading_office, month=NOVEMBER, **written())
    verbs.rewrite_inspection(row, by=house.leading_office, version=1, **written(found="先保存的"))
    with pytest.raises(Stale) as stale:
        verbs.rewrite_inspection(row, by=house.leading_office, version=1, **written(found="后保存的"))
    assert stale.value.current.found == "先保存的"
    assert Inspection.objects.get().found == "先保存的"


def test_what_was_sent_is_not_changed_any_more(house):
    row = sent(house.room, by=house.leading_office)
    with pytest.raises(Refused, match="反馈单已经发出"):
        verbs.rewrite_inspection(row, by=house.leading_office, version=1, **written())


def test_a_room_is_inspected_once_a_month(house):
    sent(house.room, by=house.leading_office)
    with pytest.raises(Refused, match="2026年11月由领导小组办公室已经检查过"):
        sent(house.room, by=house.leading_office)
    assert sent(house.other_room, by=house.leading_office).state == "sent"


def test_the_same_form_sent_twice_is_one_inspection(house):
    token = "6c0c9a54-7a41-4c7a-9dfb-2d0d0d8e0001"
    rows = [sent(house.room, by=house.leading_office, token=token) for _ in range(2)]
    assert rows[0] == rows[1]
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held_on": IN_NOVEMBER + timedelta(days=1)}, "检查日期不能晚于今天。"),
        ({"held_on": IN_OCTOBER}, "检查日期要在 2026年11月内；检查其他月份的，请从那个月份进入。"),
        ({"due_on": IN_NOVEMBER - timedelta(days=1)}, "整改期限不能早于今天。"),
        ({"due_on": None}, "发现问题的，请填写整改期限。"),
    ],
)
def test_wrong_days_are_refused(house, changed, said):
    with pytest.raises(Refused) as refused:
        sent(house.room, by=house.leading_office, month=NOVEMBER, **changed)
    assert str(refused.value) == said
    assert Inspection.objects.count() == 0


def test_a_form_of_the_last_day_may_arrive_after_midnight(house):
    """Its month is that of the form; the day on which somebody was there is typed."""
    with time_machine.travel(noon(date(2026, 12, 1)), tick=False):
        row = sent(house.room, by=house.leading_office, day=date(2026, 11, 30), due_on=date(2026, 12, 15))
    assert (row.month, row.held_on) == (NOVEMBER, date(2026, 11, 30))


# ── which rooms ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_month_asks_for_the_rooms_that_were_open_in_it(house):
    room, other = house.room, house.other_room
    Room.objects.filter(pk=room.pk).update(opened_on=date(2026, 10, 31))
    Room.objects.filter(pk=other.pk).update(state="withdrawn", withdrawn_on=date(2026, 11, 1))
    due = {
        month: set(queries.rooms_due(Room.objects.all(), month))
        for month in (date(2026, 9, 1), OCTOBER, NOVEMBER, DECEMBER)
    }
    assert due == {date(2026, 9, 1): {other}, OCTOBER: {room, other}, NOVEMBER: {room, other}, DECEMBER: {room}}


def test_a_room_that_was_not_open_is_not_inspected(house):
    Room.objects.filter(pk=house.room.pk).update(opened_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="没有开放"):
        sent(fresh(house.room), by=house.leading_office)


def test_nobody_was_in_a_room_before_it_opened_nor_after_it_was_withdrawn(house):
    Room.objects.filter(pk=house.room.pk).update(opened_on=date(2026, 11, 10))
    with pytest.raises(Refused, match="不能早于挂牌日期"):
        sent(fresh(house.room), by=house.leading_office, day=date(2026, 11, 9))
    Room.objects.filter(pk=house.room.pk).update(state="withdrawn", withdrawn_on=date(2026, 11, 11))
    with pytest.raises(Refused, match="检查日期不能晚于这一天"):
        sent(fresh(house.room), by=house.leading_office, day=IN_NOVEMBER)


def test_what_a_withdrawn_room_owed_is_struck(house):
    row = sent(house.room, by=house.leading_office)
    Room.objects.filter(pk=house.room.pk).update(state="withdrawn", withdrawn_on=IN_NOVEMBER)
    assert (replies.strike_of_withdrawn(), replies.strike_of_withdrawn()) == (1, 0)
    assert (fresh(row).state, states(row), TimeLimit.objects.get().state) == ("settled", ["struck"], "void")


# ── by whom ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def group(house):
    unit = make.UnitFactory(kind=UnitKind.GUIDANCE, name="第一工作指导组")
    Room.objects.filter(pk=house.room.pk).update(guidance=unit)
    return make.person(RoleCode.GUIDANCE, unit=unit, name="祝远山")


def test_a_guidance_group_inspects_where_the_pack_names_it(house, group):
    room = fresh(house.room)
    with pytest.raises(Refused, match="本地做法没有安排工作指导组"):
        sent(room, by=group)
    text = seed_text("daye").replace('code = "daye"', 'code = "helped"', 1)
    text = text.replace(
        'cycle = "month"\nby = ["leading_office"]', 'cycle = "month"\nby = ["leading_office", "guidance"]'
    )
    version = room_operations.load_practice(text, by=None)
    room_operations.follow_practice(room.unit.region, version=version, starts_on=IN_NOVEMBER, by=None)
    assert sent(room, by=group).unit.name == "第一工作指导组"


def test_a_guidance_group_does_not_change_what_the_office_writes(house, group, monkeypatch):
    row = verbs.begin_inspection(fresh(house.room), by=house.leading_office, month=NOVEMBER, **written())
    monkeypatch.setattr(queries, "round_of", lambda pack: {"by": ["guidance"]})
    with pytest.raises(Refused, match="请由填写单位修改"):
        verbs.rewrite_inspection(row, by=group, version=1, **written())
    with pytest.raises(Refused, match="请由填写单位撤回"):
        verbs.drop_inspection(row, by=group, reason="填错")


# ── the months before ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def october(house):
    with time_machine.travel(noon(IN_OCTOBER), tick=False):
        return sent(house.room, by=house.leading_office, day=IN_OCTOBER, problems=(FOUND, "标识牌破损"))


def test_an_inspection_begins_with_what_the_last_one_left(house, october):
    assert [each.text for each in queries.earlier_problems(house.room, NOVEMBER)] == [FOUND, "标识牌破损"]
    with pytest.raises(Refused, match="上次检查的问题还没有逐条核查"):
        sent(house.room, by=house.leading_office, problems=())


def test_what_is_mended_ends_and_what_is_not_goes_on(house, october):
    first, second = october.problems.order_by("position")
    checks = [checked(first, is_mended=True), checked(second, is_mended=False, note="还没有换")]
    row = sent(house.room, by=house.leading_office, problems=("活动日没有签到表",), checks=checks)
    assert states(october) == ["mended", "carried"]
    assert fresh(october).state == "settled"
    assert fresh(first).mended_on == IN_NOVEMBER
    on = list(row.problems.order_by("position").values_list("text", "carried_from", "state"))
    assert on == [("标识牌破损", second.pk, "open"), ("活动日没有签到表", None, "open")]
    limits = TimeLimit.objects.order_by("pk").values_list("state", flat=True)
    assert list(limits) == ["met", "void", "running", "running"]
    assert queries.earlier_problems(house.room, NOVEMBER).count() == 0


def test_what_waits_for_the_answer_to_an_objection_is_not_judged_meanwhile(house, october):
    first, second = october.problems.order_by("position")
    answer = [replies.Answer(first.pk, replies.OBJECTED, "登记簿上有")]
    replies.reply(october, by=house.clerk, version=october.version, answers=answer)
    row = sent(house.room, by=house.leading_office, problems=(), checks=[checked(second, is_mended=True)])
    assert (row.state, states(october), fresh(october).state) == ("settled", ["objected", "mended"], "objected")


def test_a_check_of_what_was_settled_meanwhile_falls_away(house, october):
    first, second = october.problems.order_by("position")
    replies.judge(problem_of(october), by=house.leading_office, version=1, verdict="mended")
    checks = [checked(first, is_mended=False), checked(second, is_mended=True)]
    row = sent(house.room, by=house.leading_office, problems=(), checks=checks)
    assert (row.state, ProblemCheck.objects.filter(inspection=row).count()) == ("settled", 1)


# ── taken back ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_was_sent_by_mistake_is_taken_back_and_the_room_inspected_anew(house):
    row = sent(house.room, by=house.leading_office)
    verbs.drop_inspection(row, by=house.leading_office, reason="填错了联络室")
    assert (fresh(row).state, TimeLimit.objects.get().state) == ("dropped", "void")
    assert InspectionProblem.objects.sent().count() == 0
    assert sent(house.room, by=house.leading_office).state == "sent"


def test_what_the_room_answered_or_what_settled_others_stands(house, october):
    replies.reply(
        october,
        by=house.clerk,
        version=october.version,
        answers=[replies.Answer(problem_of(october).pk, replies.MENDED, "已补写")],
    )
    with pytest.raises(Refused, match="联络室已经答复"):
        verbs.drop_inspection(october, by=house.leading_office, reason="改主意")
    checks = [checked(each, is_mended=False) for each in october.problems.all()]
    row = sent(house.room, by=house.leading_office, checks=checks)
    with pytest.raises(Refused, match="核查了上次的问题"):
        verbs.drop_inspection(row, by=house.leading_office, reason="改主意")


# ── the month in figures ─────────────────────────────────────────────────────────────────────────────────────────────
def test_the_summary_of_a_month_tells_coverage_problems_and_what_became_of_the_last(house, october):
    first, second = october.problems.order_by("position")
    checks = [checked(first, is_mended=True), checked(second, is_mended=False)]
    sent(house.room, by=house.leading_office, checks=checks)
    with time_machine.travel(noon(IN_DECEMBER), tick=False):
        found = queries.month_summary(Room.objects.all(), NOVEMBER)
    assert (found.due, found.inspected, found.not_inspected) == (2, 1, (house.other_room.unit.name,))
    told = [(each.text, each.until, each.state, each.is_overdue, each.is_carried) for each in found.problems]
    due = date(2026, 11, 26)
    assert told == [("标识牌破损", due, "open", True, True), (FOUND, due, "open", True, False)]
    assert [(each.text, each.state, each.is_mended) for each in found.last_month] == [
        (FOUND, "mended", True),
        ("标识牌破损", "open", False),
    ]
    assert (found.last_month_mended, len(found.overdue), len(found.mended)) == (1, 2, 0)


def test_a_month_without_anything_is_empty(house):
    found = queries.month_summary(Room.objects.none(), NOVEMBER)
    assert (found.due, found.inspected, found.problems, found.last_month) == (0, 0, (), ())
