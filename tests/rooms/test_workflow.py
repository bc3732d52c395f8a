"""The state table of a room as a full matrix: every pair of states follows the table or is refused."""

import pytest
from django.db import transaction

from members.models import Event
from rooms.enums import RoomState
from rooms.models import Room
from rooms.workflow import ROOM, Refused, advance
from tests import factories as make

pytestmark = pytest.mark.django_db

PAIRS = [(start, end) for start in ROOM for end in RoomState]


def test_the_table_knows_every_state_and_no_other():
    assert set(ROOM) == set(RoomState)
    assert {end for ends in ROOM.values() for end in ends} <= set(RoomState)


@pytest.mark.parametrize(("start", "end"), PAIRS, ids=lambda state: state.value)
def test_a_room_moves_along_the_table_or_is_refused(start, end):
    room = make.RoomFactory(state=start)
    events = Event.objects.count()
    if end in ROOM[start]:
        with transaction.atomic():
            advance(room, ROOM, end, by=None)
        assert Room.objects.get(pk=room.pk).state == end
    else:
        with pytest.raises(Refused), transaction.atomic():
            advance(room, ROOM, end, by=None)
        assert Room.objects.get(pk=room.pk).state == start
    assert Event.objects.count() == events


def test_only_opened_rooms_in_use_work():
    opened, waiting = make.RoomFactory(), make.RoomFactory(state="approved", opened_on=None)
    unused = make.RoomFactory(unit__is_active=False)
    assert opened in Room.objects.open()
    assert not Room.objects.open().filter(pk__in=[waiting.pk, unused.pk]).exists()
    assert (opened.is_open, waiting.is_open, unused.is_open) == (True, False, False)
