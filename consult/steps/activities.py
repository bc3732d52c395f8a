"""From what a room did to what it consults on: a topic out of a reception, field work that belongs to a case."""

import re

from django.db import transaction

from consult.models import CaseActivity, Consultation, TopicSource
from consult.steps import topic
from consult.steps.telling import tell
from consult.workflow import Refused, lock
from members import ledger
from rooms import operations, practice
from rooms.enums import ActivityContext
from rooms.models import Activity

# What ends the first sentence of a matter: it becomes the title.
ENDS = re.compile(r"[。；;！!？?\n]")
LONGEST_TITLE = 60
ACTIVITY_RELATED = ("room__unit__region", "room__approver")


@transaction.atomic
def record(room, *, by, case: Consultation | None = None, as_topic=False, **values) -> tuple:
    """Write an activity down and, in the same act, make a topic of it or lay it to a case: (activity, case)."""
    activity = operations.record_activity(room, by=by, **values)
    if as_topic:
        return activity, make_topic(activity, by=by)
    if case is not None:
        link(activity, consultation=case, by=by)
    return activity, case


@transaction.atomic
def make_topic(activity: Activity, *, by) -> Consultation:
    """转为议题: the room takes it up at once, with what is written there already; asked again, it is the same one."""
    activity = lock(activity, related=ACTIVITY_RELATED)
    made = TopicSource.objects.filter(activity=activity).select_related("topic").first()
    if made:
        return made.topic.consultations.order_by("pk").first()
    if activity.removed_at:
        raise Refused("这次活动已经移出，不能转为议题。")
    if activity.is_confidential:
        raise Refused("这次活动不公开，不能直接转为议题；需要协商的，请另行提出议题，不写个人情况。")
    room, title = activity.room, title_of(activity.what)
    pack = practice.for_room(room)
    consultation = topic.begin(
        room,
        by=by,
        title=title,
        topic_class=pack.class_of(title),
        source=_source(activity, pack),
        source_note=f"{activity.on:%-m月%-d日}{activity.get_kind_display()}",
        region=room.unit.region,
        place=activity.place,
        why="\n".join(filter(None, [activity.what, activity.result])),
    )
    TopicSource.objects.create(topic=consultation.topic, activity=activity, made_by=by)
    sentence = consultation.say("转为{topic}：{label}", label=consultation.label)
    # The figures of the activity stay: what was received was received.
    ledger.record(activity, "consult.propose_topic", by=by, unit=room.unit, case=consultation, sentence=sentence)
    return consultation


def title_of(what: str) -> str:
    """The first sentence that says something, as far as a title goes."""
    sentences = (sentence.strip() for sentence in ENDS.split(what))
    return next(filter(None, sentences), what.strip())[:LONGEST_TITLE]


def _source(activity: Activity, pack) -> str:
    """How the place calls such a source: by the activity day, by the kind, else what it knows of activities at all."""
    codes = [each.code for each in pack.topic_sources]
    of_activities = [each.code for each in pack.topic_sources if each.origin == "activity"]
    own = [activity.kind] if activity.context != ActivityContext.ACTIVITY_DAY else ["activity_day", activity.kind]
    return next((code for code in [*own, *of_activities] if code in codes), codes[0])


@transaction.atomic
def link(activity: Activity, *, consultation: Consultation | None, by) -> CaseActivity | None:
    """Say to which consultation an activity of the six steps belongs; none takes it out again."""
    activity = lock(activity, related=ACTIVITY_RELATED)
    if activity.removed_at:
        raise Refused("这次活动已经移出，不能再关联协商。")
    before = CaseActivity.objects.filter(activity=activity).select_related("consultation").first()
    if (before.consultation_id if before else None) == (consultation.pk if consultation else None):
        return before
    if consultation and not consultation.joined_rooms.filter(room=activity.room_id).exists():
        raise Refused("这件协商不是本室的，请选择本室开展的协商。")
    if before:
        old = lock(before.consultation, related=("room__unit__region",))
        before.delete()
        _tell(old, activity, f"不再列入本件的活动：{activity.on:%-m月%-d日}{activity.get_kind_display()}", by=by)
    if consultation is None:
        return None
    consultation = lock(consultation, related=("room__unit__region", "topic", "practice"))
    made = CaseActivity.objects.create(consultation=consultation, activity=activity, made_by=by)
    _tell(consultation, activity, f"列入本件的活动：{activity.on:%-m月%-d日}{activity.get_kind_display()}", by=by)
    return made


def _tell(consultation, activity, sentence: str, *, by) -> None:
    tell(consultation, "consult.link_activity", by=by, about=activity, sentence=sentence)
