"""Steps 1 to 5 on the workbench: what a case asks of the room that leads, and of the rooms that hold it too."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from consult.enums import ApprovalState, MatterState, MeetingState, Step, SubmissionState
from consult.models import Consultation, ConsultationRoom, Matter, Meeting, Minutes, Participant, Research, Submission
from consult.queries.limits import room_limit, with_moments
from consult.queries.lists import one_of
from consult.queries.task import MOST, Task
from members.enums import RoleCode
from rooms.models import Convener


def room_tasks(user, overrides):
    """Tasks of clerks and conveners until the minutes are sent: one for each case of their rooms."""
    clerk, convener = user.units_as(RoleCode.CLERK), user.units_as(RoleCode.CONVENER)
    if not clerk | convener:
        return
    seats = Convener.objects.on(timezone.localdate()).filter(user=user, room=OuterRef("room"))
    for case in _cases_of(clerk | convener).annotate(seat=Subquery(seats.values("rank")[:1]))[:MOST]:
        leads = case.room.unit_id in clerk | convener
        act = (ROOM_ACTS if leads else JOINED_ACTS).get(case.step)
        sentence = act(case, case.room.unit_id in convener) if act else ""
        if sentence:
            limit = room_limit(case, overrides) if leads else None
            due_on = limit.due.date if limit else None
            yield Task(sentence, case.title, case.get_absolute_url(), case.stage_entered_at, due_on)


def with_sent(rows):
    """Cases with whether their minutes lie before the body, or were received."""
    sent = Submission.objects.filter(consultation=OuterRef("pk"), kind="minutes")
    return rows.annotate(is_sent=one_of(sent.exclude(state=SubmissionState.RETURNED)))


def _cases_of(units):
    here = OuterRef("pk")
    early = (Step.TOPIC, Step.PARTICIPANTS, Step.RESEARCH, Step.DISCUSSION, Step.SUBMISSION)
    meetings = Meeting.objects.filter(consultation=here)
    people = Participant.objects.standing().filter(consultation=here).order_by().values("consultation")
    people = people.annotate(n=Count("pk"))
    joined = ConsultationRoom.objects.filter(room__unit__in=units, lead=False).values("consultation")
    return (
        with_sent(with_moments(Consultation.objects.running()))
        .filter(Q(room__unit__in=units) | Q(pk__in=joined), step__in=early)
        .select_related("topic", "room", "approval")
        .only(
            "stage_entered_at",
            "stage",
            "step",
            "practice",
            "participants_fixed_at",
            "triage",
            "topic__title",
            "room__unit",
            "approval__consultation",
            "approval__state",
        )
        .annotate(
            people=Coalesce(Subquery(people.values("n")), 0),
            is_researched=one_of(Research.objects.standing().filter(consultation=here)),
            is_open_meeting=one_of(meetings.exclude(state=MeetingState.ENDED)),
            is_drafted=one_of(Minutes.objects.filter(consultation=here)),
        )
        .order_by("stage_entered_at")
    )


def own_matters(user):
    """Matters that the room carries out by itself: it closes them when they are done."""
    rows = Matter.objects.standing().filter(
        consultation__room__unit__in=user.units_as(RoleCode.CLERK, RoleCode.CONVENER),
        consultation__state="running",
        state=MatterState.RUNNING,
        by_room=True,
    )
    rows = rows.select_related("consultation__topic").order_by("consultation__stage_entered_at", "number")
    shown = ("number", "text", "consultation__practice", "consultation__stage_entered_at", "consultation__topic__title")
    for matter in rows.only(*shown)[:MOST]:
        case = matter.consultation
        sentence = case.say("落实、办结{matter} {n}：", n=matter.number) + matter.text[:40]
        yield Task(sentence, case.title, reverse("consult:matter", args=[matter.pk]), case.stage_entered_at)


def _topic_act(case, is_convener):
    asks, state = case.pack.asks_route, case.approval.state
    if asks is None or asks.code != case.stage:
        # What another stage of this step asks for, and going on from it, is told with its checkpoints.
        return ""
    if state == ApprovalState.RETURNED:
        return case.say("修改退回的{topic}")
    if state != ApprovalState.DRAFT:
        return ""
    act = case.say("提请{approval}{topic}" if is_convener else "补全{topic}，请{convener}提请{approval}")
    triage = case.pack.triage(case.triage)
    # A case that was sent back after its meeting was consulted on.
    is_quick = triage is not None and triage.triggers == "quick" and not case.met_at
    return f"直接办理，或者{act}" if is_quick else act


def _participants_act(case, is_convener):
    if case.participants_fixed_at:
        # What else the stage asks for is told with its checkpoints.
        return ""
    if not case.people:
        return case.say("登记{participant}")
    act = "确定{participant}名单（{n} 人）" if is_convener else "补全{participant}，请{convener}确定名单"
    return case.say(act, n=case.people)


def _discussion_act(case, is_convener):
    if case.signed_at:
        # What else the stage asks for is told with its checkpoints.
        return ""
    if case.offered_at:
        return case.say("{sign_off}{minutes}") if case.pack.signs_off(case.seat) else ""
    if case.is_open_meeting:
        return case.say("记录{meeting}")
    if not case.met_at:
        return case.say("安排{meeting}")
    act = case.say("修改纪要，提请{sign_off}" if case.is_drafted else "起草{minutes}")
    # Where a later stage is for the minutes, going on comes first.
    is_later = case.pack.stage(case.stage) in case.pack.stages_before(case.pack.sign_off[0].code)
    return f"进入{_onward(case)}，或者先{act}" if is_later else act


def _research_act(case, is_convener):
    return f"进入{_onward(case)}，或者再登记调研" if case.is_researched else "登记调研"


def _onward(case) -> str:
    """Where the case goes on to when this stop is done."""
    return case.pack.name_of_stop(case.pack.next_stop(case.stage, case.step), seen_from=case.stage)


def _submission_act(case, is_convener):
    return "" if case.is_sent else case.say("{submission}{minutes}")


ROOM_ACTS = {
    Step.TOPIC: _topic_act,
    Step.PARTICIPANTS: _participants_act,
    Step.RESEARCH: _research_act,
    Step.DISCUSSION: _discussion_act,
    Step.SUBMISSION: _submission_act,
}


# A room that joined records with the one that leads; topic, minutes and moves are the leading room's.
JOINED_ACTS = {
    Step.PARTICIPANTS: lambda case, is_convener: _participants_act(case, is_convener=False),
    Step.RESEARCH: lambda case, is_convener: "" if case.is_researched else "登记调研",
    Step.DISCUSSION: lambda case, is_convener: case.say("记录{meeting}") if case.is_open_meeting else "",
}
