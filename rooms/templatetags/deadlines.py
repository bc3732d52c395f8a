"""Deadlines and time limits as a page shows them. Loaded as a builtin."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from members.templatetags.dates import day
from members.templatetags.page import badge
from rooms import calendar
from rooms.enums import LimitState
from rooms.models import TimeLimit
from rooms.models.time_limit import PROVISIONAL
from rooms.queries.limit_history import history_of
from rooms.queries.time_limits import limits_of

register = template.Library()


@register.simple_tag(takes_context=True)
def due(context, value, *, done: bool = False):
    """Draw a deadline: 逾期 3 天 in working days, red; 今天 and 明天 amber; else the day. Done is never late."""
    if value is None:
        return ""
    today = timezone.localdate()
    days = (value - today).days
    if done or days > 1:
        return _plain(value)
    if days < 0:
        return badge("late", f"逾期 {calendar.days_late(value, today, overrides=_overrides(context))} 天")
    return badge("wait", f"临期 {'明天' if days else '今天'}", "alarm")


@register.simple_tag(takes_context=True)
def limit_due(context, limit: TimeLimit | None):
    """The same for a time limit in a list: it stands, or is met, and toward a party committee it is only a day."""
    if limit is None:
        return ""
    if limit.state == LimitState.PAUSED:
        return badge("wait", "停表", "player-pause")
    return due(context, limit.due_on, done=limit.state != LimitState.RUNNING or limit.is_soft)


@register.inclusion_tag("rooms/time_limits.html", takes_context=True)
def time_limits(context, owner, *acts: str, of: str = ""):
    """A sheet with every limit of a record: the day, what is left, how it came about; `of` names one among several."""
    return {"of": of, "rows": [_row(context, limit) for limit in limits_of(owner, *acts) if _is_shown(context, limit)]}


@register.inclusion_tag("rooms/time_limit.html", takes_context=True)
def time_limit(context, limit: TimeLimit):
    """One limit in a sheet of the page's own."""
    return {"row": _row(context, limit)}


def _row(context, limit: TimeLimit) -> dict:
    alarms = limit.state == LimitState.RUNNING and not limit.is_soft
    near = alarms and limit.due_on - timezone.localdate() <= calendar.DAY
    user = getattr(context.get("request"), "user", None)
    can_stop = limit.is_open and user is not None and user.has_perm("rooms.stop_limit", limit)
    words = {"words": _words(context, limit), "history": history_of(limit), "steps": _steps(limit, user)}
    return {"limit": limit, "alarm": near, "can_stop": can_stop, **words}


def _steps(limit: TimeLimit, user) -> list[str]:
    """How the day came about; that a length is our own is told to whoever may change it."""
    if user is not None and user.has_perm("rooms.edit_practice"):
        return limit.steps
    return [step.replace(PROVISIONAL, "") for step in limit.steps]


def _words(context, limit: TimeLimit) -> str:
    """What the day means now, as it stands beside it."""
    today, overrides = timezone.localdate(), _overrides(context)
    if limit.state == LimitState.MET:
        if not limit.is_late(today):
            return f"{day(limit.met_on)}完成"
        late = calendar.days_late(limit.due_on, limit.met_on, overrides=overrides)
        return f"{day(limit.met_on)}完成，逾期 {late} 天"
    if limit.state == LimitState.VOID:
        return limit.void_reason
    if limit.state == LimitState.LAPSED:
        return "期满，没有申请退回" if limit.of.endswith("_refusal") else "期满"
    if limit.state == LimitState.PAUSED:
        return "停表，恢复计时以后重新计算"
    # What is late says so in its mark.
    if limit.due_on < today:
        return ""
    return calendar.left(today, limit.due_on, overrides=overrides).sentence


def _is_shown(context, limit: TimeLimit) -> bool:
    """A day toward a party committee is shown to that body alone."""
    if not limit.is_soft:
        return True
    user = getattr(context.get("request"), "user", None)
    return user is not None and limit.unit_id in {role.unit_id for role in getattr(user, "current_roles", ())}


def _plain(value):
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))


def _overrides(context) -> dict:
    # Read once for all the late rows of a page, and not at all where none is late.
    request = context.get("request")
    if request is None:
        return calendar.overrides()
    if not hasattr(request, "calendar_overrides"):
        request.calendar_overrides = calendar.overrides()
    return request.calendar_overrides
