"""Numbers of minutes under many hands at once: unique, without a gap. 2,000 at once: tests/faults."""

import threading

import pytest
from django.utils import timezone

from consult.enums import MinutesState
from consult.models import Minutes, MinutesEdition
from consult.steps import signing
from members.models import NumberSeries
from tests import crowd, scenes

pytestmark = pytest.mark.django_db(transaction=True)


def drawn() -> list[int]:
    return sorted(Minutes.objects.filter(state=MinutesState.SIGNED).values_list("number", flat=True))


def test_parallel_sign_offs_draw_every_number_once():
    house = scenes.house()
    assert crowd.sign_all(house, crowd.copies(house, 24)) == []
    assert drawn() == list(range(1, 25))
    assert sorted(edition.paper["number"] for edition in MinutesEdition.objects.all()) == sorted(
        f"第{number}期" for number in range(1, 25)
    )


def test_the_same_hands_collide_without_the_lock(monkeypatch):
    """The control: numbers that are read first and written later are drawn twice, and the test above would fail."""
    house = scenes.house()
    drafts = crowd.copies(house, 24)
    series = NumberSeries.objects.create(unit=house.room.unit, kind="minutes", year=timezone.localdate().year)
    gate = threading.Barrier(crowd.HANDS)

    def careless(unit, kind, year):
        number = NumberSeries.objects.get(pk=series.pk).last + 1
        gate.wait(timeout=60)
        NumberSeries.objects.filter(pk=series.pk).update(last=number)
        return number

    monkeypatch.setattr(signing, "draw_number", careless)
    crowd.sign_all(house, drafts)
    assert len(set(drawn())) < len(drawn())
