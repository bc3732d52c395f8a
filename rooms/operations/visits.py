"""A visit to somebody with whom a member keeps contact: an activity of the member's room."""

from django.db import transaction

from members.workflow import Refused, lock
from rooms.enums import ActivityKind
from rooms.models import Activity
from rooms.operations.activities import Part, record_activity


@transaction.atomic
def log_visit(contact, *, by, room, on, what, place="") -> Activity:
    """Write the visit down. Whoever was visited stands in the record of the room, never in the ledger's sentence."""
    contact = lock(contact, related=("member",))
    if contact.ends_on and on > contact.ends_on:
        raise Refused(f"这一位的联系到{contact.ends_on:%Y年%-m月%-d日}为止。")
    if on < contact.starts_on:
        raise Refused(f"走访日期不能早于开始联系的日期 {contact.starts_on:%Y年%-m月%-d日}。")
    return record_activity(
        room,
        by=by,
        kind=ActivityKind.VISIT,
        on=on,
        people=[Part(contact.member)],
        what=what,
        place=place,
        visitor=contact.name,
        contact=contact,
    )
