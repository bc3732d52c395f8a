"""Step 1, second half: the topic passes the bodies of its route (000: 普通议题报党（工）委审定，重要的报市委审定)."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from consult import rules
from consult.enums import ApprovalState, Importance, SubmissionState, Verdict
from consult.models import ApprovalStep, Consultation, Minutes
from consult.steps.route import bodies_of, deciding, lay_checkpoint, lay_out
from consult.steps.telling import notify_rooms, tell
from consult.steps.verdicts import become, follow
from consult.workflow import APPROVAL, Refused, advance, guards, lock, pack_of
from consult.workflow.stages import require_running
from members.enums import NoticeKind
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
    Verdict.DIVERT,
)
# Verdicts with which the topic ends.
ENDS_TOPIC = (Verdict.REJECT, Verdict.MERGE, Verdict.DIVERT)


@transaction.atomic
def submit(consultation, *, by, note: str = "") -> Consultation:
    """Lay the topic before the first body of its route (提请审定)."""
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.laying(consultation))
    if consultation.importance == Importance.IMPORTANT and not consultation.importance_reason.strip():
        raise Refused(consultation.say("列为{important}要写明理由，请先在{topic}中补写。"))
    approval = consultation.approval
    advance(
        approval,
        APPROVAL,
        ApprovalState.PENDING,
        by=by,
        submitted_by=by,
        submitted_at=timezone.now(),
    )
    steps = lay_out(consultation, from_order=0)
    sentence = f"提请{bodies_of(steps)}{steps[0].name}"
    tell(consultation, "consult.submit_topic", by=by, sentence=sentence, note=note)
    return consultation


@transaction.atomic
def lay_before_bodies(consultation, *, code: str, by, note: str = "") -> Consultation:
    """Lay the case before the bodies that a checkpoint of the current stage names (报备案、提请会签)."""
    consultation = lock(consultation, related=RELATED)
    pack = pack_of(consultation)
    guards.require(guards.laying_checkpoint(consultation, pack, code))
    checkpoint = pack.stage(consultation.stage).checkpoint(code)
    steps = lay_checkpoint(consultation, checkpoint)
    sentence = f"“{checkpoint.name}”报送{bodies_of(steps)}"
    tell(consultation, "consult.lay_checkpoint", by=by, sentence=sentence, note=note)
    return consultation


@transaction.atomic
def take_back(consultation, *, by) -> Consultation:
    """Take the topic back before the first body has spoken."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    laid = consultation.approval.steps.of_route().filter(round=consultation.approval.round)
    spoken = laid.filter(decided_at__isnull=False)
    if spoken.exists():
        raise Refused(consultation.say("已有机关作出意见，不能再撤回；需要修改的，请与{approval}机关联系退回。"))
    advance(consultation.approval, APPROVAL, ApprovalState.DRAFT, by=by)
    said = consultation.say("{room}撤回提请{approval}：{title}", room=consultation.room.name, title=consultation.title)
    url = consultation.get_absolute_url()
    notify(deciding(consultation), said, url=url, case=consultation, kind=NoticeKind.TASK)
    laid.delete()
    tell(consultation, "consult.take_back_topic", by=by, sentence=consultation.say("撤回提请{approval}"))
    return consultation


@dataclass(frozen=True)
class Said:
    """What a body said, and on what basis. `into` is the consultation into which a topic is merged."""

    verdict: str
    basis: str
    basis_on: date
    basis_note: str = ""
    opinion: str = ""
    into: Consultation | None = None


@transaction.atomic
def decide(consultation, *, by, step_id: int, attachments=(), **said) -> Consultation:
    """Enter what the body whose turn it is has said (the fields of `Said`). `step_id` names the turn that was seen.

    Raises Refused when somebody decided first, when the body may not say this, or when the basis is not in order.
    """
    said = Said(**said)
    if said.into:
        said = replace(said, into=_lock_both(consultation, said.into))
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    step = _open_step(consultation, step_id)
    _check(consultation, step, said, by=by)
    _write(step, said, by=by)
    attach(step, attachments, by=by)
    follow(consultation, step, said, by=by)
    act = f"答复“{step.name}”" if step.checkpoint else step.name
    sentence = f"{step.unit.short_name}{act}：{Verdict(said.verdict).label}"
    body = step.unit.name if step.entered_for_body else ""
    verb = f"consult.approval_{said.verdict}"
    tell(consultation, verb, by=by, sentence=sentence, note=said.opinion, entered_for=body)
    notify_rooms(consultation, f"{sentence}（{consultation.title}）", by=by)
    _tell_earlier_bodies(consultation, step, f"{sentence}（{consultation.title}）")
    return consultation


def _tell_earlier_bodies(consultation, step, sentence: str) -> None:
    """Bodies that have spoken before learn what became of the topic: the room's own one first of all."""
    spoken = consultation.approval.steps.filter(decided_at__isnull=False).exclude(unit=step.unit)
    units = {each.unit for each in spoken.select_related("unit")}
    people = [user for unit in units for user in people_of(unit)]
    notify(people, sentence, url=consultation.get_absolute_url(), case=consultation)


def _write(step, said: Said, *, by) -> None:
    fields = {
        "verdict": said.verdict,
        "opinion": said.opinion,
        "basis": said.basis,
        "basis_note": said.basis_note,
        "basis_on": said.basis_on,
        "decided_by": by,
        "decided_at": timezone.now(),
        "entered_for_body": rules.only_enters_for(by, step),
        "is_open": False,
    }
    for name, value in fields.items():
        setattr(step, name, value)
    step.save(update_fields=list(fields))


@transaction.atomic
def raise_outside(consultation, *, by, reason: str) -> Consultation:
    """A body outside the way (the leading office) raises an ordinary topic that is waiting (提升为重要议题)."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    guards.require(guards.own_work(by, consultation))
    opened = consultation.approval.steps.of_route().filter(is_open=True)
    if not opened.exists() or consultation.importance == Importance.IMPORTANT:
        raise Refused(consultation.say("只有正在{approval}的{ordinary}可以提升为{important}。"))
    if not reason.strip():
        raise Refused(consultation.say("提升为{important}要写明理由。"))
    opened.update(is_open=False)
    become(consultation, Importance.IMPORTANT, reason)
    lay_out(consultation, from_order=0)
    tell(
        consultation,
        "consult.raise_topic",
        by=by,
        sentence=consultation.say("提升为{important}"),
        note=reason,
    )
    notify_rooms(consultation, consultation.say("“{title}”已提升为{important}", title=consultation.title), by=by)
    return consultation


def _open_step(consultation, step_id: int) -> ApprovalStep:
    step = consultation.approval.steps.select_for_update(of=("self",)).select_related("unit").filter(pk=step_id).first()
    if step is None:
        raise Refused(consultation.say("这个{approval}环节已经不存在，请刷新页面查看最新情况。"))
    if not step.is_open:
        who = step.decided_by.name if step.decided_by else "提请单位"
        said = step.get_verdict_display() or "撤回"
        raise Refused(f"{who}已经先一步提交了意见（{said}），您的意见没有保存，请刷新页面查看。")
    return step


def _check(consultation, step, said: Said, *, by) -> None:
    label = Verdict(said.verdict).label
    if said.verdict not in step.may:
        raise Refused(f"{step.unit.short_name}{step.name}时不能作出“{label}”的意见。")
    guards.require(guards.own_work(by, consultation, "{approval}"))
    if not rules.speaks_for(by, step):
        raise Refused(f"{step.name}意见由{step.unit.short_name}登记，您所在的机关不能代为登记。")
    if said.verdict in NEEDS_OPINION and not said.opinion.strip():
        raise Refused(consultation.say("“{label}”要写明理由，{room_short}看得到。", label=label))
    _check_day(consultation, step, said.basis_on)
    if said.verdict in ENDS_TOPIC and _is_left_behind(consultation, step):
        raise Refused(f"协商已经离开提请“{step.name}”的环节，不能再作出“{label}”的意见。")
    if said.verdict == Verdict.MERGE and not _can_take(said.into, consultation):
        raise Refused(consultation.say("请选择要并入的协商；它应当还在进行中，纪要还没有{sign_off}。"))


def _is_left_behind(consultation, step) -> bool:
    """The case went on without the word of this body; it may still say it, but it ends nothing any more."""
    if not step.checkpoint:
        return False
    has_sent = consultation.submission_set.exclude(state=SubmissionState.RETURNED).exists()
    return has_sent or step.checkpoint.split("/")[0] != consultation.stage


def _check_day(consultation, step, day: date) -> None:
    if day > timezone.localdate():
        raise Refused("决定日期不能晚于今天。")
    if consultation.is_backfilled:
        earliest, act = consultation.created_at, "立题"
    elif step.checkpoint:
        earliest, act = step.opened_at, f"报送“{step.name}”"
    else:
        earliest, act = consultation.approval.submitted_at, consultation.say("提请{approval}")
    if day < timezone.localdate(earliest):
        raise Refused(f"决定日期不能早于{act}的日期。")


def _lock_both(consultation, into):
    """Lock the case and the one it is merged into, always in the same order, and return the latter as it is now."""
    keys = [consultation.pk, into.pk]
    rows = Consultation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return next(row for row in rows if row.pk == into.pk)


def _can_take(into, consultation) -> bool:
    """What is merged must still be consulted on, so the other case has no signed minutes yet."""
    is_other = into is not None and into.pk != consultation.pk
    return is_other and into.is_running and not Minutes.objects.filter(consultation=into, number__isnull=False).exists()
