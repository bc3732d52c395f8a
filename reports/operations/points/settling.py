"""定案: once the time for appeals is over and each is answered, nothing of the result changes any more."""

from django.db import transaction
from django.utils import timezone

from members.workflow import Refused, advance, lock
from reports.enums import AppealState, PointsYearState
from reports.models import PointsAppeal, PointsYear
from reports.operations.points.appeals import last_day
from reports.operations.points.years import tell
from reports.workflow import POINTS_YEAR


@transaction.atomic
def settle(row: PointsYear, *, by) -> PointsYear:
    row = lock(row, related=("region",))
    if row.is_open:
        raise Refused("结果还没有公布，不能定案。")
    if why := why_not_settle(row):
        raise Refused(why)
    values = {"settled_by": by, "settled_at": timezone.now(), "version": row.version + 1}
    advance(row, POINTS_YEAR, PointsYearState.SETTLED, by=by, **values)
    tell(row, "reports.settle_points", by=by, sentence=f"{row}结果定案")
    return row


def why_not_settle(row: PointsYear) -> str:
    """What a published year still waits for."""
    last = last_day(row)
    if last and timezone.localdate() <= last:
        return f"申诉期限到{last:%Y年%-m月%-d日}，期满以后才能定案。"
    waiting = PointsAppeal.objects.filter(year=row, state=AppealState.OPEN).count()
    return f"还有 {waiting} 件申诉没有答复，答复以后才能定案。" if waiting else ""
