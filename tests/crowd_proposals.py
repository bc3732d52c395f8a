"""Many hands that give proposals to units, while the units say that they agree, at the same moment."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, connection
from django.utils import timezone

from members.workflow import Refused
from proposals import operations
from proposals.models import Handling, Proposal
from proposals.operations import Part
from tests import factories as make
from tests.proposals.review_scene import TEXTS

HANDS = 8
BATCH = 20
PATIENCE = 200


def filed(house, count) -> list[Proposal]:
    """Filed proposals, as rows."""
    now = timezone.now()
    told = {"kind": "proposal", "room": house.room, "office": make.office(), "state": "filed", "year": now.year}
    sent = {"written_by": house.clerk, "submitted_by": house.clerk, "submitted_at": now}
    done = {"filed_by": house.office, "filed_at": now, "practice": make.daye()}
    return Proposal.objects.bulk_create(
        Proposal(**TEXTS, **told, **sent, **done, number=number) for number in range(1, count + 1)
    )


def preassign_all(house, rows, units) -> Counter:
    """Every proposal by two hands at once; what each was told: nothing, or a class of error."""
    parts = [Part(unit, role) for unit, role in zip(units, ("lead", "co"), strict=True)]
    pairs = [row for row in rows for _ in range(2)]
    return _by_hands(
        [lambda row=row: operations.preassign(row, by=house.office, parts=parts, task="研办") for row in pairs]
    )


def agree_and_assign(house, rows, people) -> Counter:
    """The units agree one by one; meanwhile two hands try each batch again and again until it is given for good."""
    batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
    agreeing = [
        lambda part=part: operations.agree(part, by=people[part.unit_id])
        for part in Handling.objects.filter(proposal__in=rows).select_related("proposal", "unit").order_by("pk")
    ]
    assigning = [lambda batch=batch: _until_given(house, batch) for batch in batches for _ in range(2)]
    return _by_hands([*agreeing[::2], *agreeing[1::2]], assigning)


def _until_given(house, batch) -> None:
    for _ in range(PATIENCE):
        try:
            operations.assign_formally(batch, by=house.office, on=timezone.localdate(), paper="交办会")
        except Refused as refused:
            if "预交办以后才能" in str(refused):
                raise
            time.sleep(0.05)
        else:
            return


def _by_hands(*kinds) -> Counter:
    """Half of the hands for each kind of acts, or all for one; every hand takes the next act of its share."""
    each = HANDS // len(kinds)
    shares = [acts[hand::each] for acts in kinds for hand in range(each)]
    gate, said = threading.Barrier(len(shares)), []

    def work(own):
        gate.wait()
        said.extend(_told(act) for act in own)
        connection.close()

    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(work, shares))
    return Counter(said)


def _told(act) -> str:
    try:
        act()
    except (Refused, DatabaseError) as error:
        return type(error).__name__
    return ""
