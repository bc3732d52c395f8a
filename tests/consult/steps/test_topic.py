from datetime import date, timedelta

import pytest
from django.utils import timezone

from consult.enums import ApprovalState, ConsultationState, Ending, Importance, Verdict
from consult.steps import approval, topic
from consult.workflow import Refused, Stale
from members.models import Event, Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


def decide(case, by, verdict, **fields):
    step = case.approval.steps.get(is_open=True)
    fields = {
        "opinion": "理由充分",
        "basis": "meeting",
        "basis_on": timezone.localdate(),
        **fields,
    }
    return approval.decide(case, by=by, step_id=step.pk, verdict=verdict, **fields)


def submitted(house, **fields):
    case = make.consultation(house.room, by=house.clerk, **fields)
    return approval.submit(case, by=house.convener)


def open_step(case):
    return case.approval.steps.get(is_open=True)


def test_beginning_draws_the_next_case_number_of_the_room(house):
    first = make.consultation(house.room, by=house.clerk)
    second = make.consultation(house.room, by=house.clerk)
    elsewhere = make.consultation(house.other_room, by=house.other_clerk)
    assert [first.number, second.number, elsewhere.number] == [1, 2, 1]


def test_beginning_leaves_one_ledger_row_for_the_topic_and_one_for_the_case(house):
    case = make.consultation(house.room, by=house.clerk)
    about_case = Event.objects.filter(case_id=case.pk).values_list("verb", flat=True)
    about_topic = Event.objects.filter(object_type="consult.topic", object_id=str(case.topic_id))
    assert (list(about_case), about_topic.count()) == (["consult.take_up"], 1)


def test_an_ordinary_topic_approved_by_the_township_goes_to_the_participants(house):
    case = submitted(house)
    decide(case, house.township, Verdict.APPROVE)
    case.refresh_from_db()
    assert (case.approval.state, case.step) == (ApprovalState.APPROVED, "participants")


def test_submitting_notifies_the_body(house):
    submitted(house)
    assert set(Notice.objects.values_list("user__name", flat=True)) == {
        "陈立新",
        "孙倩",
    }


def test_a_decision_of_the_clerk_is_entered_for_the_body(house):
    case = submitted(house)
    decide(case, house.township_clerk, Verdict.APPROVE)
    step = case.approval.steps.get()
    event = Event.objects.get(verb="consult.approval_approve")
    assert (step.entered_for_body, event.entered_for) == (
        True,
        house.room.approver.name,
    )


def test_a_decision_of_the_secretary_is_not_entered_for_anybody(house):
    case = submitted(house)
    decide(case, house.township, Verdict.APPROVE)
    assert case.approval.steps.get().entered_for_body is False


def test_a_returned_topic_can_be_edited_and_submitted_again(house):
    case = submitted(house)
    decide(case, house.township, Verdict.RETURN, opinion="请补充户数")
    case.refresh_from_db()
    topic.edit(case, by=house.clerk, version=case.topic.version, why="涉及 486 户")
    case.refresh_from_db()
    approval.submit(case, by=house.convener)
    assert (case.topic.why, open_step(case).round) == ("涉及 486 户", 2)


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT, Verdict.RAISE])
def test_a_verdict_against_the_room_needs_a_reason(house, verdict):
    case = submitted(house)
    with pytest.raises(Refused, match="要写明理由"):
        decide(case, house.township, verdict, opinion=" ")


def test_a_rejected_topic_stops_the_consultation(house):
    case = submitted(house)
    decide(case, house.township, Verdict.REJECT)
    case.refresh_from_db()
    assert (case.state, case.ending) == (ConsultationState.STOPPED, Ending.REJECTED)


def test_a_merged_topic_stops_and_its_room_joins_the_other_consultation(house):
    other = make.consultation(house.other_room, by=house.other_clerk)
    case = submitted(house)
    decide(case, house.township, Verdict.MERGE, into=other)
    case.refresh_from_db()
    assert (case.ending, case.merged_into) == (Ending.MERGED, other)
    assert {joined.room for joined in other.joined_rooms.all()} == {
        house.room,
        house.other_room,
    }


def test_a_topic_cannot_be_merged_into_itself(house):
    case = submitted(house)
    with pytest.raises(Refused, match="请选择要并入的协商"):
        decide(case, house.township, Verdict.MERGE, into=case)


def test_a_topic_raised_by_the_township_goes_to_the_leading_office(house):
    case = submitted(house)
    decide(case, house.township, Verdict.RAISE, opinion="全市都有")
    case.refresh_from_db()
    assert (case.importance, open_step(case).unit.name) == (
        Importance.IMPORTANT,
        "领导小组办公室",
    )


def test_an_important_topic_passes_township_leading_office_and_city_committee(house):
    case = submitted(house, importance="important")
    way = []
    for by in (house.township, house.leading_office, house.city_committee):
        way.append((open_step(case).unit.short_name, open_step(case).name))
        decide(case, by, Verdict.APPROVE)
        case.refresh_from_db()
    assert way == [
        (house.room.approver.short_name, "初审"),
        ("领导小组办公室", "汇总把关"),
        ("市委", "审定"),
    ]
    assert case.step == "participants"


def test_the_leading_office_can_make_a_topic_ordinary_and_the_township_approves_it(
    house,
):
    case = submitted(house, importance="important")
    decide(case, house.township, Verdict.APPROVE)
    decide(case, house.leading_office, Verdict.LOWER, opinion="街道可以解决")
    case.refresh_from_db()
    assert (case.importance, open_step(case).unit) == (
        Importance.ORDINARY,
        house.room.approver,
    )
    decide(case, house.township, Verdict.APPROVE)
    case.refresh_from_db()
    assert case.step == "participants"


def test_the_leading_office_can_raise_a_topic_that_waits_at_the_township(house):
    case = submitted(house)
    approval.raise_outside(case, by=house.leading_office, reason="涉及多个街道")
    case.refresh_from_db()
    assert (case.importance, open_step(case).name) == (Importance.IMPORTANT, "初审")


def test_an_important_topic_without_a_reason_is_not_submitted(house):
    case = make.consultation(house.room, by=house.clerk, importance="important")
    topic.edit(case, by=house.clerk, version=1, importance="important", importance_reason="")
    with pytest.raises(Refused, match="列为重要议题要写明理由"):
        approval.submit(case, by=house.convener)


def test_the_second_of_two_secretaries_is_told_who_was_first(house):
    case = submitted(house)
    step = open_step(case)
    decide(case, house.township, Verdict.APPROVE)
    with pytest.raises(Refused, match="陈立新已经先一步提交了意见（同意）"):
        approval.decide(
            case,
            by=house.township_clerk,
            step_id=step.pk,
            verdict=Verdict.REJECT,
            opinion="不同意",
            basis="meeting",
            basis_on=timezone.localdate(),
        )


def test_a_convener_who_sits_in_the_body_does_not_decide(house):
    make.grant(house.convener, "township", unit=house.room.approver)
    case = submitted(house)
    with pytest.raises(Refused, match="您是这个联络室的召集人"):
        decide(case, house.convener, Verdict.APPROVE)


@pytest.mark.parametrize(("days", "message"), [(1, "不能晚于今天"), (-1, "不能早于提请审定")])
def test_the_day_of_a_decision_lies_between_submission_and_today(house, days, message):
    case = submitted(house)
    with pytest.raises(Refused, match=message):
        decide(
            case,
            house.township,
            Verdict.APPROVE,
            basis_on=timezone.localdate() + timedelta(days=days),
        )


def test_the_room_can_take_a_topic_back_before_anybody_has_spoken(house):
    case = submitted(house)
    approval.take_back(case, by=house.convener)
    case.refresh_from_db()
    assert (case.approval.state, case.approval.steps.count()) == (
        ApprovalState.DRAFT,
        0,
    )


def test_a_topic_that_waits_is_not_laid_before_the_body_again(house):
    case = submitted(house)
    body = house.room.approver.short_name
    with pytest.raises(Refused, match=f"已经提请审定，不用再提请。现在等待{body}审定。"):
        approval.submit(case, by=house.convener)


def test_an_approved_topic_is_not_laid_before_the_body_again(house):
    case = submitted(house)
    decide(case, house.township, Verdict.APPROVE)
    with pytest.raises(Refused, match="议题已经审定，不用再办。"):
        approval.submit(case, by=house.convener)


def test_a_topic_that_was_taken_back_by_somebody_else_is_not_taken_back_again(house):
    case = submitted(house)
    approval.take_back(case, by=house.convener)
    with pytest.raises(Refused, match="现在是“起草”，这一步已经办过"):
        approval.take_back(case, by=house.convener)


def test_a_topic_under_decision_cannot_be_edited(house):
    case = submitted(house)
    with pytest.raises(Refused, match="正在审定"):
        topic.edit(case, by=house.clerk, version=1, why="改一改")


def test_a_stale_edit_is_refused_with_the_text_that_stands(house):
    case = make.consultation(house.room, by=house.clerk)
    topic.edit(case, by=house.clerk, version=1, why="先保存的")
    with pytest.raises(Stale) as refused:
        topic.edit(case, by=house.convener, version=1, why="后保存的")
    assert refused.value.current.why == "先保存的"


def test_stopping_needs_a_reason_and_keeps_the_record(house):
    case = make.consultation(house.room, by=house.clerk)
    with pytest.raises(Refused, match="要写明理由"):
        topic.stop(case, by=house.convener, reason="")
    topic.stop(case, by=house.convener, reason="已由社区解决")
    case.refresh_from_db()
    assert (case.state, case.ending, case.ending_note) == (
        "stopped",
        "withdrawn",
        "已由社区解决",
    )


def test_who_was_to_decide_is_told_that_the_case_was_stopped(house):
    case = submitted(house)
    topic.stop(case, by=house.convener, reason="已由社区解决")
    for person in (house.township, house.clerk):
        assert person.notices.filter(sentence=f"协商已终止：{case.title}").count() == 1


def test_a_topic_is_not_merged_into_a_case_that_has_just_ended(house):
    other = make.consultation(house.other_room, by=house.other_clerk)
    case = submitted(house)
    seen = type(other).objects.get(pk=other.pk)
    topic.stop(other, by=house.other_convener, reason="已由社区解决")
    with pytest.raises(Refused, match="应当还在进行中"):
        decide(case, house.township, Verdict.MERGE, into=seen)


def test_nothing_began_before_the_calendar_does(house):
    """Days are counted from it: such a case could not be shown."""
    found = topic.propose(by=house.clerk, **{**make.TOPIC, "region": house.room.unit.region})
    told = {"room": house.room, "by": house.clerk, "backfill_reason": "在纸上开展"}
    make.daye()
    with pytest.raises(Refused, match="不能早于 2000 年"):
        topic.take_up(found, backfilled_on=date(1999, 12, 31), **told)
