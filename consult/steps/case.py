"""Moves of the whole consultation that belong to no single step."""

from django.db import transaction

from consult.enums import ApprovalState, MeetingState, Step
from consult.steps.telling import notify_rooms
from consult.workflow import APPROVAL, Refused, advance, following, lock, move_to, pack_of

RELATED = ("topic", "room__unit__region", "room__approver", "practice", "approval")


@transaction.atomic
def move_on(consultation, *, by, seen: str = "") -> None:
    """Go on to the next stage. `seen` is the stop that the person saw: two presses go one stop.

    Raises Refused with what is missing.
    """
    consultation = lock(consultation, related=RELATED)
    if seen and seen != consultation.stop:
        now = pack_of(consultation).stage(consultation.stage).name
        raise Refused(f"协商已经到了“{now}”，请核对页面上的最新情况再办。")
    stop = following(consultation, pack_of(consultation))
    if stop is None:
        raise Refused("已经是最后一步。")
    move_to(consultation, stop[0], step=stop[1], by=by)


@transaction.atomic
def send_back(consultation, *, stage: str, by, reason: str) -> None:
    """Go back to an earlier stage with a reason. What was recorded stays; what that stage decides is open again."""
    consultation = lock(consultation, related=RELATED)
    if consultation.meeting_set.filter(state=MeetingState.RUNNING).exists():
        raise Refused("会议正在进行，结束会议记录以后才能退回。")
    if consultation.submission_set.exclude(state="returned").exists():
        raise Refused(consultation.say("纪要已经{submission}；要退回，请先由接收单位退回{submission}。"))
    minutes = getattr(consultation, "minutes", None)
    if minutes and minutes.state == "signed":
        raise Refused(consultation.say("纪要已经{sign_off}，不能再退回前面的步骤；要改内容，请用“更正”。"))
    move_to(consultation, stage, by=by, reason=reason)
    _open_again(consultation, by=by)
    now = pack_of(consultation).stage(stage).name
    notify_rooms(consultation, f"{by.name}把“{consultation.title}”退回到“{now}”：{reason}", by=by)


def _open_again(consultation, *, by) -> None:
    if consultation.step in (Step.TOPIC, Step.PARTICIPANTS):
        consultation.participants_fixed_by = consultation.participants_fixed_at = None
        consultation.save(update_fields=["participants_fixed_by", "participants_fixed_at"])
    approval, pack = consultation.approval, pack_of(consultation)
    # Where a place looks at the topic again after its approval (公示), going back to that look leaves it approved.
    is_behind = pack.asks_route in pack.stages_before(consultation.stage)
    if approval.state == ApprovalState.APPROVED and consultation.step == Step.TOPIC and not is_behind:
        advance(approval, APPROVAL, ApprovalState.RETURNED, by=by, round=approval.round + 1)
