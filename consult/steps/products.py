"""成果登记: what came of a case besides its minutes — an opinion, a proposal, a covenant — on record under its name."""

import re

from django.db import transaction
from django.utils import timezone

from consult.enums import EntryRole, MatterState
from consult.models import CheckpointEntry
from consult.steps import closing
from consult.steps.telling import notify_rooms, tell
from consult.workflow import Refused, gates, guards, lock, pack_of, recording
from consult.workflow.entries import OWN_PRODUCTS
from members.operations import attach
from rooms.practice.codes import PRODUCTS

RELATED = ("topic__region", "room__unit__region", "room__approver", "practice", "approval")
# Where a product stands for which no checkpoint of the stage asks.
UNASKED = "product"
MOST_LABEL, MOST_URL = 200, 500
ADDRESS = re.compile(r"(https?://|/)\S+")


@transaction.atomic
def record_product(consultation, *, kind, label, url="", by, on=None, attachments=()) -> CheckpointEntry:
    """Write down that the case has this product, for the checkpoint that asks for it where one of the stage does.

    The same product told twice is on record once. What a consultation came to is often written up after it is closed,
    and may be told then. Raises Refused in words.
    """
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.stopped(consultation))
    _check(kind, label, url)
    if standing := _standing(consultation, kind, label, url):
        return _stand_for(standing, consultation, _asking(consultation, kind), by=by)
    on = on or timezone.localdate()
    if not timezone.localdate(consultation.created_at) <= on <= timezone.localdate():
        raise Refused(consultation.say("形成日期不能早于立题的日期，也不能晚于今天。"))
    entry = CheckpointEntry.objects.create(
        consultation=consultation,
        stage=consultation.stage,
        code=_asking(consultation, kind),
        role=EntryRole.PRODUCT,
        on=on,
        text=label,
        data={"product": kind, "url": url},
        said_by=by.name,
        made_by=by,
    )
    attach(entry, attachments, by=by)
    sentence = f"登记成果：{PRODUCTS[kind]}《{label.strip('《》')}》"[:300]
    tell(consultation, "consult.record_product", by=by, about=entry, sentence=sentence)
    notify_rooms(consultation, f"{sentence}（{consultation.title}）"[:300], by=by)
    closing.settle(consultation, by=by)
    return entry


def _check(kind, label, url) -> None:
    if kind not in PRODUCTS or kind in OWN_PRODUCTS:
        raise Refused("没有这种成果，请重新选择。")
    if not label.strip():
        raise Refused("请写明成果的名称。")
    if len(label) > MOST_LABEL:
        raise Refused(f"成果的名称不能超过 {MOST_LABEL} 字。")
    if url and (len(url) > MOST_URL or not ADDRESS.fullmatch(url)):
        raise Refused("成果的网址填写有误，请核对。")


def _standing(consultation, kind, label, url) -> CheckpointEntry | None:
    rows = consultation.checkpointentry_set.standing().filter(role=EntryRole.PRODUCT, text=label)
    return rows.filter(data={"product": kind, "url": url}).first()


def _stand_for(entry, consultation, code: str, *, by) -> CheckpointEntry:
    """What was on record before anything asked for it stands for the checkpoint that asks for it now."""
    if entry.code == UNASKED and code != UNASKED:
        entry.stage, entry.code = consultation.stage, code
        entry.save(update_fields=["stage", "code"])
        name = pack_of(consultation).stage(entry.stage).checkpoint(code).name
        sentence = f"已登记的{PRODUCTS[entry.data['product']]}作为“{name}”的成果"
        tell(consultation, "consult.record_product", by=by, about=entry, sentence=sentence)
        closing.settle(consultation, by=by)
    return entry


def _asking(consultation, kind) -> str:
    """The checkpoint of the current stage that waits for such a product."""
    if not consultation.is_running:
        return UNASKED
    found = gates(consultation, pack_of(consultation))
    asking = [gate for gate in found if gate.checkpoint.params.get("product") == kind and not gate.waiver]
    asking = [gate for gate in asking if gate.checkpoint.kind == "produce"]
    return asking[0].checkpoint.code if asking else UNASKED


def owed_products(consultation) -> list[str]:
    """What the ways of its matters are to come to besides, as the pack says, and is not on record yet."""
    rows = consultation.checkpointentry_set.standing().filter(role=EntryRole.PRODUCT)
    return left_of(pack_of(consultation), consultation.matter_set.standing(), rows)


def owed_of(matter) -> list[str]:
    """What its own way asks for, while it is being carried out."""
    if matter.state != MatterState.RUNNING or not matter.disposition:
        return []
    rows = matter.consultation.checkpointentry_set.standing().filter(role=EntryRole.PRODUCT)
    return left_of(pack_of(matter.consultation), [matter], rows)


def left_of(pack, matters, entries) -> list[str]:
    ways = [pack.disposition_of(matter.disposition) for matter in matters if matter.consensus and matter.disposition]
    wanted = dict.fromkeys(product for way in ways if way for product in way.also)
    there = {entry.data["product"] for entry in entries if entry.role == EntryRole.PRODUCT} if wanted else ()
    return [product for product in wanted if product not in (*there, *OWN_PRODUCTS)]
