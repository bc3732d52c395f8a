"""What became of a planned topic: its state follows the consultations that were begun from it."""

from consult.enums import ConsultationState, MeetingState, PlanItemState
from consult.models import Consultation, Meeting, PlanItem
from consult.workflow.tables import PLAN_ITEM
from members.workflow import advance


def follow(topic_id: int, *, by) -> None:
    """Move every plan's topic to where its consultations stand; called by whatever begins, holds or ends one."""
    items = PlanItem.objects.select_for_update(of=("self",)).filter(topic=topic_id)
    for item in items.exclude(state=PlanItemState.DROPPED):
        state = _state_of(item)
        if state != item.state and not (state == PlanItemState.PLANNED and item.state == PlanItemState.MOVED):
            if state not in PLAN_ITEM[item.state]:
                # What others do in a consultation is never held up by a plan: the way leads over its beginning.
                advance(item, PLAN_ITEM, PlanItemState.RUNNING, by=by)
            advance(item, PLAN_ITEM, state, by=by)


def _state_of(item) -> PlanItemState:
    cases = list(Consultation.objects.filter(topic=item.topic_id).values_list("state", "room"))
    is_held = Meeting.objects.filter(consultation__topic=item.topic_id, state=MeetingState.ENDED).exists()
    closed = {room for state, room in cases if state == ConsultationState.CLOSED}
    if any(state == ConsultationState.RUNNING for state, _ in cases):
        return PlanItemState.HELD if is_held else PlanItemState.RUNNING
    if closed:
        # Done when every room that the plan names has closed its own.
        left = set(item.rooms.values_list("pk", flat=True)) - closed
        return PlanItemState.HELD if left and is_held else PlanItemState.DONE
    return PlanItemState.HELD if is_held else PlanItemState.PLANNED
