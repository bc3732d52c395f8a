"""Whether it is time for an act of steps 1, 5 and 6: each guard says in one sentence why not, or nothing.

The verb refuses with the sentence, and the page shows the same one beside the disabled button.
"""

from consult import queries, rules
from consult.enums import (
    Adoption,
    ApprovalState,
    AssignmentState,
    ConsultationState,
    MatterState,
    MeetingState,
    MinutesState,
    Step,
    SubmissionKind,
    SubmissionState,
)
from consult.workflow.gates import blocking, gate_of
from consult.workflow.stages import following, pack_of
from members.workflow import Refused

SENDING_STEPS = (Step.SUBMISSION, Step.ACTION)


def require(sentence: str) -> None:
    if sentence:
        raise Refused(sentence)


def unmoved(consultation, stage: str) -> str:
    """Why what was opened at this stage is not carried out: the case has left it. Nothing where no stage was seen."""
    if stage and stage != consultation.stage:
        return "协商已经离开这个环节，没有保存，请刷新页面查看最新情况。"
    return ""


def laying(consultation) -> str:
    """Why the topic cannot be laid before the first body of its route now."""
    if not consultation.is_running:
        return _over(consultation)
    if consultation.approval.state == ApprovalState.PENDING:
        return consultation.say("已经提请{approval}，不用再提请。{waiting}", waiting=awaiting(consultation))
    if consultation.approval.state == ApprovalState.APPROVED:
        return awaiting(consultation)
    return _other_stage(consultation, pack_of(consultation).asks_route, "提请{approval}")


def _other_stage(consultation, stage, act: str) -> str:
    """Why an act of one stage of the pack is not done now: another stage is open, or the place has no such stage."""
    if stage is None:
        return consultation.say(f"这里的做法不用{act}。")
    if stage.code == consultation.stage:
        return ""
    now = pack_of(consultation).stage(consultation.stage).name
    return consultation.say(f"现在是“{now}”，到“{stage.name}”才能{act}。")


def laying_checkpoint(consultation, pack, code: str) -> str:
    """Why the case cannot be laid before the bodies of this checkpoint now."""
    if not consultation.is_running:
        return _over(consultation)
    gate = gate_of(consultation, pack, code)
    if gate is None or gate.checkpoint.kind != "approval" or gate.checkpoint.params.get("by_route"):
        return "这个关口不在协商现在的环节，请刷新页面查看最新情况。"
    if gate.met:
        return f"“{gate.checkpoint.name}”已经办完，不用再报。"
    place = f"{consultation.stage}/{code}"
    opened = consultation.approval.steps.filter(checkpoint=place, is_open=True).select_related("unit")
    waiting = "、".join(step.unit.short_name for step in opened)
    return f"已经报送“{gate.checkpoint.name}”，等待{waiting}。" if waiting else ""


def awaiting(consultation) -> str:
    """Whose turn it is to speak to the topic, or why it is nobody's."""
    opened = list(consultation.approval.steps.filter(is_open=True).select_related("unit"))
    if opened:
        return f"现在等待{'、'.join(step.unit.short_name for step in opened)}{opened[0].name}。"
    if consultation.approval.state == ApprovalState.DRAFT:
        return consultation.say("{topic}还没有提请{approval}，请等待{room_short}提请。")
    if consultation.approval.state == ApprovalState.RETURNED:
        return consultation.say("{topic}已经退回，请等待{room_short}修改后重新提请{approval}。")
    return consultation.say("{topic}已经{approval}，不用再办。")


def sending(consultation) -> str:
    """Why the minutes cannot be sent now."""
    minutes = getattr(consultation, "minutes", None)
    if not consultation.is_running:
        return _over(consultation)
    if minutes is None or minutes.state in (MinutesState.DRAFT, MinutesState.OFFERED):
        return consultation.say("纪要{sign_off}以后才能{submission}。")
    if minutes.state == MinutesState.CORRECTING:
        return consultation.say("纪要正在更正，重新{sign_off}以后才能{submission}。")
    if consultation.step not in SENDING_STEPS:
        return consultation.say("还没有进入{submission}这一步，请先补齐前面缺少的内容。")
    sent = queries.sent_minutes(consultation)
    if sent and sent.edition == queries.signed_edition(consultation):
        said = "纪要已经{submission}{to}，不用再报；更正以后可以再次{submission}。"
        return consultation.say(said, to=sent.to.short_name)
    return ""


def own_work(user, consultation, act: str = "办理") -> str:
    """Why the person does not speak for a body here: what a convener's room brings is judged by somebody else of it."""
    if rules.convenes_here(user, consultation):
        return consultation.say(
            "您是这个{room_short}的{convener}，按规定由本机关其他同志{act}。", act=consultation.say(act)
        )
    return ""


def waiving(gate, consultation, user) -> str:
    """Why the person cannot set the checkpoint aside now."""
    if not consultation.is_running:
        return _over(consultation)
    if gate is None:
        return "这个关口不在协商现在的环节，请刷新页面查看最新情况。"
    name = gate.checkpoint.name
    if gate.waiver:
        return consultation.say(
            "{who}已经先一步{waiver}“{name}”，不用再办。", who=gate.waiver.waived_by.name, name=name
        )
    if gate.met:
        return consultation.say("“{name}”已经满足，不用{waiver}。", name=name)
    if not gate.checkpoint.waivable:
        return consultation.say("按这里的做法，“{name}”不能{waiver}。", name=name)
    return _own_room(consultation, user)


def revoking(gate, consultation, user) -> str:
    """Why the person cannot take a waiver back now: once the stage is left, what followed stands on it."""
    if not consultation.is_running:
        return _over(consultation)
    if gate is None or not gate.waiver:
        return consultation.say("这个关口现在没有{waiver}，或者协商已经进入下一步，请刷新页面查看最新情况。")
    return _own_room(consultation, user)


def _own_room(consultation, user) -> str:
    if rules.works_in_room(user, consultation):
        return consultation.say("您在这件协商的{room_short}任职，按规定由本机关其他同志办理。")
    return ""


def answering(submission, user) -> str:
    """Why the person can neither receive nor return a submission now."""
    if submission.state == SubmissionState.RECEIVED:
        return f"{submission.received_by.name}已经先一步接收，不用再办。"
    if submission.state == SubmissionState.RETURNED:
        return submission.consultation.say("这件{submission}已经退回，请等待重新{submission}。")
    consultation = submission.consultation
    closed = submission.kind == SubmissionKind.MINUTES and not consultation.is_running
    if closed or consultation.state == ConsultationState.STOPPED:
        return _over(consultation)
    return own_work(user, consultation)


def returning(submission, user) -> str:
    if submission.kind == SubmissionKind.COPY:
        return submission.consultation.say("{copy}件不能退回，有意见可以附上，{office}和{room_short}都看得到。")
    if not submission.consultation.is_running:
        return _over(submission.consultation)
    return answering(submission, user)


def opining(submission, user) -> str:
    """Why the person cannot give the body's opinion on what was copied to it."""
    if submission.kind != SubmissionKind.COPY:
        return submission.consultation.say("只有{copy}件可以附意见。")
    if submission.consultation.state == ConsultationState.STOPPED:
        return _over(submission.consultation)
    return own_work(user, submission.consultation)


def laying_again(matter) -> str:
    """Why a returned matter cannot be laid before the body again as it is."""
    consultation = matter.consultation
    if not consultation.is_running:
        return _over(consultation)
    if matter.state != MatterState.NOTED or not matter.decisions.filter(adoption=Adoption.RETURN).exists():
        return consultation.say("这件{matter}没有被退回，不用重新{submission}。")
    if consultation.minutes.state != MinutesState.SIGNED:
        return consultation.say("纪要正在更正，重新{sign_off}后随纪要一起{submission}。")
    return ""


def deciding(matter, user, adoption: str = "") -> str:
    """Why the person cannot enter a decision on the matter now."""
    consultation = matter.consultation
    if not consultation.is_running:
        return _over(consultation)
    if matter.by_room:
        return _matter(matter, "这件{matter}由{room_short}组织实施，不用{decision}。")
    raised = adoption == Adoption.RAISE and matter.state == MatterState.RUNNING
    if matter.state != MatterState.PENDING and not raised:
        return _decided(matter)
    if consultation.step not in SENDING_STEPS or not queries.received_minutes(consultation):
        return consultation.say("接收纪要以后才能{decision}{matter}。")
    return own_work(user, consultation, "{decision}")


def assigning(matter, user) -> str:
    """Why the person cannot add a unit to the matter now."""
    if not matter.consultation.is_running:
        return _over(matter.consultation)
    if matter.by_room:
        return _matter(matter, "这件{matter}由{room_short}组织实施，不用安排单位。")
    if matter.state != MatterState.RUNNING:
        return _matter(matter, "{matter}{state}，只有实施中的{matter}可以安排单位。")
    return own_work(user, matter.consultation)


def closing(matter, user) -> str:
    """Why the person cannot close the matter now."""
    if not matter.consultation.is_running:
        return _over(matter.consultation)
    if matter.closed_by_id:
        return _matter(matter, "{who}已经先一步办结这件{matter}（{state}）。", who=matter.closed_by.name)
    if matter.state != MatterState.RUNNING:
        return _matter(matter, "{matter}{state}，只有实施中的{matter}可以办结。")
    units = [each.unit.short_name for each in queries.open_assignments_of(matter).select_related("unit")]
    if units:
        return f"还有 {len(units)} 件任务没有办结：{'、'.join(units)}。"
    if matter.by_room:
        return (
            ""
            if rules.works_in_room(user, matter.consultation)
            else matter.consultation.say("这件{matter}由{room_short}组织实施和办结。")
        )
    return own_work(user, matter.consultation)


def judging(assignment, user, *states) -> str:
    """Why the person cannot agree to a report, give it back, or change the task in the body's name now."""
    return handling(assignment, *states) or own_work(user, assignment.matter.consultation)


def handling_at_once(consultation) -> str:
    """Why the case cannot be closed without a consultation: its class of problems, and what lies before a body."""
    if not consultation.is_running:
        return _over(consultation)
    triage = pack_of(consultation).triage(consultation.triage)
    if triage is None or triage.triggers != "quick":
        return consultation.say("只有归入马上办理一类的{topic}，才能不开{meeting}直接办理。")
    if consultation.approval.state not in (ApprovalState.DRAFT, ApprovalState.RETURNED):
        return consultation.say("{topic}已经提请{approval}，不能再直接办理。")
    # A case that was sent back after its meeting was consulted on.
    met = consultation.meeting_set.exclude(state=MeetingState.PLANNED).exists()
    return consultation.say("已经开始协商，不能再直接办理。") if met or consultation.step != Step.TOPIC else ""


def finishing(consultation) -> str:
    """Why the case cannot be closed as a whole now: its last step, nothing open, nothing that holds."""
    if not consultation.is_running:
        return _over(consultation)
    pack = pack_of(consultation)
    if following(consultation, pack) is not None:
        return "还没有到最后一步，不能办结。"
    if left := queries.measure(consultation, "open_matters", pack):
        return consultation.say("还有 {n} 件{matter}没有办结。", n=left)
    return "".join(gate.sentence for gate in blocking(consultation, pack))


def handling(assignment, *states) -> str:
    """Why the task is not in a state for this act."""
    if assignment.matter_id and not assignment.matter.consultation.is_running:
        return _over(assignment.matter.consultation)
    if assignment.state in states:
        return ""
    words = {
        AssignmentState.ISSUED: "任务还没有签收，请先签收。",
        AssignmentState.ACCEPTED: "任务正在办理，请刷新页面查看最新情况。",
        AssignmentState.REPORTED: "任务已经申请办结，请等待答复。",
    }
    return words.get(assignment.state, f"任务{assignment.get_state_display()}，不能再改动。")


def _over(consultation) -> str:
    return f"这件协商{consultation.get_state_display()}，不能再改动。"


def _matter(matter, sentence: str, **values) -> str:
    return matter.consultation.say(sentence, state=matter.get_state_display(), **values)


def _decided(matter) -> str:
    last = matter.decisions.select_related("decided_by").last()
    if last is None:
        return _matter(matter, "{matter}{state}，现在不能{decision}。")
    said = last.get_adoption_display()
    return f"{last.decided_by.name}已经先一步提交了决定（{said}），您的决定没有保存，请刷新页面查看。"
