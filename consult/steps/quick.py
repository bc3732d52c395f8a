"""Ways that do not take all six steps: a small matter handled at once, one question for many rooms (001: 随州 L24)."""

from django.db import transaction
from django.utils import timezone

from consult.enums import Ending, MatterLevel, MatterState
from consult.models import Matter
from consult.steps import common_topics, topic
from consult.steps.telling import notify_rooms, tell
from consult.workflow import MATTER, Refused, advance, end, guards, lock, pack_of
from members.operations import attach, notify
from members.queries import people_of
from rooms.models import Room

RELATED = ("topic__region", "room__unit__region", "room__approver", "practice", "approval")


@transaction.atomic
def handle_at_once(consultation, *, by, outcome: str, text: str, satisfaction: str = "", attachments=()) -> Matter:
    """Write down how a small matter was dealt with, and close the case; no meeting is held and none is counted.

    The pack says for which class of problems (`triggers = "quick"`), and only before the topic lies before a body.
    """
    consultation = lock(consultation, related=RELATED)
    guards.require(guards.handling_at_once(consultation))
    pack = pack_of(consultation)
    chosen = next((each for each in pack.outcomes if each.code == outcome), None)
    if chosen is None:
        raise Refused(pack.say("这里的做法没有这种{outcome}，请重新选择。"))
    if not text.strip():
        raise Refused(pack.say("请写明{outcome}：做了什么，解决到什么程度。"))
    if "evidence" in chosen.needs and not attachments:
        raise Refused(f"“{chosen.name}”要有佐证：请上传照片或材料。")
    matter = _matter(consultation, pack, by=by)
    attach(matter, attachments, by=by)
    closing = {"outcome": text, "outcome_code": chosen.code, "satisfaction": satisfaction}
    advance(matter, MATTER, MatterState(chosen.state), by=by, closed_by=by, closed_at=timezone.now(), **closing)
    end(consultation, Ending.HANDLED, by=by, note=text[:2000])
    sentence = f"直接办理：{chosen.name}"
    tell(consultation, "consult.handle_at_once", by=by, sentence=sentence, about=matter, note=text)
    notify_rooms(consultation, f"{sentence}（{consultation.title}）", by=by)
    return matter


def _matter(consultation, pack, *, by) -> Matter:
    """The topic itself is the matter; it passes through the states that every matter passes."""
    way = next((each for each in pack.dispositions if each.route == "room"), None)
    matter = Matter.objects.create(
        consultation=consultation,
        number=1,
        text=consultation.title,
        level=MatterLevel.TOWNSHIP,
        disposition=way.code if way else "",
        by_room=True,
        created_by=by,
    )
    for state in (MatterState.PENDING, MatterState.RUNNING):
        advance(matter, MATTER, state, by=by)
    return matter


@transaction.atomic
def spread(consultation, *, by, rooms, until) -> list:
    """Let other rooms take up the same question: each consults on it by its own practice, and it stands as 共性议题.

    Raises Refused when one of them has it already.
    """
    consultation = lock(consultation, related=RELATED)
    asked = list(Room.objects.filter(pk__in=[room.pk for room in rooms]).select_related("unit__region"))
    taken = consultation.topic.consultations.filter(room__in=asked).select_related("room__unit")
    if taken:
        names = "、".join(case.room.unit.short_name for case in taken)
        raise Refused(consultation.say("{names}已经有这个{topic}。", names=names))
    if not asked:
        raise Refused(consultation.say("请选择由哪些{room_short}协商。"))
    found = [topic.take_up(consultation.topic, room=room, by=by) for room in asked]
    for case in found:
        sentence = case.say("共性{topic}，请组织协商：{title}", title=case.title)
        notify(people_of(case.room.unit), sentence, url=case.get_absolute_url(), case=case)
    common_topics.keep_together(consultation.topic, by=by, until=until)
    names = "、".join(room.unit.short_name for room in asked)
    tell(consultation, "consult.spread_topic", by=by, sentence=f"列为共性议题，由{names}协商"[:300])
    notify_rooms(consultation, consultation.say("列为共性{topic}：{title}", title=consultation.title), by=by)
    return found
