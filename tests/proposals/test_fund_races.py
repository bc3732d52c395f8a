"""Several who give out the last money of the pot at the same moment, on real PostgreSQL."""

from decimal import Decimal
from threading import Barrier

import pytest
from django.utils import timezone

from proposals.models import FundGrant, FundPot
from proposals.operations import fund
from tests import factories as make
from tests import scenes
from tests.consult.steps.test_action_races import together
from tests.proposals.care_scene import filed

GIVERS = 4


@pytest.fixture
def house(transactional_db):
    make.daye()
    return scenes.house()


def give_at_once(house) -> list:
    """Four give 20 of the 50: two of them find nothing left."""
    pot = fund.open_pot(make.office(), by=house.office, year=2026, amount=Decimal(50), source="市财政")
    rows = [filed(house) for _ in range(GIVERS)]
    start = Barrier(GIVERS)
    told = {"used_for": "标线施划", "approved_by": "主席会议", "approved_on": timezone.localdate()}

    def give(row):
        start.wait()
        return fund.grant(pot, by=house.office, proposal=row, amount=Decimal(20), **told)

    return together(*(lambda row=row: give(row) for row in rows))


def test_the_last_money_is_given_once(house):
    results = give_at_once(house)
    assert sum("不够安排" in result for result in results if isinstance(result, str)) == GIVERS - 2
    assert (FundGrant.objects.count(), FundPot.objects.get().granted) == (2, Decimal(40))


def test_without_the_lock_money_is_counted_once_too_little(house, monkeypatch):
    """Negative control: both have read the pot before either writes."""
    read = Barrier(GIVERS)

    def unlocked(row, *, related=()):
        found = type(row).objects.select_related(*related).get(pk=row.pk)
        if isinstance(row, FundPot):
            read.wait()
        return found

    monkeypatch.setattr(fund, "lock", unlocked)
    give_at_once(house)
    assert (FundGrant.objects.count(), FundPot.objects.get().granted) == (GIVERS, Decimal(20))
