"""A round of evaluation of one side of the world, with somebody who was asked."""

from datetime import timedelta

from django.utils import timezone

from consult.enums.evaluation import RaterKind, RaterWay, RoundState
from consult.models import EvaluationInvitation, EvaluationRound
from rooms import practice


def records(matter, side, word: str) -> list:
    today, case = timezone.localdate(), matter.consultation
    round = EvaluationRound.objects.create(
        target=matter,
        side="handling",
        state=RoundState.OPEN,
        about=f"{word}办理情况",
        form_code="attitude-and-result",
        form_table=form_table(),
        opens_on=today,
        closes_on=today + timedelta(days=10),
        keeper=case.room.unit,
        region=case.room.unit.region,
        ranked_unit=side.department_unit,
        room_units=[case.room.unit_id],
        approver_units=[case.room.approver_id],
        opened_by=side.clerk,
    )
    round.rated_units.set([side.department_unit])
    asked = EvaluationInvitation.objects.create(
        round=round, kind=RaterKind.MASS, way=RaterWay.PAPER, name=word, invited_by=side.clerk
    )
    return [round, EvaluationInvitation.objects.for_page().get(pk=asked.pk)]


def form_table() -> dict:
    tables = practice.load(practice.ROOT).resolved["form"]
    return next(table for table in tables if table["code"] == "attitude-and-result")
