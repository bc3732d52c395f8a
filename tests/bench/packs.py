"""Loading a pack and changing a whole city over to it, however many consultations there are."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from members.models import Region
from rooms import practice
from rooms.models import Room
from rooms.operations import follow_practice, load_practice
from tests.bench.measuring import Act, Probe

LOAD = "load a pack, city over"


def load_probe() -> Probe:
    """The largest pack that ships, as a new version each time; the database is left as it was."""
    largest = max(practice.shipped(), key=lambda code: len(practice.seed_text(code)))
    text, city = practice.seed_text(largest), Region.objects.get(parent=None)

    def change_over():
        with transaction.atomic():
            own = text.replace('version = "', f'version = "{uuid4().hex[:8]}-', 1)
            follow_practice(city, version=load_practice(own, by=None), starts_on=timezone.localdate(), by=None)
            for room in Room.objects.select_related("unit__region"):
                practice.for_room(room)
            transaction.set_rollback(True)

    return Probe(Act(LOAD, change_over, change_over), most_ms=5000, rounds=5)
