"""撤销: a room ends only when none of its cases runs. The life of rooms is below; what they hold is known here."""

from django.db import transaction

from consult.models import Consultation
from consult.workflow import Refused, lock
from rooms import operations, practice

MOST_NAMED = 5


@transaction.atomic
def withdraw(room, *, by, **values):
    """Withdraw the room. Raises Refused with the cases that still run in it, whether it leads them or joined."""
    # Whoever begins a case here waits for this lock, and then finds the room withdrawn.
    lock(room)
    running = list(running_in(room)[: MOST_NAMED + 1])
    if running:
        raise Refused(why(room, running))
    return operations.withdraw_room(room, by=by, **values)


def running_in(room):
    """Running cases that the room leads or holds with others, the oldest first."""
    rows = Consultation.objects.running().filter(joined_rooms__room=room).select_related("topic", "room__unit")
    return rows.distinct().order_by("pk")


def why(room, running) -> str:
    pack = practice.for_room(room)
    named = "；".join(f"{case.label}《{case.title}》" for case in running[:MOST_NAMED])
    more = "等" if len(running) > MOST_NAMED else ""
    return pack.say("还有{consultation}没有办结，不能撤销：{named}{more}。请先办结或者终止。", named=named, more=more)
