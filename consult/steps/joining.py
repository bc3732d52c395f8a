"""Rooms that hold a consultation together: one leads, the others see and record everything with it."""

from django.db import transaction

from consult import queries
from consult.models import Consultation, ConsultationRoom
from consult.steps.telling import tell
from consult.workflow import Refused, lock
from consult.workflow.stages import require_running
from members.operations import notify
from members.queries import people_of

RELATED = ("topic", "room__unit__region", "approval")


@transaction.atomic
def join_room(consultation, *, room, by) -> ConsultationRoom:
    """Let a further room hold the consultation together with the one that leads."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    if consultation.joined_rooms.filter(room=room).exists():
        raise Refused(f"{room.name}已经参加这件协商。")
    if not lock(room, related=("unit",)).is_open:
        raise Refused(f"{room.name}没有挂牌或者已经撤销，不能邀请。")
    joined = ConsultationRoom.objects.create(consultation=consultation, room=room)
    _notify(room, f"与{consultation.room.name}联合协商：{consultation.title}", consultation)
    tell(consultation, "consult.join_room", by=by, sentence=f"邀请{room.name}联合协商")
    return joined


def to_part(consultation, room: int) -> ConsultationRoom:
    """The invitation of the room with this key. Raises Refused with why it stays, where it does.

    A topic that was merged and people on the list keep it there; what its staff recorded stays without it.
    """
    joined = consultation.joined_rooms.select_related("room__unit").filter(room=room).first()
    if joined is None:
        raise Refused(consultation.say("这个{room_short}已经不在这件协商中，请刷新页面查看最新情况。"))
    if joined.lead:
        raise Refused(consultation.say("牵头{room_short}不能退出。"))
    if Consultation.objects.filter(merged_into=consultation, room=room).exists():
        raise Refused(consultation.say("{room}的{topic}已经并入这件协商，不能退出。", room=joined.room.name))
    if queries.team_on_list(consultation, joined.room).exists():
        raise Refused(consultation.say("{room}的人已经列入{participant}名单，不能退出。", room=joined.room.name))
    return joined


@transaction.atomic
def part_room(consultation, *, room: int, by, reason: str) -> None:
    """Take a room's invitation back; it no longer sees the case, and what happened stays in the ledger."""
    consultation = lock(consultation, related=RELATED)
    require_running(consultation)
    joined = to_part(consultation, room)
    if not reason.strip():
        raise Refused("取消联合要写明理由。")
    joined.delete()
    _notify(joined.room, f"不再与{consultation.room.name}联合协商：{consultation.title}", None)
    tell(consultation, "consult.part_room", by=by, sentence=f"取消与{joined.room.name}联合协商", note=reason)


def _notify(room, sentence, consultation) -> None:
    url = consultation.get_absolute_url() if consultation else ""
    notify(people_of(room.unit), sentence, url=url, case=consultation)
