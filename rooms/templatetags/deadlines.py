"""A deadline as a page shows it. Loaded as a builtin."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from members.templatetags.dates import day
from members.templatetags.page import badge
from rooms import calendar

register = template.Library()


@register.simple_tag(takes_context=True)
def due(context, value, *, done: bool = False):
    """Draw a deadline: 逾期 3 天 in working days, red; 今天 and 明天 amber; else the day. Done is never late."""
    if value is None:
        return ""
    today = timezone.localdate()
    days = (value - today).days
    if done or days > 1:
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))
    if days < 0:
        return badge("late", f"逾期 {calendar.days_late(value, today, overrides=_overrides(context))} 天")
    return badge("wait", f"临期 {'明天' if days else '今天'}", "alarm")


def _overrides(context) -> dict:
    # Read once for all the late rows of a page, and not at all where none is late.
    request = context.get("request")
    if request is None:
        return calendar.overrides()
    if not hasattr(request, "calendar_overrides"):
        request.calendar_overrides = calendar.overrides()
    return request.calendar_overrides
