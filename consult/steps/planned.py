"""从计划提出议题: a room begins what its plan, or a plan above it, has for it."""

from django.db import transaction
from django.utils import timezone

from consult.enums import ConsultationState, NominationSource, PlanItemState
from consult.models import Consultation, PlanItem
from consult.steps import topic
from consult.workflow import Refused, lock
from consult.workflow.planned import follow
from members import ledger


@transaction.atomic
def begin(item, *, room, by, similar_seen=False, **given) -> Consultation:
    """The first room writes the topic down; the rooms after it take up the same one, each by its own practice."""
    plan = lock(item.plan)
    item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    _check(plan, item, room)
    if item.topic_id:
        case = topic.take_up(item.topic, room=room, by=by)
        follow(item.topic_id, by=by)
        return case
    case = topic.begin(room, by=by, similar_seen=similar_seen, **given, **_proposer(item))
    item.topic = case.topic
    item.save(update_fields=["topic"])
    follow(case.topic_id, by=by)
    return case


@transaction.atomic
def link(item, consultation, *, by) -> PlanItem:
    """Say that a consultation, begun without the plan, is the plan's topic after all."""
    plan = lock(item.plan, related=("unit__region",))
    item = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    _check(plan, item, consultation.room)
    if item.topic_id:
        raise Refused("这件议题已经从计划立题，请直接从计划提出。")
    if PlanItem.objects.filter(topic=consultation.topic_id).exclude(pk=item.pk).exists():
        raise Refused("这件协商已经关联到别的计划议题。")
    item.topic = consultation.topic
    item.save(update_fields=["topic"])
    follow(item.topic_id, by=by)
    sentence = f"把{consultation.label}关联到计划议题"
    ledger.record(item, "consult.link_planned", by=by, case=consultation, unit=plan.unit, sentence=sentence)
    return item


def linkable(item, room):
    """Consultations of the room in the plan's year that belong to no plan yet."""
    rows = Consultation.objects.filter(room=room, year=item.plan.year, topic__plan_items__isnull=True)
    return rows.exclude(state=ConsultationState.STOPPED).select_related("topic", "room__unit").order_by("-pk")


def why_not(plan, item, room) -> str:
    """Why this room cannot begin it now; the same sentence stands beside the button."""
    if not plan.is_issued:
        return "计划还没有印发，印发以后才能从计划提出议题。"
    if item.state == PlanItemState.DROPPED:
        return "这件议题已经从计划中取消。"
    if room.pk != plan.room_id and not item.rooms.filter(pk=room.pk).exists():
        return "计划没有把这件议题交给这个室。"
    own = Consultation.objects.filter(topic=item.topic_id, room=room) if item.topic_id else Consultation.objects.none()
    if own.exclude(state=ConsultationState.STOPPED).exists():
        return "本室已经从这件计划议题立项。"
    return ""


def _check(plan, item, room) -> None:
    if why := why_not(plan, item, room):
        raise Refused(why)


def _proposer(item) -> dict:
    """Whose topic it is: of the member who signed in and nominated it, on that day; else of whoever writes it down."""
    rows = item.nominations.filter(source=NominationSource.MEMBER, member__user__isnull=False)
    for row in rows.select_related("member").order_by("pk"):
        if row.proposed_by_id == row.member.user_id:
            return {"proposer": row.proposed_by, "proposed_at": row.proposed_at}
    return {"proposer": None, "proposed_at": timezone.now()}
