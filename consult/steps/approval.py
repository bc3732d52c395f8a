"""Step 1, second half: the topic goes through the bodies of its route (000: 普通议题报党（工）委审定，重要议题报市委审定)."""

from django.db import transaction
from django.utils import timezone

from consult import rules
from consult.enums import ApprovalState, Ending, Importance, Verdict
from consult.models import ApprovalStep, Consultation
from consult.workflow import APPROVAL, Refused, advance, end, go_on, lock, pack_of
from consult.workflow.stages import require_running
from members import ledger
from members.models import Unit
from members.operations import attach, notify
from members.queries import people_of

RELATED = (
    "topic__region",
    "room__unit__region",
    "room__approver",
    "practice",
    "approval",
)
# Verdicts that have to be explained to the room.
NEEDS_OPINION = (
    Verdict.RETURN,
    Verdict.REJECT,
    Verdict.RAISE,
    Verdict.LOWER,
    Verdict.MERGE,
)


@transaction.atomic
def submit(consultation, *, by, note: str = "") -> Consultation:
    """Lay the topic before the first body of its route (提请审定)."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    if consultation.importance == Importance.IMPORTANT and not consultation.importance_reason.strip():
        raise Refused("列为重要议题要写明理由，请先在议题中补写。")
    approval = consultation.approval
    advance(
        approval,
        APPROVAL,
        ApprovalState.PENDING,
        by=by,
        submitted_by=by,
        submitted_at=timezone.now(),
    )
    step = _lay_out(consultation, from_order=0)
    _tell(
        consultation,
        "consult.submit_topic",
        by=by,
        sentence=f"提请{step.unit.short_name}{step.name}",
        note=note,
    )
    return consultation


@transaction.atomic
def take_back(consultation, *, by) -> Consultation:
    """Take the topic back before the first body has spoken."""
    consultation = lock(consultation, related=RELATED)
    spoken = consultation.approval.steps.filter(round=consultation.approval.round, decided_at__isnull=False)
    if spoken.exists():
        raise Refused("已有机关作出意见，不能再撤回；需要修改的，请与审定机关联系退回。")
    advance(consultation.approval, APPROVAL, ApprovalState.DRAFT, by=by)
    consultation.approval.steps.filter(round=consultation.approval.round).delete()
    _tell(consultation, "consult.take_back_topic", by=by, sentence="撤回提请审定")
    return consultation


@transaction.atomic
def decide(
    consultation,
    *,
    by,
    step_id: int,
    verdict,
    basis,
    basis_on,
    basis_note="",
    opinion="",
    into=None,
    attachments=(),
) -> Consultation:
    """Enter what the body whose turn it is has decided. `step_id` names the turn that the person saw.

    Raises Refused when somebody decided first, when the body may not say this, or when the basis is not in order.
    """
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    step = _open_step(consultation, step_id)
    _check(
        consultation,
        step,
        by=by,
        verdict=verdict,
        opinion=opinion,
        basis_on=basis_on,
        into=into,
    )
    step.verdict, step.opinion = verdict, opinion
    step.basis, step.basis_note, step.basis_on = basis, basis_note, basis_on
    step.decided_by, step.decided_at = by, timezone.now()
    step.entered_for_body = rules.only_enters_for(by, step)
    step.is_open = False
    step.save()
    attach(step, attachments, by=by)
    AFTER[verdict](consultation, step, by=by, into=into)
    _tell(
        consultation,
        f"consult.approval_{verdict}",
        by=by,
        sentence=f"{step.unit.short_name}{step.name}：{Verdict(verdict).label}",
        note=opinion,
        entered_for=step.unit.name if step.entered_for_body else "",
    )
    _notify_room(
        consultation,
        f"{step.unit.short_name}{step.name}“{consultation.title}”：{Verdict(verdict).label}",
    )
    return consultation


@transaction.atomic
def raise_outside(consultation, *, by, reason: str) -> Consultation:
    """A body outside the way (the leading office) raises an ordinary topic that is waiting (提升为重要议题)."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    step = consultation.approval.steps.filter(is_open=True).select_related("unit").first()
    if step is None or consultation.importance == Importance.IMPORTANT:
        raise Refused("只有正在审定的普通议题可以提升为重要议题。")
    if not reason.strip():
        raise Refused("提升为重要议题要写明理由。")
    step.is_open = False
    step.save(update_fields=["is_open"])
    _become(consultation, Importance.IMPORTANT, reason)
    _lay_out(consultation, from_order=0)
    _tell(
        consultation,
        "consult.raise_topic",
        by=by,
        sentence="提升为重要议题",
        note=reason,
    )
    _notify_room(consultation, f"“{consultation.title}”已提升为重要议题")
    return consultation


def _open_step(consultation, step_id: int) -> ApprovalStep:
    step = consultation.approval.steps.select_for_update(of=("self",)).select_related("unit").filter(pk=step_id).first()
    if step is None:
        raise Refused("这个审定环节已经不存在，请刷新页面查看最新情况。")
    if not step.is_open:
        who = step.decided_by.name if step.decided_by else "提请单位"
        said = step.get_verdict_display() or "撤回"
        raise Refused(f"{who}已经先一步提交了意见（{said}），您的意见没有保存，请刷新页面查看。")
    return step


def _check(consultation, step, *, by, verdict, opinion, basis_on, into) -> None:
    if verdict not in step.may:
        raise Refused(f"{step.unit.short_name}{step.name}时不能作出“{Verdict(verdict).label}”的意见。")
    if rules.is_convener(by, consultation):
        raise Refused("您是这个联络室的召集人，按规定由本机关其他同志审定。")
    if verdict in NEEDS_OPINION and not opinion.strip():
        raise Refused(f"“{Verdict(verdict).label}”要写明理由，联络室看得到。")
    if basis_on > timezone.localdate():
        raise Refused("决定日期不能晚于今天。")
    if not consultation.is_backfilled and basis_on < timezone.localdate(consultation.approval.submitted_at):
        raise Refused("决定日期不能早于提请审定的日期。")
    if verdict == Verdict.MERGE and (into is None or into.pk == consultation.pk or not into.is_running):
        raise Refused("请选择要并入的协商，而且它应当还在进行中。")


def _approve(consultation, step, *, by, into):
    following = consultation.approval.steps.filter(round=step.round, order=step.order + 1).first()
    if following:
        _open(consultation, following)
        return
    advance(consultation.approval, APPROVAL, ApprovalState.APPROVED, by=by)
    go_on(consultation, by=by)


def _return(consultation, step, *, by, into):
    approval = consultation.approval
    advance(approval, APPROVAL, ApprovalState.RETURNED, by=by, round=approval.round + 1)


def _reject(consultation, step, *, by, into):
    advance(consultation.approval, APPROVAL, ApprovalState.REJECTED, by=by)
    end(consultation, Ending.REJECTED, by=by, note=step.opinion)


def _merge(consultation, step, *, by, into):
    advance(consultation.approval, APPROVAL, ApprovalState.MERGED, by=by)
    end(consultation, Ending.MERGED, by=by, note=step.opinion, merged_into=into)
    if not into.joined_rooms.filter(room=consultation.room).exists():
        into.joined_rooms.create(room=consultation.room)
    _tell(
        into,
        "consult.merge_here",
        by=by,
        sentence=f"{consultation.room.name}的议题“{consultation.title}”并入",
    )


def _raise(consultation, step, *, by, into):
    _become(consultation, Importance.IMPORTANT, step.opinion)
    # The body that raised it has had its first look with that.
    _lay_out(consultation, from_order=1)


def _lower(consultation, step, *, by, into):
    _become(consultation, Importance.ORDINARY, step.opinion)
    _lay_out(consultation, from_order=0)


AFTER = {
    Verdict.APPROVE: _approve,
    Verdict.RETURN: _return,
    Verdict.REJECT: _reject,
    Verdict.MERGE: _merge,
    Verdict.RAISE: _raise,
    Verdict.LOWER: _lower,
}


def _become(consultation, importance, reason) -> None:
    consultation.importance, consultation.importance_reason = importance, reason[:500]
    consultation.save(update_fields=["importance", "importance_reason"])


def _lay_out(consultation, *, from_order: int) -> ApprovalStep:
    """Write down the bodies of the route as the steps of a new round and open the one in turn."""
    approval = consultation.approval
    if approval.steps.filter(round=approval.round).exists():
        approval.steps.filter(round=approval.round, decided_at__isnull=True).delete()
        approval.round += 1
        approval.save(update_fields=["round"])
    pack = pack_of(consultation)
    route = pack.route(
        importance=consultation.importance,
        room_kind=consultation.room.kind,
        source=consultation.topic.source,
    )
    known = {verdict.value for verdict in Verdict}
    steps = [
        ApprovalStep(
            approval=approval,
            round=approval.round,
            order=order,
            body=turn.body,
            unit=body_unit(consultation.room, pack.body(turn.body)),
            name=turn.name,
            may=[verdict for verdict in turn.may if verdict in known],
            enters=list(pack.body(turn.body).enters),
        )
        for order, turn in enumerate(route.steps)
        if order >= from_order
    ]
    ApprovalStep.objects.bulk_create(steps)
    _open(consultation, steps[0])
    return steps[0]


def body_unit(room, body) -> Unit:
    """The unit that a body of the pack is for this room. Raises Refused when the city has none."""
    if body.unit_of == "room_approver":
        return room.approver
    city = room.unit.region.city_code
    unit = Unit.objects.active().filter(kind=body.unit_of, region__code=city).first()
    if unit is None:
        raise Refused(f"系统里还没有设置{body.name}，请联系系统管理员。")
    return unit


def _open(consultation, step) -> None:
    step.is_open, step.opened_at = True, timezone.now()
    step.save(update_fields=["is_open", "opened_at"])
    notify(
        people_of(step.unit),
        f"待{step.name}：{consultation.room.name}“{consultation.title}”",
        url=consultation.get_absolute_url(),
        case=consultation,
    )


def _notify_room(consultation, sentence) -> None:
    notify(
        people_of(consultation.room.unit, "clerk", "convener"),
        sentence,
        url=consultation.get_absolute_url(),
        case=consultation,
    )


def _tell(consultation, verb, *, by, sentence, **details) -> None:
    ledger.record(
        consultation,
        verb,
        by=by,
        sentence=sentence,
        case=consultation,
        unit=consultation.room.unit,
        **details,
    )
