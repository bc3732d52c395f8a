"""Moves of a consultation: forward when its blocking checkpoints hold, back with a reason, and to its end."""

from django.db.models import Q
from django.utils import timezone

from consult import queries
from consult.enums import ConsultationState, Ending, EntryRole, Step, SubmissionKind, SubmissionState
from consult.models import ApprovalStep, CheckpointEntry, StagePassage
from consult.workflow import planned
from consult.workflow.gates import blocking, is_without_consensus, unattended
from consult.workflow.tables import CONSULTATION
from members import ledger
from members.workflow import Refused, advance
from rooms import practice

# One act is all that these steps ask for: approval, the fixed list. In others each stage is left by hand.
CLOSED_BY_ONE_ACT = (Step.TOPIC, Step.PARTICIPANTS)


def pack_of(consultation):
    """The pack version under which the consultation began."""
    return practice.of(consultation.practice)


def require_running(consultation) -> None:
    if not consultation.is_running:
        raise Refused(f"这件协商{consultation.get_state_display()}，不能再改动。")


def move_to(consultation, stage: str, *, by, step: str = "", reason: str = "", anew: bool = True) -> None:
    """Go to the next stop, or back to an earlier one with a reason. The row must be locked.

    A stop is a stage of the pack with one of its canonical steps; the first one where none is named. What was decided
    at stages that are passed again is decided `anew`.
    Raises Refused with what is missing, in plain words.
    """
    require_running(consultation)
    pack = pack_of(consultation)
    target = pack.stage(stage)
    stop = (stage, step or target.steps[0])
    here = (consultation.stage, str(consultation.step))
    goes_back = pack.stops.index(stop) < pack.stops.index(here)
    if goes_back:
        _require_reason(reason)
        if anew:
            _supersede(consultation, pack, stop)
    else:
        _require_next(consultation, pack, stop)
    now = timezone.now()
    _keep_passage(consultation, now, ends_step=not goes_back and stop[1] != here[1])
    consultation.stage, consultation.step = stage, Step(stop[1])
    consultation.stage_entered_at = now
    consultation.save(update_fields=["stage", "step", "stage_entered_at"])
    step_name = pack.step_name(stop[1])
    is_told = stop[1] != target.steps[0] and step_name != target.name
    name = f"{target.name}·{step_name}" if is_told else target.name
    ledger.record(
        consultation,
        "consult.return_stage" if goes_back else "consult.move_stage",
        by=by,
        sentence=f"退回到“{name}”" if goes_back else f"进入“{name}”",
        case=consultation,
        unit=consultation.room.unit,
        note=reason,
    )


# What is no word on a result, and stays as it is when a case is sent back.
KEPT_ROLES = (EntryRole.FORM, EntryRole.PRODUCT)


def _supersede(consultation, pack, stop: tuple[str, str]) -> None:
    """Votes, signatures and agreements of the stages that are gone through again were given to something else."""
    again = [stage.code for stage in pack.stages[pack.stages.index(pack.stage(stop[0])) :]]
    entries = CheckpointEntry.objects.filter(consultation=consultation, stage__in=again)
    entries.exclude(role__in=KEPT_ROLES).update(superseded=True)
    steps = ApprovalStep.objects.filter(approval__consultation=consultation).exclude(checkpoint="")
    places = Q(pk__in=[])
    for code in again:
        places |= Q(checkpoint__startswith=f"{code}/")
    steps.filter(places).update(superseded=True, is_open=False)


def following(consultation, pack) -> tuple[str, str] | None:
    """The stop after the present one. Without consensus the pack may lead past what only an agreement needs."""
    here = (consultation.stage, str(consultation.step))
    if here[1] == Step.SUBMISSION and is_for_reference(consultation):
        return None
    stop = pack.next_stop(*here)
    if stop is None or stop[0] == here[0] or here[1] != Step.DISCUSSION or not is_without_consensus(consultation):
        return stop
    if pack.stages.index(pack.sign_off[0]) > pack.stages.index(pack.stage(here[0])):
        # What was said there is signed off all the same: no branch leads past it.
        return stop
    branch = next((each.next for each in pack.dispositions if each.route == "reference" and each.next), "")
    target = (branch, pack.stage(branch).steps[0]) if branch else stop
    return max(stop, target, key=pack.stops.index)


def is_for_reference(consultation) -> bool:
    """Nothing was agreed, and the body has the opinions for reference: no matter is left to wait for."""
    # Picked out here, because a page has the submissions already.
    sent = [each for each in consultation.submission_set.all() if each.kind == SubmissionKind.MINUTES]
    is_received = any(each.state == SubmissionState.RECEIVED for each in sent)
    return is_received and not queries.agreed_matters(consultation).exists()


def go_on(consultation, *, by) -> bool:
    """Go to the next stop when nothing waits for people; say whether it went. Verbs call it after what closes a step.

    What was done may close several stages of its step: a place may fix a topic first and look at it again later.
    """
    pack, done, went = pack_of(consultation), consultation.step, False
    while consultation.is_running and consultation.step == done:
        stop = following(consultation, pack)
        if stop is None or unattended(consultation, pack):
            break
        move_to(consultation, stop[0], step=stop[1], by=by)
        went = True
        if done not in CLOSED_BY_ONE_ACT:
            break
    return went


def send_back(consultation, step: Step, *, by, reason: str) -> None:
    """Go back to the first stage of a canonical step."""
    stage = pack_of(consultation).stages_of(step)[0]
    move_to(consultation, stage.code, step=step, by=by, reason=reason)


def end(consultation, ending: Ending, *, by, note: str = "", merged_into=None) -> None:
    """Close or stop the consultation. The row must be locked."""
    closed, now = ending in (Ending.DONE, Ending.NO_CONSENSUS, Ending.HANDLED), timezone.now()
    # What was handled at once went through no step.
    _keep_passage(consultation, now, ends_step=closed and ending != Ending.HANDLED)
    advance(
        consultation,
        CONSULTATION,
        ConsultationState.CLOSED if closed else ConsultationState.STOPPED,
        by=by,
        ending=ending,
        ending_note=note,
        merged_into=merged_into,
        ended_by=by,
        ended_at=now,
    )
    planned.follow(consultation.topic_id, by=by)


def _keep_passage(consultation, now, *, ends_step: bool) -> None:
    """Of a case that was held on paper and entered afterwards nobody knows how long its steps took."""
    if consultation.is_backfilled:
        return
    entered_at = consultation.stage_entered_at
    days = (timezone.localdate(now) - timezone.localdate(entered_at)).days
    StagePassage.objects.create(
        consultation=consultation,
        stage=consultation.stage,
        step=consultation.step,
        entered_at=entered_at,
        left_at=now,
        days=max(days, 0),
        ends_step=ends_step,
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("退回前一步要写明理由。")


def _require_next(consultation, pack, stop: tuple[str, str]) -> None:
    if following(consultation, pack) != stop:
        raise Refused("只能进入紧接着的下一步，请刷新页面查看最新情况。")
    missing = blocking(consultation, pack)
    if missing:
        raise Refused("".join(gate.sentence for gate in missing))
