"""对照清单 (八有 …): each word on an item is a row of its own; the last one stands."""

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import AttachmentKind
from members.models import Attachment
from members.operations import attach
from rooms.models import ChecklistEntry, Room
from rooms.workflow import Refused, lock

PROOF = {"photo": "照片", "document": "材料"}


@transaction.atomic
def record_item(
    room: Room, *, by, checklist: str, item: dict, is_there: bool, on, note="", attachments=()
) -> ChecklistEntry:
    """Write down that an item is there, shown as the pack asks, or that it is missing since a day."""
    room = lock(room, related=("unit__region",))
    if is_there:
        _refuse_unproved(item, attachments)
    standing = ChecklistEntry.objects.standing().filter(room=room, checklist=checklist, item=item["code"])
    last = standing.first()
    if last and on < last.on:
        raise Refused(f"日期不能早于上一次登记的日期 {last.on:%Y年%-m月%-d日}。")
    standing.update(superseded_at=timezone.now())
    entry = ChecklistEntry.objects.create(
        room=room,
        checklist=checklist,
        item=item["code"],
        name=item["name"],
        is_there=is_there,
        on=on,
        note=note,
        recorded_by=by,
    )
    attach(entry, attachments, by=by)
    said = f"登记“{item['name']}”具备" if is_there else f"登记缺“{item['name']}”，{on:%Y年%-m月%-d日}起"
    ledger.record(entry, "rooms.edit_checklist", by=by, unit=room.unit, sentence=said, note=note)
    return entry


def _refuse_unproved(item: dict, attachments) -> None:
    wanted = item.get("evidence", "none")
    if wanted == "none":
        return
    files = Attachment.objects.filter(pk__in=[pk for pk in attachments if pk])
    if wanted == "photo":
        files = files.filter(kind=AttachmentKind.PHOTO)
    if not files.exists():
        raise Refused(f"登记“{item['name']}”具备，要附上{PROOF[wanted]}。")
