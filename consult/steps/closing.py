"""The end of step 6: a matter is closed with what came of it, and the case when its last matter is."""

from django.db import transaction
from django.utils import timezone

from consult import queries
from consult.enums import Ending, MatterState, Step
from consult.steps.entry_rules import has_product
from consult.steps.telling import notify_rooms, tell
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
    tell(consultation, "consult.close_matter", by=by, sentence=sentence, about=matter, note=text)
    settle(consultation, by=by)
    return matter


@transaction.atomic
def end_by_city(matter, *, by, result: str, units: str, text: str) -> None:
    """市级办结: what became of a matter that went up, told by the office. Part of a verb of the apps above.

    It stays 转市级: what townships carried out is counted by the other states. The caller holds the lock of the case.
    """
    matter = _gone_up(matter)
    _write_end(matter, city_result=result, city_units=units, outcome=text, closed_by=by, closed_at=timezone.now())
    said = "：".join(part for part in ("{matter} {n} 市级办结", result) if part)
    tell(matter.consultation, "consult.end_by_city", by=by, sentence=_say(matter, said), about=matter, note=text)


@transaction.atomic
def go_on_in_city(matter, *, by) -> None:
    """A leader wrote again on what was ended: its outcome is taken back until the next one."""
    matter = _gone_up(matter)
    _write_end(matter, city_result="", city_units="", outcome="", closed_by=None, closed_at=None)
    sentence = _say(matter, "{matter} {n} 市级继续办理")
    tell(matter.consultation, "consult.go_on_in_city", by=by, sentence=sentence, about=matter)


def _gone_up(matter):
    case = matter.consultation
    matter = lock(matter)
    matter.consultation = case
    if matter.state != MatterState.CITY:
        raise Refused(case.say("{matter}{state}，不在市级办理。", state=matter.get_state_display()))
    return matter


def _write_end(matter, **values) -> None:
    for name, value in values.items():
        setattr(matter, name, value)
    matter.save(update_fields=list(values))


def _say(matter, sentence: str) -> str:
    return matter.consultation.say(sentence, n=matter.number)


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
    city = queries.agreed_matters(consultation).filter(state=MatterState.CITY, closed_at=None).count()
    note = pack.say("另有 {n} 件市级{matter}已报{office}，继续跟踪。", n=city) if city else ""
    end(consultation, Ending.DONE, by=by, note=note)
    notify_rooms(consultation, f"协商办结：{consultation.title}", by=by)
    sentence = consultation.say("{matter}全部办结，协商办结")
    tell(consultation, "consult.close_consultation", by=by, sentence=sentence, note=note)


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
