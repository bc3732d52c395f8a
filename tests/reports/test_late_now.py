"""What is late today is looked for among what is open alone, and is what the list of the month says of it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consult.enums import AssignmentState
from consult.enums.evaluation import RoundState
from consult.models import Assignment, Consultation, Evaluation, EvaluationInvitation, EvaluationRound
from members.enums import RegionKind, RoleCode
from members.models import Region
from proposals.enums import HandlingState
from reports.queries.asked import OWN_TURN
from reports.queries.asked.figures import ANSWERED
from reports.queries.asked.late import late_now, late_rows, late_seen_by
from reports.queries.asked.limits import source_of, with_limits
from reports.queries.asked.sources import asked_among
from rooms.enums import LimitState, RequirementState
from rooms.models import TimeLimit
from tests import asked_scene
from tests import factories as make
from tests.world_evaluation import form_table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
ANSWERED_AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
DAYS = (TODAY - timedelta(days=40), TODAY - timedelta(days=1), TODAY)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-26 10:00+08:00", tick=False) as clock:
        yield clock


def limit(owner, unit, due, *, of="report_action", state="running", **fields) -> TimeLimit:
    """A limit as it stands in this state."""
    is_over = state not in (LimitState.RUNNING, LimitState.PAUSED)
    return TimeLimit.objects.create(
        owner=owner,
        of=of,
        name=f"{of}{due}{state}",
        subject="关于加装电梯的专报",
        url="/",
        unit=unit,
        starts_on=date(2026, 9, 1),
        given_on=due,
        given_by="市委办",
        due_on=due,
        counted_on=due,
        explanation="",
        state=state,
        lapses=fields.pop("lapses", state == LimitState.LAPSED),
        met_on=due if state == LimitState.MET else None,
        settled_at=ANSWERED_AT if is_over else None,
        **fields,
    )


def tasks(house, unit):
    first = asked_scene.task(house, unit=unit, asked=True)
    for state, due in product(AssignmentState, DAYS):
        closed = {"closed_by": house.township, "closed_at": ANSWERED_AT} if state == AssignmentState.CLOSED else {}
        row = Assignment.objects.create(
            matter=first.matter,
            unit=unit,
            due_on=due,
            state=state,
            issued_by_unit=first.issued_by_unit,
            issued_by=house.township,
            **closed,
        )
        if state == AssignmentState.REPORTED:
            row.progress.create(text="已经修好", asks_closing=True, reported_by=house.department)


def handlings(house, unit):
    for state, due in product(HandlingState, DAYS):
        is_answered = state in (HandlingState.ANSWERED, HandlingState.CLOSED)
        done = {"answered_by": house.department, "answered_at": ANSWERED_AT} if is_answered else {}
        row = asked_scene.handling(house, report=asked_scene.report(house), unit=unit, state=state, **done)
        limit(row, unit, due)
        limit(row, unit, due - timedelta(days=3), of="report_acceptance")
        # One before it, by which it is not answered any more.
        limit(row, unit, due - timedelta(days=5), of="information_reply")
    stands = asked_scene.handling(house, report=asked_scene.report(house), unit=unit, state="accepted")
    limit(stands, unit, DAYS[0], state="paused")


def other_things(house, unit):
    for due in DAYS:
        for state in RequirementState:
            asked_scene.requirement(house, unit=unit, due_on=due, state=state)
        for state in LimitState:
            limit(unit.region, unit, due, of="proposal_filing", state=state)
        limit(unit.region, unit, due, of="proposal_consent", lapses=True)
    asked_scene.requirement(house, unit=unit)


def ratings(house, unit):
    proposal = asked_scene.proposal(house)
    for state, due, is_answered in product(RoundState, DAYS, (False, True)):
        rating(house, unit, due, proposal=proposal, state=state, is_answered=is_answered)


def rating(house, unit, due, *, proposal, state, is_answered):
    keeper = make.leading_office()
    round = EvaluationRound.objects.create(
        target=proposal,
        side="proposal",
        state=state,
        about="关于增设公交站点的提案",
        form_code="attitude-and-result",
        form_table=form_table(),
        opens_on=DAYS[0],
        closes_on=due,
        opened_by=house.leading_office,
        keeper=keeper,
        region=keeper.region,
    )
    asked = EvaluationInvitation.objects.create(
        round=round, kind="unit", way="account", unit=unit, invited_by=house.leading_office
    )
    if is_answered:
        Evaluation.objects.create(invitation=asked, round=round, answers={}, satisfied=True, on=DAYS[0])


@pytest.fixture
def town(house):
    """Everything that can be asked, in each state, of two departments and of a body."""
    body = house.room.approver
    for unit in (house.department_unit, make.UnitFactory(name="市水务局"), body):
        tasks(house, unit)
        handlings(house, unit)
        other_things(house, unit)
        ratings(house, unit)
    return house


def test_whose_turn_it_is_is_said_alike_of_the_columns_and_of_the_stage(town):
    everything = with_limits(asked_among(lambda model: model.objects.all()), TimeLimit.objects.all())
    for code, rows in everything.branches.items():
        turning = {row.pk for row in rows.filter(source_of(code).own_turn)}
        assert turning == {row.pk for row in rows if row.as_stage in OWN_TURN}
        assert 0 < len(turning) < len(rows)


def listed(user):
    """What the list of the month holds unanswered, late as it is today."""
    return late_seen_by(user, TODAY.replace(day=1)).filter(~ANSWERED)


def told(found) -> list[tuple]:
    return [(each.unit.name, each.count, each.still) for each in found]


def test_what_is_late_now_is_what_the_list_of_the_month_holds_unanswered(town):
    overseers, others = ("leading_office", "office", "auditor"), ("department", "township", "clerk")
    for who in (*overseers, *others):
        user = getattr(town, who)
        assert told(late_now(user)) == told(late_rows(listed(user)))
    of_each = listed(town.leading_office).counts("as_source")
    assert of_each.keys() == {"assignment", "handling", "requirement", "rating", "limit"}
    assert [len(late_now(getattr(town, who))) for who in (*overseers, *others)] == [2, 2, 2, 1, 0, 0]


def test_whoever_oversees_and_handles_is_told_of_both_sides_once(town):
    """The units of one's own are told whatever they are, and of the others the departments."""
    both, body = town.leading_office, town.room.approver
    before = told(late_now(both))
    assert {name for name, *_ in before} == {town.department_unit.name, "市水务局"}
    make.grant(both, RoleCode.DEPARTMENT, unit=body)
    both = type(both).objects.get(pk=both.pk)
    after = told(late_now(both))
    assert after == told(late_rows(listed(both)))
    assert [row for row in after if row[0] != body.name] == before
    assert body.name in {name for name, *_ in after}


def test_a_task_out_of_another_city_is_not_counted(town):
    before = told(late_now(town.leading_office))
    there = Region.objects.create(code="420222", name="阳新县", kind=RegionKind.CITY)
    far = make.RoomFactory(township=make.RegionFactory(parent=there))
    task = asked_scene.task(town, due_on=DAYS[0])
    counted = told(late_now(town.leading_office))
    Consultation.objects.filter(pk=task.matter.consultation_id).update(room=far)
    assert (counted != before, told(late_now(town.leading_office))) == (True, before)


def test_what_was_answered_is_not_read_for_it(town):
    with CaptureQueriesContext(connection) as captured:
        late_now(town.leading_office)
    [counted] = [query["sql"] for query in captured.captured_queries if "UNION" in query["sql"]]
    assert [word for word in ("consult_progress", "answered_at", "entered_at", "met_on") if word in counted] == []
