"""催评: whoever runs rounds reminds all who have not answered with one press, in office hours and once a day."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consult.models import EvaluationRound
from consult.steps import evaluation_notices as notices
from consult.workflow import Refused, rating
from members import ledger
from members.templatetags.dates import day
from members.workflow import lock_all
from rooms import calendar
from rooms.calendar.days import OFFICE_HOURS

RELATED = ("keeper__region", "region", "target_type")


@transaction.atomic
def remind_unanswered(rounds, *, by) -> int:
    """Return how many people were told. Whoever was told of his round today, by anybody, is not told again."""
    now = timezone.now()
    _require_office_time(now)
    due = [row for row in lock_all(rounds, related=RELATED) if _is_due(row, now, by)]
    told = sum(_remind(row, now, by=by) for row in due)
    if not told:
        raise Refused("没有要催的：有账号的都评完了，或者今天已经通知过。")
    return told


def _require_office_time(now) -> None:
    overrides = calendar.overrides()
    if calendar.is_office_time(now, overrides=overrides):
        return
    today = timezone.localdate(now)
    opens = min(OFFICE_HOURS)
    is_early = timezone.localtime(now).hour < opens
    on = calendar.next_workday(today if is_early else today + timedelta(days=1), overrides=overrides)
    raise Refused(f"晚上和休息日不催评，请在{day(on)}上午 {opens} 点以后再催。")


def _is_due(round: EvaluationRound, now, by) -> bool:
    """It runs, those who are asked know of it, and nobody told them of it today."""
    today = timezone.localdate(now)
    if not round.is_open or today > round.closes_on or rating.rating_itself(round, by) or round.told_at is None:
        return False
    return timezone.localdate(max(filter(None, [round.told_at, round.reminded_at]))) < today


def _remind(round: EvaluationRound, now, *, by) -> int:
    told = notices.remind(round)
    if told:
        round.reminded_at = now
        round.save(update_fields=["reminded_at"])
        case = round.target.ledger_case if round.target else None
        sentence = f"催评：通知 {told} 人"
        ledger.record(round, "consult.remind_round", by=by, unit=round.keeper, case=case, sentence=sentence)
    return told
