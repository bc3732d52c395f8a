"""The state tables as full matrices: every pair of states follows the table or is refused."""

import pytest
from django.db import transaction
from django.utils import timezone

from consult.enums import TopicState
from consult.models import (
    Approval,
    Assignment,
    Call,
    CommonAnswer,
    CommonTopic,
    Consultation,
    EvaluationRound,
    Matter,
    Meeting,
    Minutes,
    Nomination,
    Plan,
    PlanChange,
    PlanItem,
    Submission,
    Topic,
)
from consult.steps import action, assignment, closing, submission
from consult.workflow import Refused, advance, tables
from members.models import Event
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db

MODELS = {
    "TOPIC": Topic,
    "CONSULTATION": Consultation,
    "APPROVAL": Approval,
    "MEETING": Meeting,
    "MINUTES": Minutes,
    "MATTER": Matter,
    "ASSIGNMENT": Assignment,
    "SUBMISSION": Submission,
    "CALL": Call,
    "NOMINATION": Nomination,
    "PLAN": Plan,
    "PLAN_ITEM": PlanItem,
    "PLAN_CHANGE": PlanChange,
    "COMMON_TOPIC": CommonTopic,
    "COMMON_ANSWER": CommonAnswer,
    "EVALUATION_ROUND": EvaluationRound,
}
PAIRS = [
    pytest.param(name, start, end, id=f"{name}-{start}-{end}")
    for name in MODELS
    for start in getattr(tables, name)
    for end in getattr(tables, name)
]


def states_of(name):
    return list(MODELS[name]._meta.get_field("state").choices)


@pytest.mark.parametrize("name", MODELS)
def test_a_table_knows_every_state_of_its_model_and_no_other(name):
    table = getattr(tables, name)
    known = {code for code, _ in states_of(name)}
    assert set(table) == known
    assert {end for ends in table.values() for end in ends} <= known


def test_every_table_is_tested():
    names = {name for name in vars(tables) if name.isupper()}
    assert names == set(MODELS)


class Row:
    """Stands for a row of a table: what `advance` reads and writes of it, without its relations."""

    def __init__(self, state):
        self.state, self.saved = state, []

    def save(self, *, update_fields):
        self.saved.append(update_fields)


def row_of(name, state):
    return type("Row", (Row,), {"_meta": MODELS[name]._meta})(state)


@pytest.mark.parametrize(("name", "start", "end"), PAIRS)
def test_a_state_moves_along_its_table_or_is_refused(name, start, end):
    row, table = row_of(name, start), getattr(tables, name)
    events = Event.objects.count()
    if end in table[start]:
        with transaction.atomic():
            advance(row, table, end, by=None)
        assert (row.state, row.saved) == (end, [["state"]])
    else:
        said = "这一步已经办过，不用再办" if end == start else "不能办理这一步"
        with pytest.raises(Refused, match=said), transaction.atomic():
            advance(row, table, end, by=None)
        assert (row.state, row.saved) == (start, [])
    assert Event.objects.count() == events


def test_a_move_is_written_with_the_fields_that_belong_to_it(house):
    topic = make.consultation(house.room, by=house.clerk).topic
    Topic.objects.update(state=TopicState.OPEN)
    topic.refresh_from_db()
    advance(topic, tables.TOPIC, TopicState.TAKEN_UP, by=house.clerk, place="3 栋")
    topic.refresh_from_db()
    assert (topic.state, topic.place) == (TopicState.TAKEN_UP, "3 栋")


@pytest.mark.django_db(transaction=True)
def test_a_move_needs_a_transaction():
    with pytest.raises(RuntimeError, match="needs a transaction"):
        advance(row_of("TOPIC", TopicState.OPEN), tables.TOPIC, TopicState.TAKEN_UP, by=None)


def rows_written(act):
    """Return how many ledger rows the act left: refused acts leave none."""
    before = Event.objects.count()
    try:
        act()
    except Refused:
        assert Event.objects.count() == before
        return 0
    return Event.objects.count() - before


TASK_VERBS = {
    "accept": lambda task, house, person: assignment.accept(task, by=person),
    "refuse": lambda task, house, person: assignment.refuse(task, by=person, reason="不属本单位职责"),
    "report": lambda task, house, person: assignment.report(task, by=person, text="已清掏"),
    "ask": lambda task, house, person: assignment.report(task, by=person, text="已完工", asks_closing=True),
    "close": lambda task, house, person: assignment.close(task, by=house.township),
    "send_back": lambda task, house, person: assignment.send_back(task, by=house.township, reason="缺照片"),
    "cancel": lambda task, house, person: assignment.cancel(task, by=house.township, reason="合并办理"),
}
TASK_ENDS = {
    "accept": {"issued": "accepted"},
    "refuse": {"issued": "refused"},
    "report": {"accepted": "accepted"},
    "ask": {"accepted": "reported"},
    "close": {"reported": "closed"},
    "send_back": {"reported": "accepted"},
    "cancel": {"issued": "canceled", "accepted": "canceled", "reported": "canceled"},
}


@pytest.mark.parametrize("verb", TASK_VERBS)
def test_a_verb_on_a_task_leaves_one_row_or_none_in_every_state(house, verb):
    _, task, person = scene.running(house)
    task.progress.create(text="已完工", asks_closing=True, reported_by=person)
    found = {}
    for state in tables.ASSIGNMENT:
        ended = {"closed_by": house.township, "closed_at": timezone.now()} if state == "closed" else {}
        Assignment.objects.filter(pk=task.pk).update(state=state, **ended)
        written = rows_written(lambda: TASK_VERBS[verb](task, house, person))
        if written:
            found[state] = Assignment.objects.get(pk=task.pk).state
            assert written == 1
        Assignment.objects.filter(pk=task.pk).update(closed_by=None, closed_at=None)
    assert found == TASK_ENDS[verb]


DECISIONS = {
    "adopt": {"pending": "running"},
    "partly": {"pending": "running"},
    "decline": {"pending": "declined"},
    "raise": {"pending": "city", "running": "city"},
    "return": {"pending": "noted"},
}


@pytest.mark.parametrize("adoption", DECISIONS)
def test_a_decision_leaves_one_row_or_none_in_every_state(house, adoption):
    matter, unit = scene.received(house).matter_set.first(), scene.own_unit(house)[0]
    found = {}
    for state in tables.MATTER:
        Matter.objects.filter(pk=matter.pk).update(state=state, level="township", closed_by=None, closed_at=None)
        matter.submissions.all().delete()
        matter.assignments.all().delete()
        row = Matter.objects.for_page().get(pk=matter.pk)
        if rows_written(lambda row=row: scene.decide(row, house.township, adoption, plan=scene.plan(unit))):
            found[state] = Matter.objects.get(pk=matter.pk).state
    assert found == DECISIONS[adoption]


@pytest.mark.parametrize(("outcome", "end"), [("explained", "done"), ("partly", "partly"), ("declined", "declined")])
def test_closing_a_matter_leaves_one_row_or_none_in_every_state(house, outcome, end):
    matter, found = scene.received(house).matter_set.first(), {}
    for state in tables.MATTER:
        Matter.objects.filter(pk=matter.pk).update(state=state, closed_by=None, closed_at=None)
        row = Matter.objects.for_page().get(pk=matter.pk)
        if rows_written(lambda row=row: closing.close_matter(row, by=house.township, outcome=outcome, text="已说明")):
            found[state] = Matter.objects.get(pk=matter.pk).state
    assert found == {"running": end}


CITY_ENDS = {
    "end": lambda row, by: closing.end_by_city(row, by=by, result="已经解决", units="市住建局", text="已更换"),
    "go on": lambda row, by: closing.go_on_in_city(row, by=by),
}


@pytest.mark.parametrize("verb", CITY_ENDS)
def test_only_what_went_up_is_ended_by_the_city_and_leaves_one_row(house, verb):
    matter, found = scene.received(house).matter_set.first(), {}
    for state in tables.MATTER:
        Matter.objects.filter(pk=matter.pk).update(state=state, closed_by=None, closed_at=None)
        row = Matter.objects.for_page().get(pk=matter.pk)
        if rows_written(lambda row=row: CITY_ENDS[verb](row, house.office)):
            found[state] = Matter.objects.get(pk=matter.pk).state
    assert found == {"city": "city"}


def test_a_submission_is_answered_once(house):
    case = scene.received(house, city=1)
    sent = case.submission_set.get(kind="matter")
    verbs = {
        "receive": lambda: submission.receive(sent, by=house.office),
        "return": lambda: submission.return_to_room(sent, by=house.office, reason="属街道职责"),
    }
    found = set()
    for name, act in verbs.items():
        for state in tables.SUBMISSION:
            Submission.objects.filter(pk=sent.pk).update(
                state=state, received_by=house.office, received_at=timezone.now()
            )
            Matter.objects.filter(pk=sent.matter_id).update(state="city", level="city")
            if rows_written(act):
                found.add((name, state))
    assert found == {("receive", "sent"), ("return", "sent")}


def test_the_plan_says_nothing_of_a_matter_that_is_not_adopted(house):
    matter, unit = scene.received(house).matter_set.first(), scene.own_unit(house)[0]
    decision = scene.decide(matter, house.township, "decline", plan=scene.plan(unit))
    assert (decision.due_on, matter.assignments.count(), action.HAS_PLAN) == (None, 0, ("adopt", "partly"))
