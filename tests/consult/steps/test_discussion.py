from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from consult.enums import Attendance, MeetingState, MinutesState
from consult.models import Matter, MeetingSeat, Minutes, Participant, Statement
from consult.steps import discussion, invitation, matter, stream
from consult.steps.merging import Row
from consult.workflow import Refused, Stale
from consult.workflow.gates import is_without_consensus
from members.models import Event, Revision
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house):
    return make.at_discussion(house.room, clerk=house.clerk, convener=house.convener, township=house.township)


def arrangements(case, **fields):
    return {
        "mode": "bench",
        "place": "3 栋门前",
        "chair": case.participant_set.first(),
        "recorder": case.created_by,
        "key_points_only": False,
        **fields,
    }


@pytest.fixture
def planned(case, house):
    return discussion.plan(case, by=house.clerk, planned_at=timezone.now() + timedelta(hours=1), **arrangements(case))


@pytest.fixture
def running(planned, house):
    return discussion.start(planned, by=house.clerk)


def said(text="隔油池不应该全叫商户出钱。", *, version=0, was=None, key=None, **fields):
    """A row as the browser sends it."""
    if version == 0:
        fields = {"position": 1.0, "said_at": timezone.now(), "participant_id": None, **fields}
    return Row(key or uuid4(), version, {"text": text, **fields}, was or {})


def came(meeting, *, by, attendance=Attendance.PRESENT):
    people = meeting.consultation.participant_set.standing()
    discussion.seat(meeting, by=by, attendance={person.pk: attendance for person in people})


def ended(meeting, house, outcome="agreed", note=""):
    came(meeting, by=house.clerk)
    stream.save(meeting, by=house.clerk, rows=[said()])
    if outcome == "agreed":
        matter.note(meeting.consultation, by=house.clerk, meeting=meeting, text="疏通主管")
    return discussion.end(meeting, by=house.clerk, outcome=outcome, note=note)


# ── arranging ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_planning_draws_the_next_number_of_the_case(planned, case, house):
    second = discussion.plan(case, by=house.clerk, planned_at=timezone.now() + timedelta(days=3), **arrangements(case))
    assert (planned.number, second.number) == (1, 2)


def test_no_meeting_before_the_field_work(house):
    case = make.at_research(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    with pytest.raises(Refused, match="现在是“调查研究”，到“协商讨论”才能开协商会"):
        discussion.plan(case, by=house.clerk, planned_at=timezone.now(), **arrangements(case))


def test_a_meeting_is_not_planned_before_the_list_was_fixed(case, house):
    with pytest.raises(Refused, match="不能早于名单确定的日期"):
        discussion.plan(case, by=house.clerk, planned_at=timezone.now() - timedelta(days=2), **arrangements(case))


def test_the_chair_stands_on_the_list(case, house):
    other = make.at_research(house.other_room, clerk=house.other_clerk, convener=house.other_convener,
                             township=house.other_township)  # fmt: skip
    with pytest.raises(Refused, match="主持人要从协商主体名单里选"):
        discussion.plan(
            case,
            by=house.clerk,
            planned_at=timezone.now(),
            **arrangements(case, chair=other.participant_set.first()),
        )


def test_a_stale_change_of_the_arrangements_is_refused(planned, house):
    discussion.edit(
        planned, by=house.clerk, version=1, planned_at=planned.planned_at, chair=planned.chair, place="4 栋"
    )
    with pytest.raises(Stale):
        discussion.edit(
            planned, by=house.clerk, version=1, planned_at=planned.planned_at, chair=planned.chair, place="5 栋"
        )


def test_a_planned_meeting_can_be_called_off_and_the_ledger_knows(planned, case, house):
    discussion.cancel(planned, by=house.clerk, reason="下雨")
    event = Event.objects.with_notes().get(verb="consult.cancel_meeting")
    assert (case.meeting_set.count(), event.note) == (0, "下雨")


def test_a_running_meeting_cannot_be_called_off(running, house):
    with pytest.raises(Refused, match="已经开始"):
        discussion.cancel(running, by=house.clerk, reason="下雨")


def test_the_invitation_says_when_where_and_what(planned):
    text = invitation.text(planned)
    assert [line.split("：")[0] for line in text.splitlines()[:6]] == [
        "【协商会通知】水泥厂宿舍小区下水管网改造", "时间", "地点", "形式", "主持", "议程",
    ]  # fmt: skip
    assert "形式：板凳会" in text
    assert "议程：情况介绍、讨论" in text


def test_a_backfilled_meeting_has_its_real_times(case, house):
    held = timezone.now() - timedelta(days=30)
    meeting = discussion.backfill(
        case, by=house.clerk, started_at=held, ended_at=held + timedelta(hours=2), **arrangements(case)
    )
    over = ended(meeting, house)
    assert (over.state, over.started_at, over.ended_at, over.is_backfilled) == (
        MeetingState.ENDED,
        held,
        held + timedelta(hours=2),
        True,
    )


def test_a_meeting_that_is_still_to_come_cannot_be_backfilled(case, house):
    now = timezone.now()
    with pytest.raises(Refused, match="结束时间不能晚于现在"):
        discussion.backfill(
            case, by=house.clerk, started_at=now, ended_at=now + timedelta(hours=2), **arrangements(case)
        )


def test_a_meeting_before_the_calendar_cannot_be_backfilled(case, house):
    held = timezone.now() - timedelta(days=40 * 365)
    with pytest.raises(Refused, match="不能早于 2000 年"):
        discussion.backfill(case, by=house.clerk, started_at=held, ended_at=held, **arrangements(case))


# ── attendance and agenda ────────────────────────────────────────────────────────────────────────────────────────────
def test_attendance_is_noted_changed_and_taken_back(running, house):
    person = running.consultation.participant_set.first()
    for value in ("present", "leave", ""):
        discussion.seat(running, by=house.clerk, attendance={person.pk: value})
    assert MeetingSeat.objects.filter(meeting=running).count() == 0


def test_whoever_comes_unlisted_gets_the_next_seat_and_is_here(running, house):
    person = discussion.seat_unlisted(running, by=house.clerk, category="expert", name="冯毅")
    assert (person.seat, person.came_unlisted, running.seats.get().attendance) == (4, True, "present")


def test_people_of_another_case_cannot_be_seated(running, house):
    with pytest.raises(Refused, match="不在名单里"):
        discussion.seat(running, by=house.clerk, attendance={10**6: "present"})


def test_the_agenda_is_the_packs(running, house):
    discussion.go_to_part(running, part=1, by=house.clerk)
    assert Event.objects.get(verb="consult.go_to_part").sentence == "会议进入“讨论”"
    with pytest.raises(Refused, match="没有这一项议程"):
        discussion.go_to_part(running, part=2, by=house.clerk)


# ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_meeting_needs_people_and_a_statement_to_end(running, house):
    with pytest.raises(Refused, match="还没有登记出席的人。还没有记下一条发言。"):
        discussion.end(running, by=house.clerk, outcome="continue")


def test_agreement_needs_a_matter(running, house):
    came(running, by=house.clerk)
    stream.save(running, by=house.clerk, rows=[said()])
    with pytest.raises(Refused, match="还没有登记达成一致的事项"):
        discussion.end(running, by=house.clerk, outcome="agreed")


def test_ending_without_consensus_is_on_record_and_a_later_agreement_clears_it(running, case, house):
    ended(running, house, "none", "分担办法谈不拢")
    before = is_without_consensus(case)
    second = discussion.plan(case, by=house.clerk, planned_at=timezone.now() + timedelta(days=1), **arrangements(case))
    ended(discussion.start(second, by=house.clerk), house)
    assert (before, is_without_consensus(case)) == (True, False)


def test_without_consensus_the_reason_is_written(running, house):
    with pytest.raises(Refused, match="请写明主要分歧"):
        ended(running, house, "none")


def test_an_ended_record_can_be_reopened_with_a_reason(running, house):
    over = ended(running, house)
    with pytest.raises(Refused, match="要写明理由"):
        discussion.reopen(over, by=house.clerk, reason=" ")
    assert discussion.reopen(over, by=house.clerk, reason="漏记一条").state == MeetingState.RUNNING


def test_signed_minutes_lock_record_and_matters(running, case, house):
    over = ended(running, house)
    Minutes.objects.create(
        consultation=case, state=MinutesState.SIGNED, title="纪要", created_by=house.clerk,
        signed_by=house.convener, signed_at=timezone.now(), year=2026, number=1,
    )  # fmt: skip
    with pytest.raises(Refused, match="已经审签"):
        discussion.reopen(over, by=house.clerk, reason="漏记一条")
    with pytest.raises(Refused, match="已经审签"):
        matter.edit(Matter.objects.get(), by=house.clerk, version=1, text="别的")


def test_few_key_points_only_warn(case, house):
    meeting = discussion.plan(
        case, by=house.clerk, planned_at=timezone.now(), **arrangements(case, key_points_only=True)
    )
    meeting = discussion.start(meeting, by=house.clerk)
    came(meeting, by=house.clerk)
    stream.save(meeting, by=house.clerk, rows=[said(is_key_point=True)])
    pack = discussion.pack_of(case)
    assert discussion.end_missing(meeting, pack) == []
    assert discussion.end_warnings(meeting, pack) == ["要点一般不少于 3 条，现在有 1 条。"]


# ── the stream ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_sending_twice_is_a_no_op(running, house):
    row = said()
    for _ in range(2):
        stream.save(running, by=house.clerk, rows=[row])
    assert (Statement.objects.count(), Event.objects.filter(verb="consult.record_statements").count()) == (1, 1)


def test_an_edit_keeps_the_old_text(running, house):
    row = said("原来")
    stream.save(running, by=house.clerk, rows=[row])
    stream.save(running, by=house.clerk, rows=[said("后来", key=row.key, version=1, was={"text": "原来"})])
    revision = Revision.objects.get(field="text")
    assert (revision.old, revision.new, Statement.objects.get().version) == ("原来", "后来", 2)


def test_two_edits_of_the_same_text_clash_and_neither_is_lost(running, house):
    row = said("原来")
    stream.save(running, by=house.clerk, rows=[row])
    stream.save(running, by=house.clerk, rows=[said("周敏改", key=row.key, version=1, was={"text": "原来"})])
    second = stream.save(
        running, by=house.convener, rows=[said("罗建平改", key=row.key, version=1, was={"text": "原来"})]
    )
    assert [(each.text, clash) for each, clash in second.clashes] == [("周敏改", {"text": "周敏改"})]


def test_edits_of_different_fields_are_both_kept(running, house):
    row = said("原来")
    stream.save(running, by=house.clerk, rows=[row])
    stream.save(running, by=house.clerk, rows=[Row(row.key, 1, {"text": "改了"}, {"text": "原来"})])
    stream.save(running, by=house.convener, rows=[Row(row.key, 1, {"is_dissent": True}, {"is_dissent": False})])
    statement = Statement.objects.get()
    assert (statement.text, statement.is_dissent) == ("改了", True)


def test_the_maker_may_go_on_writing_when_the_first_answer_was_lost(running, house):
    key = uuid4()
    stream.save(running, by=house.clerk, rows=[said("半句", key=key)])
    again = stream.save(running, by=house.clerk, rows=[said("整句", key=key)])
    assert (Statement.objects.get().text, again.clashes) == ("整句", [])


def test_a_statement_is_removed_by_a_mark_and_can_come_back(running, house):
    row = said()
    stream.save(running, by=house.clerk, rows=[row])
    stream.save(running, by=house.clerk, rows=[Row(row.key, 1, {"removed": True})])
    gone = Statement.objects.standing().count()
    stream.save(running, by=house.clerk, rows=[Row(row.key, 2, {"removed": False})])
    assert (gone, Statement.objects.standing().count(), Statement.objects.count()) == (0, 1, 1)


def test_order_is_by_position_then_key(running, house):
    rows = [said(text, position=position) for text, position in (("丙", 3.0), ("甲", 1.0), ("乙", 2.0))]
    stream.save(running, by=house.clerk, rows=rows)
    assert [each.text for each in Statement.objects.all()] == ["甲", "乙", "丙"]


def test_a_clock_that_runs_ahead_puts_no_words_into_the_future(running, house):
    stream.save(running, by=house.clerk, rows=[said(said_at=timezone.now() + timedelta(hours=3))])
    assert Statement.objects.get().said_at <= timezone.now()


def test_what_was_said_before_the_end_still_arrives_after_it(running, house):
    early = timezone.now()
    over = ended(running, house)
    stream.save(over, by=house.clerk, rows=[said("断网时说的", said_at=early)])
    assert Statement.objects.filter(text="断网时说的").exists()
    with pytest.raises(Refused, match="会议记录已经结束"):
        stream.save(over, by=house.clerk, rows=[said(said_at=timezone.now())])


def test_nothing_is_recorded_before_the_meeting_begins(planned, house):
    with pytest.raises(Refused, match="还没有开始"):
        stream.save(planned, by=house.clerk, rows=[said()])


def test_a_dissent_can_be_explained_afterwards(running, house):
    row = said(is_dissent=True)
    stream.save(running, by=house.clerk, rows=[row])
    over = ended(running, house)
    statement = Statement.objects.get(pk=row.key)
    stream.explain(statement, by=house.convener, version=1, explanation="上门解释，本人接受")
    statement.refresh_from_db()
    assert (statement.explained_by, over.state) == (house.convener, MeetingState.ENDED)


def test_the_ledger_holds_no_words_of_a_person(running, house):
    row = said("我家的事不要写出去", is_dissent=True)
    stream.save(running, by=house.clerk, rows=[row])
    stream.save(running, by=house.clerk, rows=[Row(row.key, 1, {"text": "我家的事"}, {"text": "我家的事不要写出去"})])
    assert not any("我家" in event.sentence + event.object_label for event in Event.objects.all())


# ── matters ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_key_makes_one_matter(running, case, house):
    key = uuid4()
    first = matter.note(case, by=house.clerk, meeting=running, key=key, text="疏通主管")
    again = matter.note(case, by=house.clerk, meeting=running, key=key, text="疏通主管")
    assert first == again


def test_numbers_close_up_when_a_matter_is_taken_out(running, case, house):
    first, *_ = [matter.note(case, by=house.clerk, meeting=running, text=text) for text in ("甲", "乙", "丙")]
    matter.remove(first, by=house.clerk)
    standing = case.matter_set.standing().order_by("number")
    assert [(each.number, each.text) for each in standing] == [(1, "乙"), (2, "丙")]


def test_opinions_do_not_exceed_the_people_present(running, case, house):
    came(running, by=house.clerk)
    row = matter.note(case, by=house.clerk, meeting=running, text="疏通主管")
    with pytest.raises(Refused, match="意见统计合计 4 人，超过实到 3 人"):
        matter.edit(row, by=house.clerk, version=1, opinions={"agree": 3, "disagree": 1})


def test_two_who_count_one_each_make_two(running, case, house):
    came(running, by=house.clerk)
    row = matter.note(case, by=house.clerk, meeting=running, text="疏通主管")
    for by in (house.clerk, house.convener):
        matter.save(running, by=by, rows=[Row(row.key, 1, {"opinions": {"agree": 1}}, {"opinions": {}})])
    row.refresh_from_db()
    assert row.opinions == {"agree": 2}


def test_a_matter_keeps_the_statements_it_came_from(running, case, house):
    row = said()
    stream.save(running, by=house.clerk, rows=[row])
    made = matter.note(case, by=house.clerk, meeting=running, text="疏通主管", statements=[row.key, uuid4()])
    assert list(made.statements.values_list("pk", flat=True)) == [row.key]


def test_units_are_told_in_the_ledger(running, case, house):
    made = matter.note(case, by=house.clerk, meeting=running, text="疏通主管")
    matter.edit(made, by=house.clerk, version=1, suggested_units=[house.department_unit])
    assert Revision.objects.get(field="suggested_units").new == "市住建局"


def test_every_act_is_seen_by_whoever_watches(running, case, house):
    seen = [running.changes]
    came(running, by=house.clerk)
    stream.save(running, by=house.clerk, rows=[said()])
    matter.note(case, by=house.clerk, meeting=running, text="疏通主管")
    discussion.go_to_part(running, part=1, by=house.clerk)
    running.refresh_from_db()
    assert (running.changes - seen[0], running.sheet_changes) == (4, running.changes)
    assert Participant.objects.filter(attendances__meeting=running).count() == 3


def test_a_matter_without_a_text_is_refused_whatever_version_it_names(house, running):
    for version in (0, 3):
        saved = matter.save(running, by=house.clerk, rows=[Row(uuid4(), version, {"consensus": True})])
        assert list(saved.refused.values()) == ["请写明事项。"]
    assert running.consultation.matter_set.count() == 0
