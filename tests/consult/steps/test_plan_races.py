"""Two people approve, or issue, the same plan at the same moment, on real PostgreSQL."""

from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from consult.models import Plan, PlanDecision, PlanEdition
from consult.steps import plan_approval
from members.models import Event, NumberSeries
from tests import plan_scene as scene
from tests import scenes
from tests.consult.steps.test_action_races import together


@pytest.fixture
def drafted(transactional_db):
    house = scenes.house()
    row = scene.plan(house.room.unit, by=house.clerk)
    scene.item(row, by=house.clerk)
    return house, row


def fresh(row):
    return Plan.objects.for_page().get(pk=row.pk)


def test_of_two_who_decide_one_wins(drafted):
    house, row = drafted
    plan_approval.submit(row, by=house.convener)
    start = Barrier(2)

    def decide(by):
        plan = fresh(row)
        start.wait()
        return plan_approval.decide(plan, by=by, verdict="approve", **scene.basis())

    results = together(lambda: decide(house.township), lambda: decide(house.township_clerk))
    told = [result for result in results if isinstance(result, str)]
    assert told == ["现在是“已审定，待印发”，这一步已经办过，不用再办，请刷新页面查看最新情况。"]
    assert PlanDecision.objects.count() == 1
    assert Event.objects.filter(verb="consult.decide_plan").count() == 1


def issue_twice(house, row):
    start = Barrier(2)

    def issue(by):
        plan = fresh(row)
        start.wait()
        try:
            return plan_approval.issue(plan, by=by, dated_on=timezone.localdate())
        except IntegrityError:
            connection.rollback()
            return "two editions"

    return together(lambda: issue(house.convener), lambda: issue(house.second_convener))


def test_of_two_who_issue_one_draws_the_number(drafted):
    house, row = drafted
    row = scene.approved(row, by=house.convener, body=house.township)
    results = issue_twice(house, row)
    assert sum(isinstance(result, PlanEdition) for result in results) == 1
    assert (NumberSeries.objects.get(kind="plan").last, PlanEdition.objects.count()) == (1, 1)


def test_without_the_lock_two_would_issue(drafted, monkeypatch):
    """Negative control: it shows that the test above can fail at all."""
    house, row = drafted
    row = scene.approved(row, by=house.convener, body=house.township)
    read = Barrier(2)

    def unlocked(plan, *, related=()):
        found = type(plan).objects.select_related(*related).get(pk=plan.pk)
        read.wait()
        return found

    monkeypatch.setattr(plan_approval, "lock", unlocked)
    results = issue_twice(house, row)
    # Both went past the state; only the database kept the second edition out.
    assert not any("这一步已经办过" in str(result) for result in results)
