"""The end of step 6: a matter is closed with what came of it, and the case when its last matter is."""

from django.db import transaction
from django.utils import timezone

from consult import queries
from consult.enums import Ending, MatterState, Step
from consult.steps.entry_rules import has_product
from consult.steps.telling import notify_rooms
from consult.workflow import (
    MATTER,
    Refused,
    advance,
    end,
    following,
    go_on,
    guards,
    is_for_reference,
    lock,
    pack_of,
    unattended,
)
from members import ledger
from members.operations import attach

RELATED = ("topic", "room__unit__region", "room__approver", "practice", "approval")


@transaction.atomic
def close_matter(matter, *, by, outcome: str, text: str, satisfaction="", disposition="", attachments=()):
    """Write down what came of a matter, by an outcome of the pack, with what that outcome asks for."""
    consultation = lock(matter.consultation, related=RELATED)
    matter = lock(matter, related=("closed_by",))
    matter.consultation = consultation
    guards.require(guards.closing(matter, by))
    pack = pack_of(consultation)
    chosen = next((each for each in pack.outcomes if each.code == outcome), None)
    if chosen is None:
        raise Refused(pack.say("这里的做法没有这种{outcome}，请重新选择。"))
    attach(matter, attachments, by=by)
    _require_needs(matter, chosen, text)
    _require_products(matter, pack, disposition or matter.disposition)
    advance(
        matter,
        MATTER,
        MatterState(chosen.state),
        by=by,
        outcome=text,
        outcome_code=chosen.code,
        satisfaction=satisfaction,
        disposition=disposition or matter.disposition,
        closed_by=by,
        closed_at=timezone.now(),
    )
    sentence = consultation.say("{matter} {n} 办结：{said}", n=matter.number, said=chosen.name)
    notify_rooms(consultation, f"{sentence}（{consultation.title}）", url=f"/matters/{matter.pk}/", by=by)
    _tell(consultation, "consult.close_matter", by=by, sentence=sentence, note=text)
    settle(consultation, by=by)
    return matter


def settle(consultation, *, by) -> None:
    """End the case, or open the stage after it, once no matter is left. City-level matters go on by themselves."""
    if not consultation.is_running:
        return
    pack = pack_of(consultation)
    if consultation.step == Step.SUBMISSION and is_for_reference(consultation) and not unattended(consultation, pack):
        _end_without_consensus(consultation, pack, by=by)
    if consultation.step != Step.ACTION:
        return
    if queries.measure(consultation, "open_matters", pack) or unattended(consultation, pack):
        return
    if go_on(consultation, by=by) or following(consultation, pack):
        return
    _finish(consultation, pack, by=by)


def _end_without_consensus(consultation, pack, *, by) -> None:
    note = pack.say("没有{consensus}的{matter}，意见随纪要报党组织决策参考。")
    end(consultation, Ending.NO_CONSENSUS, by=by, note=note)


@transaction.atomic
def finish(consultation, *, by) -> None:
    """Close a case at its last step, where the pack has something after the matters are done (评议、回头看)."""
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.finishing(consultation))
    how = _end_without_consensus if is_for_reference(consultation) else _finish
    how(consultation, pack_of(consultation), by=by)


def _finish(consultation, pack, *, by) -> None:
    city = queries.agreed_matters(consultation).filter(state=MatterState.CITY).count()
    note = pack.say("另有 {n} 件市级{matter}已报{office}，继续跟踪。", n=city) if city else ""
    end(consultation, Ending.DONE, by=by, note=note)
    notify_rooms(consultation, f"协商办结：{consultation.title}", by=by)
    sentence = consultation.say("{matter}全部办结，协商办结")
    _tell(consultation, "consult.close_consultation", by=by, sentence=sentence, note=note)


def _require_needs(matter, outcome, text: str) -> None:
    if not text.strip():
        raise Refused(matter.consultation.say("请写明{outcome}：做了什么，解决到什么程度。"))
    if "evidence" in outcome.needs and not queries.has_evidence(matter):
        raise Refused(f"“{outcome.name}”要有佐证：请上传照片或材料，或者请承办单位补报。")


def _require_products(matter, pack, place: str) -> None:
    """What is to come of a matter besides, where its way says so: 形成居民公约."""
    way = pack.disposition_of(place)
    for product in way.also if way else ():
        if not has_product(matter.consultation, product):
            name = pack.product_name(product)
            raise Refused(f"按“{way.name}”办理的，还要形成{name}：请先登记{name}，再办结。")


def _tell(consultation, verb, *, by, sentence, **details) -> None:
    unit = consultation.room.unit
    ledger.record(consultation, verb, by=by, sentence=sentence, case=consultation, unit=unit, **details)
