"""Days that a place sets its rooms (议题修改、形成纪要、审签、报送): told before, and once when passed."""

from django.utils import timezone

from consult import queries
from consult.models import Consultation
from members.enums import RoleCode, UnitKind
from members.models import Notice, Unit
from members.operations import notify
from members.queries import people_of
from members.templatetags.dates import day
from rooms import calendar

RELATED = ("topic", "room__unit__region", "room__approver", "approval")
TOWNSHIP = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)


def remind() -> int:
    """Tell of every limit that is near or passed and was not told of yet; return how many."""
    overrides, today = calendar.overrides(), timezone.localdate()
    rows = Consultation.objects.running().filter(queries.under_limits()).distinct()
    told = 0
    for case in queries.with_sent(queries.with_moments(rows)).select_related(*RELATED).iterator(chunk_size=500):
        limit = queries.room_limit(case, overrides)
        if limit and _is_time(limit, today, overrides):
            told += _tell(case, limit, is_late=limit.due.date < today)
    return told


def _is_time(limit, today, overrides) -> bool:
    if limit.due.date < today:
        return True
    left = calendar.workdays_between(today, limit.due.date, overrides=overrides)
    return any(left <= before for before in limit.deadline.reminders)


def _tell(case, limit, *, is_late: bool) -> bool:
    word = "逾期" if is_late else "临期"
    sentence = f"{limit.deadline.name}{word}，{day(limit.due.date)}到期：{case.title}"
    people = list(queries.room_staff(case))
    people += _escalated(case, limit.deadline.escalate_to) if is_late else []
    url = case.get_absolute_url()
    told = set(Notice.objects.filter(user__in=people, url=url, sentence=sentence).values_list("user", flat=True))
    people = [user for user in people if user.pk not in told]
    notify(people, sentence, url=url, case=case)
    return bool(people)


def _escalated(case, roles) -> list:
    """Whom the pack tells when the day has passed: roles of the approving body, of the city's offices, of the room."""
    found = []
    for role in roles:
        if role in TOWNSHIP:
            found += people_of(case.room.approver, role)
        elif role in UnitKind.values:
            units = Unit.objects.active().filter(kind=role, region__code=case.room.unit.region.city_code)
            found += [user for unit in units for user in people_of(unit, role)]
        else:
            found += people_of(case.room.unit, role)
    return found
