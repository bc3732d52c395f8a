"""成果: what came of a case besides its minutes (公约、案例、提案): upper apps and pages put it on record here."""

from django.db import transaction
from django.utils import timezone

from consult.enums import EntryRole
from consult.models import CheckpointEntry
from consult.steps import closing
from consult.steps.telling import notify_rooms, tell
from consult.workflow import Refused, lock, pack_of
from consult.workflow.stages import require_running
from members.operations import attach
from rooms.practice.codes import PRODUCTS

RELATED = ("topic__region", "room__unit__region", "room__approver", "practice", "approval")
# Products that no checkpoint asks for stand under this code.
FREE = "product"


@transaction.atomic
def record_product(consultation, *, kind: str, label: str, by, url: str = "", attachments=()) -> CheckpointEntry:
    """Put a product on record, for the checkpoint of the present stage that asks for it where there is one."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    if kind not in PRODUCTS:
        raise Refused("没有这种成果，请刷新页面后重新选择。")
    if not label.strip():
        raise Refused("请写明成果的名称。")
    stage = pack_of(consultation).stage(consultation.stage)
    asking = (one.code for one in stage.checkpoints if one.is_on and one.params.get("product") == kind)
    entry = CheckpointEntry.objects.create(
        consultation=consultation,
        stage=stage.code,
        code=next(asking, FREE),
        role=EntryRole.PRODUCT,
        on=timezone.localdate(),
        text=label,
        data={"product": kind, "url": url},
        said_by=by.name,
        made_by=by,
    )
    attach(entry, attachments, by=by)
    sentence = f"登记成果：{PRODUCTS[kind]}"
    tell(consultation, "consult.record_product", by=by, about=entry, sentence=sentence)
    notify_rooms(consultation, f"{sentence}（{consultation.title}）")
    closing.settle(consultation, by=by)
    return entry
