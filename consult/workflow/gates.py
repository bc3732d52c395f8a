"""What holds a stage: each checkpoint of the pack asked whether it is met, and answering in plain words."""

from dataclasses import dataclass

from consult.enums import ApprovalState, MinutesState, SubmissionKind, SubmissionState
from consult.models import CheckpointRecord
from consult.workflow import counts
from consult.workflow.entries import FIND, Record, entries_of, is_recorded, is_time_for
from rooms.practice import Checkpoint

NO_CONSENSUS = "no_consensus"


@dataclass(frozen=True)
class Gate:
    """One checkpoint as it stands. `where` names the part of the page that removes what is missing."""

    checkpoint: Checkpoint
    met: bool
    sentence: str = ""
    where: str = ""
    # Who set it aside, when and why; it then counts as met.
    waiver: CheckpointRecord | None = None

    @property
    def blocks(self) -> bool:
        return self.checkpoint.blocks and not self.met

    @property
    def is_reminder(self) -> bool:
        """Something to write down that nobody has to: the case may go on without it."""
        return not self.met and not self.checkpoint.blocks and is_recorded(self.checkpoint)


def gates(consultation, pack, *, stage: str = "", records=None) -> list[Gate]:
    """Every checkpoint of a stage that is switched on and applies to this case, at the step to which the case has come.

    The current stage unless another one is named. `records` are those of the case, where the caller has them already.
    """
    stage = pack.stage(stage or consultation.stage)
    records = records_of(consultation) if records is None else records
    return _asked(_standing(stage, consultation, records), stage.code, consultation, pack, records)


def gates_on(measure: str, consultation, pack, *, stage: str) -> list[Gate]:
    """Those of a stage that count this measure: acts inside a stage ask for no more than the stage itself does."""
    records = records_of(consultation)
    standing = _standing(pack.stage(stage), consultation, records)
    counting = [checkpoint for checkpoint in standing if checkpoint.params.get("measure") == measure]
    return _asked(counting, stage, consultation, pack, records)


def _standing(stage, consultation, records) -> list[Checkpoint]:
    """Checkpoints of a stage that are switched on, apply to this case, and whose step has come."""
    return [
        checkpoint
        for checkpoint in stage.checkpoints
        if checkpoint.is_on
        and is_time_for(checkpoint, consultation, stage)
        and applies(checkpoint, consultation, records)
    ]


def _asked(checkpoints, stage: str, consultation, pack, records) -> list[Gate]:
    waivers = {record.code: record for record in records if record.stage == stage and record.waived_at}
    asked = [checkpoint for checkpoint in checkpoints if checkpoint.code not in waivers]
    numbers = counts.numbers_for(asked, consultation, pack)
    entries = entries_of(consultation) if any(is_recorded(checkpoint) for checkpoint in asked) else []
    found = []
    for checkpoint in checkpoints:
        if waiver := waivers.get(checkpoint.code):
            found.append(Gate(checkpoint, met=True, waiver=waiver))
        elif checkpoint.kind == "count":
            found.append(_count(checkpoint, consultation, pack, numbers))
        elif is_recorded(checkpoint):
            own = [entry for entry in entries if (entry.stage, entry.code) == (stage, checkpoint.code)]
            found.append(_recorded(Record(consultation, pack, stage, checkpoint, own)))
        else:
            found.append(ASK[checkpoint.kind](checkpoint, consultation, pack))
    return found


def _recorded(record) -> Gate:
    sentence = FIND[record.checkpoint.kind](record)
    return Gate(record.checkpoint, met=not sentence, sentence=sentence, where="checkpoint")


def records_of(consultation) -> list[CheckpointRecord]:
    return list(CheckpointRecord.objects.filter(consultation=consultation).select_related("waived_by"))


def gate_of(consultation, pack, code: str) -> Gate | None:
    """One checkpoint of the current stage as it stands; none when it is off or holds for other cases."""
    return next((gate for gate in gates(consultation, pack) if gate.checkpoint.code == code), None)


def holds(consultation, pack) -> list[Gate]:
    """Checkpoints of the current stage that are not met: first those that block, then warnings."""
    unmet = [gate for gate in gates(consultation, pack) if not gate.met]
    return sorted(unmet, key=lambda gate: not gate.blocks)


def blocking(consultation, pack) -> list[Gate]:
    return [gate for gate in holds(consultation, pack) if gate.blocks]


def unattended(consultation, pack) -> list[Gate]:
    """What no act goes on past by itself: what blocks, and what people were to write down and have not seen yet.

    A person may leave a reminder undone; only a person can have read it.
    """
    return [gate for gate in holds(consultation, pack) if gate.blocks or gate.is_reminder]


def applies(checkpoint: Checkpoint, consultation, records) -> bool:
    """It holds for cases like this one. `records` are those of the case, waivers and others."""
    case = {
        "importance": consultation.importance,
        "room_kind": consultation.room.kind,
        "source": consultation.topic.source,
        "triage": consultation.triage,
        "consensus": not any(record.code == NO_CONSENSUS and record.passed_at for record in records),
    }
    return all(_fits(case.get(key), value) for key, value in checkpoint.when.items())


def _fits(value, wanted) -> bool:
    return value in wanted if isinstance(wanted, (tuple, list)) else value == wanted


def is_without_consensus(consultation) -> bool:
    """The meeting said so when it was ended: opinions go to the body for reference, and no matter is asked for."""
    return CheckpointRecord.objects.filter(
        consultation=consultation, code=NO_CONSENSUS, passed_at__isnull=False
    ).exists()


def _approval(checkpoint, consultation, pack):
    state = consultation.approval.state
    if state == ApprovalState.APPROVED:
        return Gate(checkpoint, met=True)
    opened = [step for step in consultation.approval.steps.all() if step.is_open and not step.checkpoint]
    if opened:
        waiting = "、".join(step.unit.short_name for step in opened)
        return Gate(checkpoint, met=False, sentence=f"等待{waiting}{opened[0].name}。", where="approval")
    if state == ApprovalState.RETURNED:
        return Gate(
            checkpoint,
            met=False,
            sentence=pack.say("{topic}已退回，修改后由{convener}重新提请{approval}。"),
            where="topic",
        )
    return Gate(checkpoint, met=False, sentence=pack.say("{topic}还没有提请{approval}。"), where="approval")


def _count(checkpoint, consultation, pack, numbers):
    sentence = counts.missing(checkpoint, consultation, pack, numbers)
    where = counts.PLACES[checkpoint.params["measure"]]
    return Gate(checkpoint, met=not sentence, sentence=sentence, where=where)


def _sign(checkpoint, consultation, pack):
    minutes = getattr(consultation, "minutes", None)
    if minutes and minutes.state in (MinutesState.SIGNED, MinutesState.CORRECTING):
        return Gate(checkpoint, met=True)
    name = pack.words["minutes"]
    if minutes is None:
        return Gate(checkpoint, met=False, sentence=f"《{name}》还没有起草。", where="minutes")
    who = "、".join(pack.words[code] for code in pack.signers)
    return Gate(
        checkpoint,
        met=False,
        sentence=f"《{name}》没有经{who}{pack.words['sign_off']}。",
        where="minutes",
    )


def _produce(checkpoint, consultation, pack):
    if checkpoint.params["product"] == "participant_list":
        met = consultation.participants_fixed_at is not None
        sentence = f"{pack.words['participant']}名单还没有确定。"
        return Gate(checkpoint, met=met, sentence="" if met else sentence, where="participants")
    if checkpoint.params["product"] == "minutes":
        return _sign(checkpoint, consultation, pack)
    return _receipt(checkpoint, consultation, pack)


def _receipt(checkpoint, consultation, pack):
    # Picked out here, because a page has the submissions already.
    sent = [each for each in consultation.submission_set.all() if each.kind == SubmissionKind.MINUTES]
    sent = [each for each in sent if each.state != SubmissionState.RETURNED]
    if any(each.state == SubmissionState.RECEIVED for each in sent):
        return Gate(checkpoint, met=True)
    body = consultation.room.approver.short_name
    if sent:
        return Gate(checkpoint, met=False, sentence=f"等待{body}接收纪要。", where="submission")
    return Gate(checkpoint, met=False, sentence=pack.say("纪要还没有{submission}{to}。", to=body), where="submission")


# Every kind but `count`, whose numbers are read together, and those that people record (workflow.entries).
ASK = {"approval": _approval, "sign": _sign, "produce": _produce}
