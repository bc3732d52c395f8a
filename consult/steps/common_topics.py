"""共性议题: the leading office publishes one question, rooms take it up or say why not (001: 随州 L24, 襄州)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consult.enums import CommonAnswerState, CommonTopicState, ConsultationState, PlanItemState
from consult.models import CommonAnswer, CommonTopic, PlanItem
from consult.queries import plans as queries
from consult.queries.plans import STAFF
from consult.steps import topic
from consult.workflow import COMMON_ANSWER, COMMON_TOPIC, Refused, advance, lock
from consult.workflow.planned import follow
from members import ledger
from members.enums import RoleCode, UnitKind
from members.models import Role, Unit, User
from members.models.places import lineage
from members.operations import attach, notify
from members.templatetags.dates import day
from rooms import practice
from rooms.models import Room

# The code under which packs name such a source; a pack without it names it by its own word for a topic.
SOURCE = "common"
RELATED = ("issuer__region", "region", "topic")


@transaction.atomic
def publish(
    issuer, *, by, title: str, why: str, until, rooms, item=None, is_province_wide=False, source_text="", attachments=()
) -> CommonTopic:
    """Make a question common and ask rooms to take it up until a day.

    What a room has begun from the plan keeps its own title and reason; those that are given count for a new question.
    """
    if until < timezone.localdate():
        raise Refused("完成期限不能早于今天。")
    if is_province_wide and not source_text.strip():
        raise Refused("全省共性议题要写明来源文件。")
    question = _topic_of(issuer, item, by=by, title=title, why=why, note=source_text)
    common = CommonTopic.objects.create(
        issuer=issuer,
        region=issuer.region,
        topic=question,
        item=item,
        is_province_wide=is_province_wide,
        source_text=source_text,
        until=until,
        published_by=by,
    )
    attach(common, attachments, by=by)
    asked = _ask(common, rooms)
    changes = {"title": ("议题", "", title)}
    sentence = f"发布共性议题，请 {asked} 个室承接"
    ledger.record(common, "consult.publish_common", by=by, unit=issuer, sentence=sentence, changes=changes)
    return common


@transaction.atomic
def ask_more(common, *, rooms, by) -> int:
    common = _lock_open(common)
    asked = _ask(common, rooms)
    if not asked:
        raise Refused("选中的都已经请过了。")
    ledger.record(common, "consult.ask_common", by=by, unit=common.issuer, sentence=f"再请 {asked} 个室承接共性议题")
    return asked


@transaction.atomic
def keep_together(question, *, by, until) -> CommonTopic:
    """Make a question common that rooms consult on already: each of them has taken it up with the case that it has.

    The one that was published keeps its day; whoever was asked and has not answered has taken it up now.
    """
    common = CommonTopic.objects.filter(topic=question).first()
    common = _lock_open(common) if common else _of_question(question, by=by, until=until)
    answers = {answer.room_id: answer for answer in common.answers.select_for_update()}
    for case in question.consultations.exclude(state=ConsultationState.STOPPED).order_by("pk"):
        answer = answers.get(case.room_id) or CommonAnswer.objects.create(common=common, room_id=case.room_id)
        if answer.state != CommonAnswerState.TAKEN_UP:
            told = {"answered_by": by, "answered_at": timezone.now(), "reason": "", "consultation": case}
            advance(answer, COMMON_ANSWER, CommonAnswerState.TAKEN_UP, by=by, **told)
            answers[case.room_id] = answer
    follow(question.pk, by=by)
    return common


def _of_question(question, *, by, until) -> CommonTopic:
    if until < timezone.localdate():
        raise Refused("完成期限不能早于今天。")
    issuer = _issuer_over(question.region, by)
    # A topic of the city's plan is not published out of the plan once more.
    item = PlanItem.objects.filter(topic=question, plan__unit=issuer).order_by("pk").first()
    common = CommonTopic.objects.create(
        issuer=issuer, region=issuer.region, topic=question, item=item, until=until, published_by=by
    )
    sentence = f"列为共性议题，{day(until)}前完成"
    ledger.record(common, "consult.publish_common", by=by, unit=issuer, sentence=sentence)
    return common


def _issuer_over(region, by) -> Unit:
    """The leading office over the region: the person's own, else the nearest."""
    own = by.units_as(RoleCode.LEADING_OFFICE)
    over = Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region__path__in=lineage(region.path))
    found = sorted(over.select_related("region"), key=lambda unit: (unit.pk in own, len(unit.region.path)))
    if not found:
        said = "这个区域还没有登记{leading_office}这个单位，请先由{admin}登记。"
        raise Refused(practice.current(region).say(said))
    return found[-1]


@transaction.atomic
def take_up(answer, *, by):
    """The room makes a consultation of it, by its own practice."""
    common = _lock_open(answer.common)
    answer = lock(answer, related=("room__unit__region",))
    told = {"answered_by": by, "answered_at": timezone.now(), "reason": ""}
    advance(answer, COMMON_ANSWER, CommonAnswerState.TAKEN_UP, by=by, **told)
    # The question may have come to the room by another way before.
    case = common.topic.consultations.filter(room=answer.room).exclude(state=ConsultationState.STOPPED).first()
    case = case or topic.take_up(common.topic, room=answer.room, by=by)
    answer.consultation = case
    answer.save(update_fields=["consultation"])
    follow(common.topic_id, by=by)
    _tell_issuer(common, f"{answer.room.unit.short_name}已承接共性议题：{common.topic.title}", by=by)
    _record(answer, "consult.take_up_common", by=by, sentence="承接共性议题", case=case)
    return case


@transaction.atomic
def decline(answer, *, by, reason: str) -> CommonAnswer:
    common = _lock_open(answer.common)
    answer = lock(answer, related=("room__unit__region",))
    if not reason.strip():
        raise Refused("不承接的要写明理由。")
    told = {"answered_by": by, "answered_at": timezone.now(), "reason": reason}
    advance(answer, COMMON_ANSWER, CommonAnswerState.DECLINED, by=by, **told)
    _tell_issuer(common, f"{answer.room.unit.short_name}不承接共性议题：{reason}", by=by)
    _record(answer, "consult.decline_common", by=by, sentence="不承接共性议题", note=reason)
    return answer


@transaction.atomic
def end(common, *, by, summary: str) -> CommonTopic:
    """Write down what came of it in all; rooms take it up no more, what was begun goes on."""
    common = lock(common, related=RELATED)
    if not summary.strip():
        raise Refused("请写明总体情况。")
    advance(common, COMMON_TOPIC, CommonTopicState.ENDED, by=by, summary=summary)
    ledger.record(common, "consult.end_common", by=by, unit=common.issuer, sentence="结束共性议题", note=summary)
    return common


@transaction.atomic
def reopen(common, *, by, until) -> CommonTopic:
    common = lock(common, related=RELATED)
    if until < timezone.localdate():
        raise Refused("完成期限不能早于今天。")
    advance(common, COMMON_TOPIC, CommonTopicState.OPEN, by=by, until=until)
    ledger.record(common, "consult.reopen_common", by=by, unit=common.issuer, sentence=f"重新开展，{day(until)}前完成")
    return common


def _topic_of(issuer, item, *, by, title, why, note):
    """The topic that the rooms share: that of the plan's item where a room has begun it already."""
    if item is not None:
        item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan", "topic").get(pk=item.pk)
        if not item.plan.is_issued:
            raise Refused("计划印发以后，才能从计划发布共性议题。")
        if item.state == PlanItemState.DROPPED:
            raise Refused("这件议题已经从计划中取消。")
        if CommonTopic.objects.filter(Q(item=item) | Q(topic=item.topic_id, topic__isnull=False)).exists():
            raise Refused("这件计划议题已经发布为共性议题。")
    if item is not None and item.topic:
        return item.topic
    about = practice.current(issuer.region).class_of(title)
    place = {"region": issuer.region, "source": SOURCE, "source_note": note[:200], "topic_class": about}
    question = topic.propose(by=by, title=title, why=why, **place)
    if item is not None:
        item.topic = question
        item.save(update_fields=["topic"])
    return question


def _ask(common, rooms) -> int:
    known = set(common.answers.values_list("room", flat=True))
    # Whoever works for two cities sees the rooms of both; a question goes to those of its own.
    near = Room.objects.open().filter(unit__region__path__startswith=common.region.path)
    new = list(near.filter(pk__in=[room.pk for room in rooms if room.pk not in known]))
    if not new and not known:
        raise Refused(practice.current(common.region).say("请选择由哪些{room_short}协商。"))
    CommonAnswer.objects.bulk_create([CommonAnswer(common=common, room=room) for room in new])
    roles = Role.objects.on(timezone.localdate()).filter(unit__in=[room.unit_id for room in new], code__in=STAFF)
    told = f"请承接共性议题（{day(common.until)}前完成）：{common.topic.title}"
    notify(User.objects.filter(pk__in=roles.values("user")), told, url=common.get_absolute_url())
    return len(new)


def _lock_open(common) -> CommonTopic:
    common = lock(common, related=RELATED)
    if common.state != CommonTopicState.OPEN:
        raise Refused("这件共性议题已经结束，不能再承接。")
    return common


def _tell_issuer(common, sentence: str, *, by) -> None:
    people = [user for user in queries.keepers_of(common.issuer) if user != by]
    notify(people, sentence, url=common.get_absolute_url())


def _record(answer, verb: str, *, by, sentence: str, **details) -> None:
    ledger.record(answer, verb, by=by, unit=answer.room.unit, sentence=sentence, **details)
