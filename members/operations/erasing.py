"""Typed texts of the ledger are erased on application (个人信息删除); that it was done, by whom and why, stays."""

from types import SimpleNamespace

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Revision, Unit
from members.workflow import Refused, lock


@transaction.atomic
def erase_text(revision: Revision, *, by, reason: str) -> Revision:
    """Erase the old and the new text for good. The event keeps their hashes, so the chain holds."""
    revision = lock(revision, related=("event",))
    if revision.erased_at:
        raise Refused("这段内容已经删除，不用再办。")
    if not reason.strip():
        raise Refused("删除内容要写明依据，例如谁在哪一天申请。")
    revision.old = revision.new = ""
    revision.erased_at = timezone.now()
    revision.save(update_fields=["old", "new", "erased_at"])
    event = revision.event
    ledger.record(
        revision,
        ledger.ERASING,
        by=by,
        sentence=f"删除台账 {event.chain}-{event.sequence} 的“{revision.label}”内容",
        # Cases belong to an app above; the ledger needs no more of them than the key.
        case=SimpleNamespace(pk=event.case_id) if event.case_id else None,
        unit=Unit.objects.select_related("region").filter(pk=event.unit_id).first(),
        note=reason,
    )
    return revision
