"""Many members of a roll at once: one statement for all, and an act of its own for each."""

from itertools import chain

from django.db import transaction

from members import ledger
from members.models import Member, Region
from members.operations.places import unit_of
from members.operations.pools import learn

BATCH = 1000


@transaction.atomic
def add_members(rows: list[dict], *, region: Region, by) -> list[Member]:
    """The values are those of add_member, looked over by whoever calls: terms fit their levels."""
    members = [Member(region=region, **values) for values in rows]
    for member in members:
        # What save() does for one.
        member.pinyin = member.spell()
    Member.objects.bulk_create(members, batch_size=BATCH)
    learn(region, list(dict.fromkeys(chain.from_iterable(member.specialities for member in members))))
    unit = unit_of(by)
    for member in members:
        ledger.record(member, "members.add_member", by=by, unit=unit, sentence=f"登记委员{member}")
    return members
