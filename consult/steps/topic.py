"""Step 1 确定议题: the room writes down what to consult on (000: 大冶 六步议事法). Approval is a module of its own."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from consult import queries
from consult.enums import Ending, Importance, Step, SubmissionState, TopicState
from consult.models import Approval, Consultation, ConsultationRoom, Topic
from consult.steps import classing
from consult.steps.route import deciding
from consult.steps.telling import tell
from consult.workflow import TOPIC, Refused, advance, check_version, end, lock
from consult.workflow.stages import require_running
from members import ledger
from members.enums import UnitKind
from members.models import Unit
from members.operations import attach, draw_number, notify
from members.queries import people_of
from rooms import calendar, practice

EDITABLE = ("title", "source", "source_note", "region", "place", "topic_class", "why")


@transaction.atomic
def propose(*, by, attachments=(), proposer=None, **fields) -> Topic:
    """Write a topic down; it has no room yet. `proposer` is the member whose nomination it was, see plans."""
    topic = Topic.objects.create(proposed_by=proposer or by, **fields)
    attach(topic, attachments, by=by)
    unit = topic.region.units.first()
    ledger.record(
        topic,
        "consult.propose_topic",
        by=by,
        sentence="提出议题",
        unit=unit,
        changes=_as_new(topic),
    )
    return topic


@transaction.atomic
def take_up(
    topic,
    *,
    room,
    by,
    importance=Importance.ORDINARY,
    importance_reason="",
    triage="",
    backfill_reason="",
    backfilled_on=None,
) -> Consultation:
    """Make a consultation of the topic in a room, at the first stage of the practice that the room follows today.

    What was held on paper is of the year in which it began: `backfilled_on` is that day.
    """
    version = practice.version_for_room(room)
    if version is None:
        raise Refused("还没有载入协商做法，请联系系统管理员。")
    _require_open(room, practice.of(version))
    began_at = _begin_of(backfilled_on) if backfilled_on else timezone.now()
    classed = {"importance": importance, "importance_reason": importance_reason}
    classed["triage"] = _class_of(practice.of(version), triage)
    consultation = Consultation.objects.create(
        topic=topic,
        room=room,
        **_first_place(version),
        **_numbered(room, began_at),
        **classed,
        is_backfilled=bool(backfill_reason),
        backfill_reason=backfill_reason,
        created_by=by,
        created_at=began_at,
    )
    ConsultationRoom.objects.create(consultation=consultation, room=room, lead=True)
    Approval.objects.create(consultation=consultation)
    advance(lock(topic), TOPIC, TopicState.TAKEN_UP, by=by)
    typed = {"note": backfill_reason, "changes": _as_new(topic)}
    tell(consultation, "consult.take_up", by=by, sentence=f"{room.name}列为议题", **typed)
    _tell_of_common(consultation)
    return consultation


def _require_open(room, pack) -> None:
    """Only a room that works takes up topics; whoever withdraws it waits for this lock, and then sees the case."""
    if not lock(room, related=("unit",)).is_open:
        raise Refused(pack.say("{room}没有挂牌或者已经撤销，不能立{topic}。", room=room.name))


@transaction.atomic
def begin(
    room,
    *,
    by,
    importance=Importance.ORDINARY,
    importance_reason="",
    triage="",
    backfill_reason="",
    backfilled_on=None,
    similar_seen=False,
    **fields,
) -> Consultation:
    """Propose a topic and take it up in one act: what the room's own form does.

    `similar_seen` says that the page had looked for earlier topics like it.
    """
    topic = propose(by=by, **fields)
    consultation = take_up(
        topic,
        room=room,
        by=by,
        importance=importance,
        importance_reason=importance_reason,
        triage=triage,
        backfill_reason=backfill_reason,
        backfilled_on=backfilled_on,
    )
    if similar_seen:
        consultation.similar_seen_at = timezone.now()
        consultation.save(update_fields=["similar_seen_at"])
    return consultation


@transaction.atomic
def edit(
    consultation,
    *,
    by,
    version: int,
    attachments=(),
    importance=None,
    importance_reason="",
    triage=None,
    **fields,
) -> Consultation:
    """Change the topic's texts while nobody is deciding on it. Raises Stale when somebody saved in between."""
    consultation = lock(consultation, related=("topic__region", "room__unit__region", "approval"))
    topic = lock(consultation.topic, related=("region",))
    _require_editable(consultation)
    check_version(topic, version)
    pack, named = consultation.pack, [name for name in EDITABLE if name in fields]
    changes = {name: classing.change(topic, name, fields[name], pack) for name in named}
    if importance:
        changes["importance"] = ("重要程度", consultation.importance, importance)
        consultation.importance, consultation.importance_reason = (
            importance,
            importance_reason,
        )
        consultation.save(update_fields=["importance", "importance_reason"])
    if triage is not None and triage != consultation.triage:
        changes["triage"] = ("问题分类", consultation.triage, triage)
        consultation.triage = _class_of(consultation.pack, triage)
        consultation.save(update_fields=["triage"])
    if fields.get("topic_class", topic.topic_class) != topic.topic_class:
        classing.tell_elsewhere(consultation, fields["topic_class"], by=by)
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.version += 1
    topic.save(update_fields=[*fields, "version"])
    attach(topic, attachments, by=by)
    tell(consultation, "consult.edit_topic", by=by, sentence="修改议题", changes=changes)
    return consultation


@transaction.atomic
def stop(consultation, *, by, reason: str) -> Consultation:
    """Withdraw the consultation for good; what was recorded stays."""
    consultation = lock(consultation, related=("topic", "room__unit__region"))
    if not reason.strip():
        raise Refused("终止协商要写明理由。")
    if consultation.submission_set.exclude(state=SubmissionState.RETURNED).exists():
        said = "纪要已经{submission}，议定{matter}由接收单位逐件{decision}和办结，不能再终止；"
        raise Refused(consultation.say(said + "确需撤回的，请联系接收单位退回。"))
    people = [*queries.room_staff(consultation), *deciding(consultation)]
    notify(people, f"协商已终止：{consultation.title}", url=consultation.get_absolute_url(), case=consultation)
    end(consultation, Ending.WITHDRAWN, by=by, note=reason)
    tell(
        consultation,
        "consult.stop_consultation",
        by=by,
        sentence="终止协商",
        note=reason,
    )
    return consultation


def _tell_of_common(consultation) -> None:
    """A problem that many places have (举一反三): the leading office hears of it and may give it to other rooms."""
    triage = consultation.pack.triage(consultation.triage)
    if triage is None or triage.triggers != "common":
        return
    city = consultation.room.unit.region.city_code
    offices = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region__code=city)
    people = [user for unit in offices for user in people_of(unit)]
    said = consultation.say(
        "{name}：{room}“{title}”，可以列为共性{topic}",
        name=triage.name,
        room=consultation.room.name,
        title=consultation.title,
    )
    notify(people, said, url=consultation.get_absolute_url(), case=consultation)


def _first_place(version) -> dict:
    first = practice.of(version).first_stage
    return {"practice": version, "stage": first.code, "step": Step(first.steps[0])}


def _numbered(room, began_at) -> dict:
    year = timezone.localdate(began_at).year
    return {"year": year, "number": draw_number(room.unit, "consultation", year)}


def _class_of(pack, triage: str) -> str:
    """The class of the problem, where the place classes them. Raises Refused for a class that it does not know."""
    if triage and pack.triage(triage) is None:
        raise Refused(pack.say("这里的{topic}没有这个分类，请刷新页面后重新选择。"))
    return triage


def _begin_of(day):
    if day < calendar.FIRST:
        raise Refused(f"立题日期不能早于 {calendar.FIRST.year} 年。")
    return timezone.make_aware(datetime.combine(day, time.min))


def _require_editable(consultation) -> None:
    require_running(consultation)
    if consultation.step != Step.TOPIC:
        raise Refused(consultation.say("{topic}已经进入协商，不能再修改；确需修改的，请先退回到第一步。"))
    if consultation.approval.state not in ("draft", "returned"):
        said = "{topic}正在{approval}或者已经{approval}，不能再修改；确需修改的，请先退回到第一步。"
        raise Refused(consultation.say(said))


def _as_new(topic) -> dict:
    return {"title": ("议题", "", topic.title)}
