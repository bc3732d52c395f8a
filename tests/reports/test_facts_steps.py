"""How long the steps took, and what people thought of what was done."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consult.enums import Ending, Step
from consult.models import Assignment, Consultation, Matter, StagePassage
from consult.steps import assignment, closing, evaluation, participants, research
from consult.workflow import end, send_back
from reports import facts
from reports.facts import dashboard
from reports.models import RoomMonth
from tests import action_scenes as action
from tests import factories as make
from tests.consult.evaluation import scene

pytestmark = pytest.mark.django_db
NOON = timezone.localtime().replace(hour=12)


def at(days: int):
    return time_machine.travel(NOON + timedelta(days=days), tick=False)


def parts(room, measure: str) -> dict:
    facts.catch_up()
    found = {}
    for part, n in RoomMonth.objects.filter(room=room, measure=measure).values_list("part", "n"):
        found[part.strip("|").partition("=")[2]] = found.get(part.strip("|").partition("=")[2], 0) + n
    return found


@pytest.fixture
def case(house):
    """Begun and approved 20 days ago, with a list that was fixed 14 days ago."""
    with at(-20):
        case = make.at_participants(house.room, clerk=house.clerk, convener=house.convener, township=house.township)
    with at(-14):
        for category, name, title in make.RESIDENTS:
            participants.add(case, by=house.clerk, category=category, name=name, title=title)
        participants.fix(case, by=house.convener)
    return Consultation.objects.get(pk=case.pk)


def test_a_step_that_is_done_tells_how_long_it_took(house, case):
    assert parts(house.room, "steps_done") == {"topic": 1, "participants": 1}
    # The topic was approved on the day itself.
    assert parts(house.room, "step_days") == {"participants": 6}


def test_a_step_that_is_sent_back_took_its_time_and_is_not_done(house, case):
    with at(-10):
        research.record(case, by=house.clerk, on=timezone.localdate(), place="3 栋", team="驻室委员", findings="堵塞")
        research.finish(Consultation.objects.get(pk=case.pk), by=house.clerk)
    with at(-7):
        row = Consultation.objects.select_for_update().get(pk=case.pk)
        send_back(row, Step.RESEARCH, by=house.convener, reason="再走访几户")
    assert parts(house.room, "steps_done") == {"topic": 1, "participants": 1, "research": 1}
    assert parts(house.room, "step_days") == {"participants": 6, "research": 4, "discussion": 3}
    assert not any(facts.compare().values())


def test_a_case_that_is_stopped_has_done_no_step_with_it(house, case):
    with at(-4):
        end(Consultation.objects.get(pk=case.pk), by=house.convener, ending=Ending.WITHDRAWN, note="并入旧改")
    assert parts(house.room, "steps_done") == {"topic": 1, "participants": 1}
    assert parts(house.room, "step_days") == {"participants": 6, "research": 10}


@pytest.mark.parametrize(("ending", "ends_step"), [(Ending.DONE, True), (Ending.HANDLED, False)])
def test_a_case_that_is_closed_has_done_the_step_where_it_stood_but_not_by_being_handled_at_once(
    house, case, ending, ends_step
):
    end(case, by=house.convener, ending=ending)
    assert StagePassage.objects.filter(consultation=case).last().ends_step is ends_step


def test_of_what_was_entered_afterwards_nobody_knows_how_long_it_took(house, case):
    StagePassage.objects.all().delete()
    Consultation.objects.filter(pk=case.pk).update(is_backfilled=True)
    end(Consultation.objects.get(pk=case.pk), by=house.convener, ending=Ending.DONE)
    assert not StagePassage.objects.exists()


@pytest.fixture
def matter(house):
    """A matter that a department did and the township closed, with what people said."""
    matter, task, unit_person = action.running(house)
    assignment.accept(task, by=unit_person)
    assignment.report(Assignment.objects.for_page().get(pk=task.pk), by=unit_person, text="疏通", asks_closing=True)
    assignment.close(Assignment.objects.for_page().get(pk=task.pk), by=house.township)
    told = {"outcome": "solved", "text": "3 处全部疏通", "satisfaction": "基本满意"}
    matter = Matter.objects.for_page().get(pk=matter.pk)
    closing.close_matter(matter, by=house.township, **told, attachments=[action.photo(house.township).pk])
    return Matter.objects.for_page().get(pk=matter.pk)


def test_what_people_said_when_a_matter_was_closed_counts_by_what_it_was(house, matter):
    assert parts(house.room, "matter_satisfaction") == {"基本满意": 1}
    Matter.objects.filter(pk=matter.pk).update(satisfaction="")
    facts.rebuild()
    assert parts(house.room, "matter_satisfaction") == {}


def test_what_was_said_otherwise_leads_to_exactly_that(house, matter, client):
    for number, said in enumerate(("满意", "基本满意", "路通了就好", "灯还不亮"), 11):
        Matter.objects.create(
            consultation=matter.consultation,
            number=number,
            text="疏通管网",
            state=matter.state,
            closed_at=matter.closed_at,
            closed_by=matter.closed_by,
            created_by=matter.created_by,
            outcome_code=matter.outcome_code,
            satisfaction=said,
        )
    facts.rebuild()
    found = dashboard.board_of(dashboard.asked_for(house.leading_office, {}), house.leading_office)
    cells = {row.name: row.cells[0] for row in found.charts["satisfaction"].rows}
    client.force_login(house.leading_office)
    pages = {name: client.get(cell.url).context for name, cell in cells.items()}
    figures = {name: page["groups"][0].figure for name, page in pages.items()}
    assert {name: cell.value for name, cell in cells.items()} == figures
    assert figures == {"满意": 1, "基本满意": 2, "不满意": 0, "另有说明": 2}
    assert pages["另有说明"]["told"] == ["满意、基本满意、不满意以外"]


def test_a_matter_is_rated_by_its_last_round(house, matter):
    for sheets, verdict in (([scene.BAD] * 3, "no"), ([scene.GOOD] * 3, "yes")):
        round = scene.opened(house, matter)
        scene.answer_all(round, *sheets)
        evaluation.close_round(round, by=house.clerk)
        assert parts(house.room, "matters_rated") == {verdict: 1}
    assert not any(facts.compare().values())
