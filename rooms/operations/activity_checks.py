"""What an activity must be like before it is written down; each refusal says what to do."""

from django.utils import timezone

from members.enums import RoleCode
from members.models import Member, Role
from members.workflow import Refused
from rooms.enums import ActivityContext, ActivityKind
from rooms.models import ActivityDay, Representative
from rooms.operations.ended import refuse_after_end
from rooms.queries import NEAR_DAYS, activity_day_near, day_of_room, distance_to

# More than this in one entry is a slip of the finger, or several entries.
MOST = {
    ActivityKind.RECEPTION: 500,
    ActivityKind.MEDIATION: 50,
    ActivityKind.VISIT: 1000,
    ActivityKind.DEED: 50,
    ActivityKind.STUDY: 20,
    ActivityKind.SERVICE: 5000,
    ActivityKind.INSPECTION: 20,
    ActivityKind.TRAINING: 20,
    ActivityKind.CHARITY: 50,
    ActivityKind.OTHER: 50,
}


def check_fields(room, *, kind, on, amount=1, what=None, **_) -> None:
    today = timezone.localdate()
    if kind not in ActivityKind.values:
        raise Refused("没有这种活动类别，请重新选择。")
    if on > today:
        raise Refused("活动日期不能晚于今天。")
    if room.opened_on and on < room.opened_on:
        raise Refused(f"活动日期不能早于联络室挂牌的日期 {_written(room.opened_on)}。")
    refuse_after_end(room, on)
    kind = ActivityKind(kind)
    if not 1 <= amount <= MOST[kind]:
        raise Refused(f"{kind.label}的数量应当在 1 到 {MOST[kind]} {kind.unit}之间，请核对；几次活动请分开登记。")
    if what is not None and not what.strip():
        raise Refused("请写明活动的主要内容。")


def day_of(room, context: str, on, day: ActivityDay | None) -> ActivityDay | None:
    """The activity day to which the entry belongs; none in any other context."""
    if context not in ActivityContext.values:
        raise Refused("没有这种场合，请重新选择。")
    if context != ActivityContext.ACTIVITY_DAY:
        return None
    if day and day_of_room(room, day.pk) is None:
        raise Refused(f"{day}不是本室的活动日，请重新选择。")
    if day is None or distance_to(day, on) > NEAR_DAYS:
        # Of an entry whose date was moved: it may belong to another one now.
        day = activity_day_near(room, on)
    if day is None:
        raise Refused(f"{_written(on)}前后 {NEAR_DAYS} 天没有活动日，场合请选“日常”，或者核对日期。")
    return day


def check_people(room, on, people) -> None:
    """Everybody named must have belonged to the room on that day."""
    if not people:
        return
    known = {
        Member: set(room.postings.on(on).values_list("member", flat=True)),
        Representative: set(room.representatives.on(on).values_list("pk", flat=True)),
    }
    accounts = {
        *room.conveners.on(on).values_list("user", flat=True),
        *Role.objects.on(on).filter(unit=room.unit, code=RoleCode.CLERK).values_list("user", flat=True),
    }
    strangers = [each.name for each in people if each.pk not in known.get(type(each), accounts)]
    if strangers:
        names = "、".join(strangers)
        raise Refused(f"{_written(on)}，{names}不在本室的队伍里，请核对日期，或者去掉再提交。")


def _written(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
