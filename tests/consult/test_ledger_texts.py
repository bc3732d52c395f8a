"""No row of the ledger holds a word that somebody typed about a case: all of it lies where it can be erased."""

import pytest
from django.utils import timezone

from consult.enums import MeetingOutcome
from consult.models import Matter
from consult.steps import (
    approval,
    assignment,
    closing,
    correction,
    discussion,
    matter,
    minutes,
    participants,
    research,
    signing,
    submission,
    topic,
)
from members import ledger
from members.models import Event, Revision
from reports import operations
from reports.documents import content
from reports.queries.documents import Subject
from rooms.operations import team
from tests import action_scenes
from tests import factories as make
from tests import minutes_scene as scene

pytestmark = pytest.mark.django_db

# A word that stands nowhere else.
WORD = "松烟墨"


def rows() -> list[str]:
    return [str(row) for row in Event.objects.values()]


def texts(verb: str) -> list[str]:
    return [text.new for text in Revision.objects.filter(event__verb=verb)]


def approval_of(house):
    """A topic that goes to and fro before it is agreed to."""
    case = make.consultation(
        house.room, by=house.clerk, title=f"{WORD}下水管网", place=WORD, why=WORD, source_note=WORD
    )
    approval.submit(case, by=house.convener, note=WORD)
    turn = case.approval.steps.get(is_open=True)
    said = {"basis": "signature", "basis_note": WORD, "basis_on": timezone.localdate(), "opinion": WORD}
    approval.decide(case, by=house.township, step_id=turn.pk, verdict="return", **said)
    case.refresh_from_db()
    topic.edit(case, by=house.clerk, version=case.topic.version, title=f"{WORD}改造", why=f"{WORD}。")
    approval.submit(case, by=house.convener)
    make.approve(case, by=house.township)
    return case


def test_a_topic_and_its_preparation_leave_no_typed_word_in_a_row(house):
    case = approval_of(house)
    participants.add(case, by=house.clerk, category="stakeholder", name=WORD, title=WORD)
    participants.fix(case, by=house.convener)
    participants.reopen(case, by=house.convener, reason=WORD)
    participants.fix(case, by=house.convener)
    found = research.record(case, by=house.clerk, on=timezone.localdate(), place=WORD, team=WORD, findings=WORD)
    research.edit(found, by=house.clerk, version=1, on=found.on, place=f"{WORD}二", team=WORD, findings=WORD)
    research.remove(found, by=house.clerk, reason=WORD)
    topic.stop(case, by=house.convener, reason=WORD)
    assert [row for row in rows() if WORD in row] == []
    assert texts("consult.approval_return") == [WORD]


def test_a_meeting_and_its_minutes_leave_no_typed_word_in_a_row(house):
    case, meeting = scene.running(house, title=f"{WORD}下水管网", place=WORD)
    scene.agree(case, meeting, by=house.clerk, units=[house.department_unit], text=WORD)
    matter.edit(case.matter_set.get(), by=house.clerk, version=1, text=f"{WORD}二")
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.AGREED, note=WORD)
    discussion.reopen(meeting, by=house.clerk, reason=WORD)
    discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.AGREED)
    draft = minutes.compose(case, by=house.clerk)
    draft = minutes.edit(draft, by=house.clerk, version=1, title=f"关于{WORD}的协商纪要", texts={"background": WORD})
    minutes.send_back(minutes.offer(draft, by=house.clerk, version=2), by=house.convener, reason=WORD)
    draft.refresh_from_db()
    draft = minutes.offer(draft, by=house.clerk, version=draft.version)
    signing.sign(draft, by=house.convener, seen=signing.as_read(draft))
    signing.note_refusals(draft, by=house.clerk, version=draft.version, refusals=WORD)
    correction.correct(draft, by=house.convener, reason=WORD)
    subject = Subject("participant_list", case)
    made = content.of_record("participant_list", case)
    operations.order_document(subject, version=made.version, title=made.title, data=made.data, by=house.clerk)
    assert (WORD in made.title, [row for row in rows() if WORD in row]) == (True, [])
    assert WORD in texts("consult.end_meeting")


def test_what_the_body_and_its_units_type_stays_out_of_the_rows(house):
    case = action_scenes.signed(house, township=2, city=1)
    Matter.objects.filter(consultation=case).update(text=WORD)
    sent = submission.send(case, by=house.convener)
    copy = case.submission_set.get(kind="copy")
    submission.add_opinion(copy, by=house.township_clerk, version=1, opinion=WORD)
    submission.receive(sent, by=house.township_clerk)
    first, second = Matter.objects.for_page().filter(consultation=case, level="township").order_by("number")
    unit, person = action_scenes.own_unit(house)
    action_scenes.decide(first, house.township, opinion=WORD, basis_note=WORD, plan=action_scenes.plan(unit))
    action_scenes.decide(second, house.township, "return", opinion=WORD)
    submission.lay_again(second, by=house.convener, note=WORD)
    task = assignment.accept(first.assignments.get(), by=person)
    assignment.report(task, by=person, text=WORD, asks_closing=True)
    assignment.send_back(task, by=house.township, reason=WORD)
    assignment.report(task, by=person, text=WORD, asks_closing=True)
    assignment.close(task, by=house.township, note=WORD)
    photo = [action_scenes.photo(house.township).pk]
    closing.close_matter(first, by=house.township, outcome="solved", text=WORD, attachments=photo)
    assert [row for row in rows() if WORD in row] == []
    assert texts("consult.report_assignment") == [WORD, WORD]
    assert list(ledger.verify("420281")) == []


def test_a_representative_is_named_only_where_it_can_be_erased(house):
    each = team.add_representative(house.room, by=house.clerk, name=WORD, kind="mass", starts_on=make.LONG_AGO)
    team.edit_representative(each, by=house.clerk, title="个体户", version=1)
    team.end_representative(each, by=house.clerk, last_on=timezone.localdate(), reason=WORD)
    assert [row for row in rows() if WORD in row] == []
    assert texts("rooms.edit_team") == [WORD, WORD, "个体户", WORD, WORD]
