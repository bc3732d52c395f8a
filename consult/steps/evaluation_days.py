"""Days of evaluation: rounds begin and end by their dates, people are reminded in office hours."""

from django.db import transaction
from django.utils import timezone

from consult.enums.evaluation import RoundState
from consult.models import EvaluationRound
from consult.steps import evaluation
from consult.steps import evaluation_notices as notices
from consult.workflow import lock
from rooms import calendar


def keep_days() -> int:
    """Begin what begins, close what is over for some working days, and tell whoever has to know; return how many."""
    now, today, overrides = timezone.now(), timezone.localdate(), calendar.overrides()
    due = EvaluationRound.objects.filter(state=RoundState.PLANNED, opens_on__lte=today)
    done = sum(_begin(each) for each in due.order_by("pk"))
    open_rounds = EvaluationRound.objects.open().order_by("pk")
    if not calendar.is_office_time(now, overrides=overrides):
        return done
    for each in open_rounds:
        last = calendar.add_workdays(each.closes_on, each.grace, overrides=overrides)
        if today > last:
            done += _close(each)
        else:
            done += _tell(each, today, overrides)
    return done


@transaction.atomic
def _begin(round) -> bool:
    """Somebody may have begun or voided it since the rows were read."""
    if lock(round).state != RoundState.PLANNED:
        return False
    evaluation.begin(round)
    return True


@transaction.atomic
def _close(round) -> bool:
    """Somebody may have closed or prolonged it since the rows were read."""
    now = lock(round)
    if not now.is_open or now.closes_on != round.closes_on:
        return False
    evaluation.close_round(now)
    return True


@transaction.atomic
def _tell(round, today, overrides) -> bool:
    round = lock(round, related=("keeper", "region"))
    if not round.is_open:
        return False
    if round.told_at is None:
        notices.tell_opened(round)
        return True
    soon = calendar.add_workdays(round.closes_on, -round.reminder, overrides=overrides)
    # Whoever runs it may have reminded them earlier; that is not the reminder of these last days.
    is_reminded = round.reminded_at and timezone.localdate(round.reminded_at) >= soon
    if is_reminded or not soon <= today <= round.closes_on:
        return False
    round.reminded_at = timezone.now()
    round.save(update_fields=["reminded_at"])
    return bool(notices.remind(round))
