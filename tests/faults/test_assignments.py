"""1,000 reports, each assigned by two hands at once: every unit has its one task, none is lost, none is double."""

from collections import Counter

import pytest

from members import ledger
from proposals.models import Handling
from rooms.models import TimeLimit
from tests import crowd_reports, scenes
from tests import factories as make
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
