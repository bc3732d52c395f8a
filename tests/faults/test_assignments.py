"""1,000 reports and 1,000 proposals, each assigned by two hands at once: no unit's task is lost, and none is double."""

from collections import Counter

import pytest

from members import ledger
from proposals.models import Handling, Proposal
from rooms.models import TimeLimit
from tests import crowd_proposals, crowd_reports, scenes
from tests import factories as make
from tests.proposals import cycle_scene
from tests.proposals import report_scene as scene

COUNT = 1_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(3600)
def test_a_thousand_parallel_assignments_give_each_unit_its_one_task():
    make.daye()
    city = scene.dispatch(scenes.house())
    rows = crowd_reports.instructed(city, COUNT)
    assert Counter(crowd_reports.assign_all(city, rows)) == {"": COUNT, "Refused": COUNT}
    assert Handling.objects.count() == 2 * COUNT
    # Two clocks run for each task.
    assert TimeLimit.objects.count() == 4 * COUNT
    assert list(ledger.verify("420281")) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(3600)
def test_a_thousand_proposals_are_given_once_while_their_units_agree():
    make.daye()
    house = scenes.house()
    found = cycle_scene.units(house)
    rows = crowd_proposals.filed(house, COUNT)
    asked = crowd_proposals.preassign_all(house, rows, [found.lead.unit, found.co.unit])
    assert asked == {"": COUNT, "Refused": COUNT}
    people = {each.unit.pk: each.user for each in (found.lead, found.co)}
    batches = COUNT // crowd_proposals.BATCH
    done = crowd_proposals.agree_and_assign(house, rows, people)
    assert done == {"": 2 * COUNT + batches, "Refused": batches}
    assert Proposal.objects.filter(state="running").count() == COUNT
    assert Handling.objects.filter(state="accepted").count() == 2 * COUNT
    assert TimeLimit.objects.open().count() == 2 * COUNT
    assert list(ledger.verify("420281")) == []
