"""Days, moments, waits, sizes and telephone numbers as they are written here. Loaded as builtins."""

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.filter
def day(value, style: str = "") -> str:
    """Write a day: 9月22日（周二）, or 2026年9月22日（星期二） in another year and with the style "long"."""
    value = _day(value)
    if value is None:
        return ""
    weekday = WEEKDAYS[value.weekday()]
    if style != "long" and value.year == timezone.localdate().year:
        return f"{value.month}月{value.day}日（周{weekday}）"
    return f"{value.year}年{value.month}月{value.day}日（星期{weekday}）"


@register.filter
def moment(value) -> str:
    """Write a moment: 9月22日（周二）14:32, or 2025年9月22日 14:32 in another year."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if local.year == timezone.localdate().year:
        return f"{day(local)}{local:%H:%M}"
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@register.filter
def since(value) -> str:
    """Write how long something waits: 今天, 已 4 天."""
    value = _day(value)
    if value is None:
        return ""
    days = (timezone.localdate() - value).days
    return f"已 {days} 天" if days > 0 else "今天"


@register.filter
def size(value) -> str:
    """Write a file's size: 320 KB, 4.2 MB."""
    value = int(value or 0)
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB"


@register.filter
def masked(phone: str) -> str:
    """Hide the middle of a telephone number: 138****0000."""
    phone = (phone or "").strip()
    if len(phone) < 7:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


@register.filter
def hidden(address: str) -> str:
    """Hide the middle of a telephone number or of the name before an @: z***@example.org."""
    name, at, host = (address or "").rpartition("@")
    return f"{name[:1]}***@{host}" if at else masked(address)


def _day(value) -> date | None:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value or None
