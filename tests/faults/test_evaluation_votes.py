"""1,000 votes of one round by many hands, each pressed twice: every vote once, none lost, the ledger unbroken."""

import pytest

from members import ledger
from tests.consult.evaluation import crowd_votes, scene

COUNT = 1_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(3600)
def test_a_thousand_parallel_votes_are_counted_once_each():
    house = scene.done()
    assert crowd_votes.vote_twice_each(house, COUNT) == (COUNT, COUNT)
    assert list(ledger.verify("420281")) == []
