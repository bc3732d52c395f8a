"""After a 督办检查反馈单 was sent: the room mends or objects, the office looks; tasks, reminders and figures follow."""

from datetime import date

import pytest
import time_machine

from members.enums import NoticeKind
from members.models import Event, Notice
from members.workflow import Refused, Stale
from reports import facts
from reports.models import InspectionProblem, RoomMonth
from reports.operations import inspection_reminders as reminders
from reports.operations import inspection_replies as replies
from reports.operations.inspection_replies import LATER, MENDED, OBJECTED, Answer
from reports.queries import inspections as queries
from reports.queries.inspection_tasks import inspection_tasks
from rooms.models import Room, TimeLimit
from tests import factories as make
from tests.action_scenes import photo
from tests.reports.inspection_scene import (
    FOUND,
    IN_DECEMBER,
    IN_NOVEMBER,
    NOVEMBER,
    checked,
    fresh,
    noon,
    problem_of,
    sent,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 16)


@pytest.fixture
def row(house):
    make.daye()
    with time_machine.travel(noon(IN_NOVEMBER), tick=False):
        return sent(house.room, by=house.leading_office, problems=(FOUND, "标识牌破损"))


@pytest.fixture(autouse=True)
def _later(row):
    with time_machine.travel(noon(DAY), tick=False):
        yield


def answered(house, row, *ways, text="已办"):
    problems = row.problems.order_by("position")
    answers = [Answer(each.pk, way, text) for each, way in zip(problems, ways, strict=False)]
    return replies.reply(fresh(row), by=house.clerk, version=fresh(row).version, answers=answers)


def states(row) -> tuple:
    return fresh(row).state, list(row.problems.order_by("position").values_list("state", flat=True))


def limits() -> list:
    return list(TimeLimit.objects.order_by("pk").values_list("state", flat=True))


# ── the room ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_room_answers_problem_by_problem(house, row):
    answered(house, row, MENDED, OBJECTED)
    assert (states(row), limits()) == (("objected", ["reported", "objected"]), ["met", "paused"])
    told = Notice.objects.get(user=house.leading_office)
    assert told.sentence == f"答复{row}：问题 1 已整改，问题 2 有异议"
    assert Event.objects.get(verb="reports.reply_inspection").actor_id == house.clerk.pk


def test_what_is_still_being_mended_stays_open_with_what_was_said(house, row):
    answered(house, row, LATER, text="正在定做")
    assert (states(row), problem_of(row).reply) == (("sent", ["open", "open"]), "正在定做")
    answered(house, row, MENDED, MENDED)
    assert (states(row), limits()) == (("replied", ["reported", "reported"]), ["met", "met"])


def test_a_photo_belongs_to_its_problem(house, row):
    picture = photo(house.clerk)
    first = problem_of(row)
    replies.reply(row, by=house.clerk, version=row.version, answers=[Answer(first.pk, MENDED, "已补写", (picture.pk,))])
    assert list(fresh(first).attachments.all()) == [picture]


@pytest.mark.parametrize(
    ("way", "said"),
    [(MENDED, "请写明问题 1 的整改情况。"), (OBJECTED, "请写明对问题 1 的异议理由。"), (LATER, "请至少答复一个问题")],
)
def test_an_answer_without_a_word_is_none(house, row, way, said):
    with pytest.raises(Refused, match=said):
        answered(house, row, way, text="")
    assert states(row) == ("sent", ["open", "open"])


def test_a_stale_answer_is_refused(house, row):
    answered(house, row, MENDED)
    with pytest.raises(Stale):
        replies.reply(row, by=house.convener, version=row.version, answers=[])


def test_a_problem_of_another_room_is_not_answered(house, row):
    other = sent(house.other_room, by=house.leading_office, day=DAY)
    with pytest.raises(Refused, match="请至少答复一个问题"):
        replies.reply(row, by=house.clerk, version=row.version, answers=[Answer(problem_of(other).pk, MENDED, "已办")])
    assert states(other) == ("sent", ["open"])


def test_where_nothing_is_open_nothing_is_answered(house, row):
    answered(house, row, MENDED, MENDED)
    with pytest.raises(Refused, match="没有需要答复的问题"):
        answered(house, row, MENDED)


# ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_the_office_finds_mended_is_settled(house, row):
    answered(house, row, MENDED, MENDED)
    for each in InspectionProblem.objects.for_page().order_by("position"):
        replies.judge(each, by=house.leading_office, version=each.version, verdict="mended")
    assert states(row) == ("settled", ["mended", "mended"])
    assert problem_of(row).mended_on == DAY


def test_what_is_not_mended_runs_on_without_the_days_on_which_it_lay_with_the_office(house, row):
    answered(house, row, MENDED)
    with time_machine.travel(noon(date(2026, 11, 18)), tick=False):
        first = problem_of(row)
        replies.judge(first, by=house.leading_office, version=first.version, verdict="open", opinion="只补写了两次")
    assert (states(row)[0], limits()) == ("sent", ["running", "running"])
    # Two working days lay with the office.
    assert [limit.due_on for limit in TimeLimit.objects.order_by("pk")] == [date(2026, 11, 30), date(2026, 11, 26)]


def test_an_objection_that_is_right_strikes_the_problem(house, row):
    answered(house, row, OBJECTED)
    first = problem_of(row)
    replies.answer_objection(first, by=house.leading_office, version=first.version, is_upheld=True, opinion="属实")
    assert (states(row), limits()) == (("sent", ["struck", "open"]), ["void", "running"])
    found = queries.month_summary(Room.objects.all(), NOVEMBER)
    assert [each.text for each in found.problems] == ["标识牌破损"]


def test_an_objection_that_is_not_right_lets_the_clock_run_again(house, row):
    answered(house, row, OBJECTED)
    first = problem_of(row)
    with time_machine.travel(noon(date(2026, 11, 18)), tick=False):
        replies.answer_objection(
            first, by=house.leading_office, version=first.version, is_upheld=False, opinion="照片可证"
        )
    assert (states(row), limits()) == (("sent", ["open", "open"]), ["running", "running"])
    assert TimeLimit.objects.order_by("pk").first().due_on == date(2026, 11, 30)


def test_an_objection_after_the_day_takes_no_day_back(house, row):
    with time_machine.travel(noon(IN_DECEMBER), tick=False):
        answered(house, row, OBJECTED)
        assert limits() == ["running", "running"]
        first = problem_of(row)
        replies.answer_objection(
            first, by=house.leading_office, version=first.version, is_upheld=False, opinion="不成立"
        )
        assert InspectionProblem.objects.overdue(IN_DECEMBER).count() == 2


@pytest.mark.parametrize("verdict", ["open", "struck"])
def test_what_is_not_content_says_why(house, row, verdict):
    answered(house, row, MENDED)
    first = problem_of(row)
    with pytest.raises(Refused, match="请写明"):
        replies.judge(first, by=house.leading_office, version=first.version, verdict=verdict)


def test_a_problem_without_an_objection_has_none_to_answer(house, row):
    first = problem_of(row)
    with pytest.raises(Refused, match="没有等待答复的异议"):
        replies.answer_objection(first, by=house.leading_office, version=first.version, is_upheld=True, opinion="好")


# ── workbench and reminders ──────────────────────────────────────────────────────────────────────────────────────────
def sentences(user) -> list[str]:
    user.__dict__.pop("current_roles", None)
    return [task.sentence for task in inspection_tasks(user)]


def test_each_side_is_told_what_waits_for_it(house, row):
    task = next(inspection_tasks(house.clerk))
    assert (task.sentence, task.due_on, task.is_late(DAY)) == (
        "整改督办检查指出的问题并答复",
        date(2026, 11, 26),
        False,
    )
    assert (sentences(house.leading_office), sentences(house.other_clerk), sentences(house.township)) == ([], [], [])
    answered(house, row, MENDED, OBJECTED)
    assert sentences(house.clerk) == []
    assert sentences(house.leading_office) == ["核查联络室报告的整改情况", "答复联络室对督办检查的异议"]


def test_in_the_last_working_days_the_office_is_told_of_rooms_that_nobody_inspected(house, row):
    # Working days: 24 to 27 November and the 30th.
    for day, said in ((date(2026, 11, 23), []), (date(2026, 11, 24), ["本月还有 1 个联络室没有督办检查"])):
        with time_machine.travel(noon(day), tick=False):
            assert sentences(house.leading_office) == said
            assert reminders.remind_of_inspections() == len(said)
    with time_machine.travel(noon(date(2026, 11, 25)), tick=False):
        assert reminders.remind_of_inspections() == 0
    told = Notice.objects.filter(kind=NoticeKind.DEADLINE, user=house.leading_office)
    assert [notice.sentence for notice in told] == ["11月还有 1 个联络室没有督办检查"]


def test_where_every_room_was_inspected_nobody_is_reminded(house, row):
    sent(house.other_room, by=house.leading_office, day=DAY, problems=())
    with time_machine.travel(noon(date(2026, 11, 27)), tick=False):
        assert (reminders.remind_of_inspections(), sentences(house.leading_office)) == (0, [])


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def figures(room) -> dict:
    rows = RoomMonth.objects.filter(room=room).order_by("month")
    return {(each.measure, each.month.month): each.n for each in rows}


def test_a_problem_counts_once_and_a_struck_one_not(house, row):
    answered(house, row, MENDED, OBJECTED)
    second = row.problems.get(position=2)
    replies.answer_objection(
        InspectionProblem.objects.for_page().get(pk=second.pk),
        by=house.leading_office,
        version=second.version,
        is_upheld=True,
        opinion="属实",
    )
    facts.catch_up()
    assert figures(house.room) == {("inspections", 11): 1, ("inspection_problems", 11): 1}
    with time_machine.travel(noon(IN_DECEMBER), tick=False):
        first = problem_of(row)
        later = sent(
            house.room,
            by=house.leading_office,
            day=IN_DECEMBER,
            problems=(),
            checks=[checked(first, is_mended=False)],
            due_on=date(2026, 12, 24),
        )
        carried = problem_of(later)
        replies.judge(carried, by=house.leading_office, version=carried.version, verdict="mended")
        facts.catch_up()
        assert figures(house.room) == {
            ("inspections", 11): 1,
            ("inspection_problems", 11): 1,
            ("inspections", 12): 1,
            ("problems_mended", 12): 1,
        }
        assert not any(facts.compare().values())
