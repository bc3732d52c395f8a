"""2,000 sign-offs by many hands in one room: every number once, none left out, every paper frozen with its own."""

import pytest

from consult.enums import MinutesState
from consult.models import Minutes, MinutesEdition
from members import ledger
from members.models import Job
from tests import crowd, scenes

COUNT = 2_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(3600)
def test_two_thousand_parallel_sign_offs_draw_every_number_once():
    house = scenes.house()
    assert crowd.sign_all(house, crowd.copies(house, COUNT)) == []
    signed = Minutes.objects.filter(state=MinutesState.SIGNED)
    assert sorted(signed.values_list("number", flat=True)) == list(range(1, COUNT + 1))
    assert len({edition.paper["number"] for edition in MinutesEdition.objects.all()}) == COUNT
    assert Job.objects.filter(kind="reports.render").count() == COUNT
    assert list(ledger.verify("420281")) == []
