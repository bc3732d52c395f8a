"""Whether it is time to write the record of steps 2 to 4: each guard says in one sentence why not, or nothing.

A page offers an act only in its time; an address that is kept, a form left open or a second window must not do more.
"""

from consult.enums import ConsultationState, MeetingState, MinutesState, Step
from consult.models import Meeting, Minutes, Research
from consult.workflow.entries import is_recorded
from consult.workflow.gates import gate_of
from consult.workflow.stages import pack_of


def over(consultation) -> str:
    return "" if consultation.is_running else f"这件协商{consultation.get_state_display()}，不能再改动。"


def stopped(consultation) -> str:
    """Signed minutes are corrected and countersigned after the case is closed, but not after it was stopped."""
    return over(consultation) if consultation.state == ConsultationState.STOPPED else ""


def signed(consultation) -> str:
    if not Minutes.objects.filter(consultation=consultation, state=MinutesState.SIGNED).exists():
        return ""
    return consultation.say("《{minutes}》已经{sign_off}，记录不能再改；确需改动的，另发更正。")


def listing(consultation) -> str:
    """Why nobody can be put on or taken off the list now."""
    return over(consultation) or _too_early(consultation, "participants", "登记{participant}")


def researching(consultation) -> str:
    """Why field work cannot be written down or changed now: from its stage on, until the minutes are signed."""
    why = over(consultation) or _too_early(consultation, "research", "登记调研")
    # A place may go to the field again after the meeting (会后靶向调研).
    return why or ("" if consultation.step == Step.RESEARCH else signed(consultation))


def dropping(research) -> str:
    """Why a piece of field work cannot be taken out now. `research` comes with its consultation as it is."""
    consultation = research.consultation
    why = researching(consultation)
    stages = pack_of(consultation).stages_of("research")
    if why or consultation.step == Step.RESEARCH or not stages:
        return why
    if Research.objects.standing().filter(consultation=consultation).exclude(pk=research.pk).exists():
        return ""
    return f"这是唯一的调研记录；要移出，请先退回到“{stages[0].name}”。"


def noting(consultation) -> str:
    """Why no matter can be noted or changed now: it comes out of a meeting, and stands once the minutes are signed."""
    why = over(consultation) or _too_early(consultation, "discussion", "登记{matter}") or signed(consultation)
    if why or Meeting.objects.filter(consultation=consultation).exclude(state=MeetingState.PLANNED).exists():
        return why
    return consultation.say("还没有开{meeting}，不能登记{matter}。")


def explaining(consultation) -> str:
    """Why no explanation of a dissent can be written now."""
    return over(consultation) or _too_early(consultation, "discussion", "写解释情况") or signed(consultation)


def reopening(meeting) -> str:
    """Why the record of an ended meeting cannot be taken up again now."""
    if not meeting.is_ended:
        return "会议记录没有结束，不用重新打开。"
    consultation = meeting.consultation
    why = over(consultation) or signed(consultation)
    stage = pack_of(consultation).stage(consultation.stage)
    if why or consultation.step == Step.DISCUSSION:
        return why
    return f"现在是“{stage.name}”，会议记录不能再打开；要改纪要，请用“更正”。"


def holding(consultation) -> str:
    """Why no meeting can be arranged, held or entered afterwards now."""
    if over(consultation) or consultation.step == Step.DISCUSSION:
        return over(consultation)
    return not_before(consultation, Step.DISCUSSION, "开{meeting}")


def arranging(meeting) -> str:
    """Why mode, place, time or chair of a meeting cannot be changed now."""
    if meeting.is_planned:
        return over(meeting.consultation)
    # An ended record is opened again first, if it still can be.
    return (meeting.is_ended and reopening(meeting)) or keeping(meeting)


def canceling(meeting) -> str:
    """Why a meeting cannot be called off now."""
    return over(meeting.consultation) or ("" if meeting.is_planned else "会议已经开始，不能取消。")


def keeping(meeting) -> str:
    """Why nothing can be written into the record of a meeting now."""
    if meeting.is_planned:
        return "会议还没有开始，不能记录。"
    if meeting.is_ended:
        return "会议记录已经结束；要改动，请重新打开记录。"
    return over(meeting.consultation)


def writing(consultation) -> str:
    """Why the text of the minutes cannot be written now."""
    return stopped(consultation) or _too_early(consultation, "discussion", "起草《{minutes}》")


def entering(consultation, code: str) -> str:
    """Why nothing can be written down for this checkpoint now: its stage and step are open, and it is not waived."""
    if not consultation.is_running:
        return over(consultation)
    gate = gate_of(consultation, pack_of(consultation), code)
    if gate is None or not is_recorded(gate.checkpoint):
        return "这个关口不在协商现在的环节，请刷新页面查看最新情况。"
    return f"“{gate.checkpoint.name}”已经{consultation.say('{waiver}')}，不用登记。" if gate.waiver else ""


def _too_early(consultation, step: str, act: str) -> str:
    """The case has not come to the step, or was sent back to an earlier one."""
    pack = pack_of(consultation)
    if pack.has_come_to(step, stage=consultation.stage, step=str(consultation.step)):
        return ""
    return not_before(consultation, step, act)


def not_before(consultation, step: str, act: str) -> str:
    """When the act can be done. Two steps of one stage are told apart by their own names."""
    pack = pack_of(consultation)
    now, then = pack.stage(consultation.stage), pack.stages_of(step)[0]
    names = now.name, then.name
    if now == then:
        names = pack.step_name(consultation.step), pack.step_name(step)
    return consultation.say("现在是“{now}”，到“{then}”才能", now=names[0], then=names[1]) + consultation.say(act) + "。"
