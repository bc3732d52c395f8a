"""Acts that are still owed although the case has gone on: it stands at a step in which others are at work."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from consult.enums import Adoption, MatterState, MinutesState, Step, SubmissionState
from consult.models import Decision, Matter, Minutes, MinutesEdition, Submission
from consult.queries.lists import one_of
from consult.queries.task import MOST, Task
from members.enums import RoleCode
from rooms.enums import ConvenerRank
from rooms.models import Convener

SHOWN = (
    "state", "signed_at", "countersigned_at", "correction", "consultation__practice", "consultation__step",
    "consultation__stage_entered_at", "consultation__topic__title",
)  # fmt: skip


def unfinished(user):
    """Tasks of the room that leads and of its second convener, by its signed minutes: one query for all."""
    units = user.units_as(RoleCode.CLERK, RoleCode.CONVENER)
    if not units:
        return
    rows = Minutes.objects.filter(
        consultation__room__unit__in=units, consultation__state="running", number__isnull=False
    )
    rows = rows.annotate(
        returned=ArraySubquery(_returned()),
        newest=one_of(_signed()),
        sent=one_of(_sent()),
        second=one_of(_second(user)),
    )
    for minutes in rows.select_related("consultation__topic").only(*SHOWN).order_by("signed_at")[:MOST]:
        yield from _of_case(minutes, minutes.consultation)


def _returned():
    """Matters that the body gave back to be completed."""
    matters = Matter.objects.standing().filter(consultation=OuterRef("consultation"), state=MatterState.NOTED)
    given_back = Decision.objects.filter(matter=OuterRef("pk"), adoption=Adoption.RETURN)
    return (
        matters.filter(Exists(given_back))
        .order_by("number")
        .values(row=JSONObject(pk="pk", number="number", text="text"))
    )


def _signed():
    return MinutesEdition.objects.filter(minutes=OuterRef("pk"), edition=F("minutes__correction"))


def _sent():
    sent = Submission.objects.filter(edition__minutes=OuterRef("pk"), edition__edition=OuterRef("correction"))
    return sent.exclude(state=SubmissionState.RETURNED)


def _second(user):
    """The person's own seat as second convener of the room that leads."""
    seats = Convener.objects.on(timezone.localdate()).filter(user=user, rank=ConvenerRank.SECOND)
    return seats.filter(room=OuterRef("consultation__room"))


def _of_case(minutes, case):
    is_signed = minutes.state == MinutesState.SIGNED
    if case.step == Step.ACTION:
        for matter in minutes.returned:
            sentence = case.say("补充退回的{matter} {n}，重新{submission}：", n=matter["number"]) + matter["text"][:40]
            yield Task(sentence, case.title, reverse("consult:matter", args=[matter["pk"]]), case.stage_entered_at)
        if is_signed and minutes.correction and minutes.newest and not minutes.sent:
            url = reverse("consult:send_submission", args=[case.pk])
            yield Task(case.say("{submission}更正后的纪要"), case.title, url, minutes.signed_at)
    # Nothing waits for the second convener's signature, so nobody else is told of it.
    if is_signed and minutes.second and not minutes.countersigned_at and case.pack.two_conveners:
        url = reverse("consult:minutes", args=[case.pk])
        yield Task(case.say("会签《{minutes}》"), case.title, url, minutes.signed_at)
