"""议题库 and 意见建议库: what was brought up, and what became of it."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from consult.enums import ConsultationState, MatterState
from consult.models import Consultation, Matter, Topic
from consult.models.topic import wide
from consult.queries import pieces_of
from members.models.keys import key_in
from reports.models import ProblemSource
from reports.queries.narrowing import year
from rooms.models import Voice

SORTS = {"newest": ("-pk",), "oldest": ("pk",)}
# What became of a topic, by its cases.
OUTCOMES = {"running": "协商中", "closed": "已办结", "stopped": "已终止", "none": "还没有列为协商"}


def _words(value: str):
    """As with the cases: pieces find candidates by their index, the text decides."""
    if len(value) == 1:
        return Q(title__contains=value)
    holds = Q(title__icontains=value) | Q(why__icontains=value) | Q(place__icontains=value)
    return holds & Q(pieces__contains=pieces_of(value))


def _cases(**fields):
    return Exists(Consultation.objects.filter(topic=OuterRef("pk"), **fields))


def _room(value: str):
    room = key_in(value)
    return Q(_cases(room=room)) if room else None


def _outcome(value: str):
    if value == "none":
        return ~Q(_cases())
    return Q(_cases(state=value)) if value in ConsultationState.values else None


RULES = {
    "q": _words,
    "topic_class": lambda value: Q(topic_class="" if value == "none" else value),
    "outcome": _outcome,
    "importance": lambda value: Q(_cases(importance=value)),
    "year": year("proposed_at"),
    "room": _room,
}


def topics_seen(user):
    return Topic.objects.visible_to(user)


def with_cases(topics, user):
    """Give each topic its cases that the person sees, and how many of their matters are done: two queries for all."""
    cases = Consultation.objects.visible_to(user).filter(topic__in=[topic.pk for topic in topics])
    cases = cases.select_related("room__unit", "topic", "practice").defer(*wide("topic")).order_by("pk")
    held, counts = defaultdict(list), defaultdict(lambda: [0, 0])
    for case in cases:
        held[case.topic_id].append(case)
    matters = Matter.objects.standing().filter(consultation__in=[case.pk for of in held.values() for case in of])
    for topic, state in matters.order_by().values_list("consultation__topic", "state"):
        counts[topic][1] += 1
        counts[topic][0] += state in (MatterState.DONE, MatterState.PARTLY)
    for topic in topics:
        topic.cases, (topic.done, topic.matters) = held[topic.pk], counts[topic.pk]
    return topics


def for_topics(rows):
    return rows.select_related("region", "proposed_by").defer("pieces", "title_pieces", "why")


def with_becoming(voices, user):
    """Give each voice the case that came out of its activity, and the group of like problems in which it stands."""
    acts = [voice.activity_id for voice in voices]
    cases = Consultation.objects.visible_to(user).filter(topic__origin__activity__in=acts)
    made = {case.topic.origin.activity_id: case for case in cases.select_related("topic__origin").defer(*wide("topic"))}
    parts = ProblemSource.objects.standing().filter(voice__in=[voice.pk for voice in voices]).visible_to(user)
    grouped = {part.voice_id: part.problem for part in parts.select_related("problem")}
    for voice in voices:
        voice.case, voice.problem = made.get(voice.activity_id), grouped.get(voice.pk)
    return voices


def voices_seen(user):
    return Voice.objects.standing().readable_by(user)
