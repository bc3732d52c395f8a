"""Many proposals are given to units by many hands at once, on real PostgreSQL."""

import pytest
from django.utils import timezone

from members import ledger
from members.workflow import lock
from proposals import operations
from proposals.models import Handling, Proposal
from proposals.operations import assigning
from rooms.models import TimeLimit
from tests import crowd_proposals as crowd
from tests import factories as make
from tests import scenes
from tests.proposals.cycle_scene import of, preassigned, units
from tests.racing import between

COUNT = 2 * crowd.BATCH


@pytest.fixture
def house(transactional_db):
    make.daye()
    house = scenes.house()
    house.units = units(house)
    return house


def given(house, count):
    """Everything that the hands were told, and what stands in the end."""
    found, rows = house.units, crowd.filed(house, count)
    asked = crowd.preassign_all(house, rows, [found.lead.unit, found.co.unit])
    done = crowd.agree_and_assign(house, rows, {each.unit.pk: each.user for each in (found.lead, found.co)})
    return asked, done


def test_each_unit_has_its_one_part_and_each_proposal_is_given_once(house):
    asked, done = given(house, COUNT)
    assert asked == {"": COUNT, "Refused": COUNT}
    # Both parts of each agreed; of the two who gave each batch for good one did.
    assert done == {"": 2 * COUNT + 2, "Refused": 2}
    assert Proposal.objects.filter(state="running").count() == COUNT
    assert Handling.objects.filter(state="accepted").count() == 2 * COUNT
    # For each part the window that is over, and the day that runs.
    assert (TimeLimit.objects.open().count(), TimeLimit.objects.count()) == (2 * COUNT, 4 * COUNT)
    assert list(ledger.verify("420281")) == []


def batch_meets_one(house) -> tuple[str, str]:
    """Two are given for good at one meeting while somebody holds the second, and then writes about it in the ledger."""
    rows = [preassigned(house, house.units) for _ in range(2)]
    for row in rows:
        operations.agree(of(row, house.units, "lead"), by=house.units.lead.user)
    rows = list(Proposal.objects.order_by("pk"))

    def batch():
        operations.assign_formally(rows, by=house.office, on=timezone.localdate(), paper="交办会")

    def write():
        ledger.record(rows[1], "proposals.assign_proposal", by=house.office, unit=make.office(), sentence="查看")

    return between(lambda: lock(rows[1]), batch, write)


def test_a_batch_waits_for_a_proposal_before_it_is_in_the_ledger(house):
    assert batch_meets_one(house) == ("", "")
    assert Proposal.objects.filter(state="running").count() == 2


def test_without_locking_all_of_them_first_each_would_wait_for_the_other(house, monkeypatch):
    """Negative control: a deadlock, which the database ends by giving one of them up."""
    monkeypatch.setattr(assigning, "lock_all", lambda rows, **_: rows)
    assert sorted(batch_meets_one(house)) == ["", "OperationalError"]
