"""Reads about common topics: who took one up, and what came of it."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from consult.enums import CommonAnswerState, ConsultationState, MeetingState
from consult.models import CommonTopic, Consultation, Matter, Meeting, Topic


def with_answers(rows):
    """Common topics with how many rooms were asked, took it up, held it and closed it."""
    shown = CommonTopic.objects.filter(pk__in=rows.values("pk")).select_related("topic", "issuer")
    held = Q(answers__consultation__meeting_set__state=MeetingState.ENDED)
    closed = Q(answers__consultation__state=ConsultationState.CLOSED)
    taken = Q(answers__state=CommonAnswerState.TAKEN_UP)
    return shown.annotate(
        asked=Count("answers", distinct=True),
        taken_up=Count("answers", filter=taken, distinct=True),
        held=Count("answers", filter=held, distinct=True),
        closed=Count("answers", filter=closed, distinct=True),
    )


def answers_of(common, user) -> list:
    """Every room that was asked; with what was agreed where the person sees the consultation."""
    ended = Meeting.objects.filter(consultation=OuterRef("consultation"), state=MeetingState.ENDED)
    matters = Prefetch("consultation__matter_set", Matter.objects.standing().order_by("number"))
    rows = common.answers.select_related("room__unit__region", "room__approver", "consultation").annotate(
        is_held=Exists(ended)
    )
    rows = list(rows.prefetch_related(matters).order_by("room__unit__pinyin", "pk"))
    seen = Consultation.objects.visible_to(user).filter(pk__in=[row.consultation_id for row in rows])
    seen = set(seen.values_list("pk", flat=True))
    for row in rows:
        row.common = common
        row.is_seen = row.consultation_id in seen
        row.is_closed = bool(row.consultation) and row.consultation.state == ConsultationState.CLOSED
        row.matters = list(row.consultation.matter_set.all()) if row.is_seen else []
    return rows


def counted(answers) -> dict[str, int]:
    states = [answer.state for answer in answers]
    return {
        "asked": len(answers),
        "taken_up": states.count(CommonAnswerState.TAKEN_UP),
        "declined": states.count(CommonAnswerState.DECLINED),
        "open": states.count(CommonAnswerState.OPEN),
        "held": sum(answer.is_held for answer in answers),
        "closed": sum(answer.is_closed for answer in answers),
    }


def why_of(common) -> str:
    return Topic.objects.values_list("why", flat=True).get(pk=common.topic_id)
