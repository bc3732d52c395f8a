"""Rows that last from a day to a day: they end with a last day that counts in full, and begin before it."""

from django.utils import timezone

from members.workflow import Refused, lock


def end(row, last_on, *, related=()):
    """Write the last day of a row inside the verb that decided it, and return the row as it is now."""
    row = lock(row, related=related)
    check_end(row, last_on)
    row.ends_on = last_on
    row.save(update_fields=["ends_on"])
    return row


def check_end(row, last_on) -> None:
    if row.ends_on and row.ends_on < timezone.localdate():
        raise Refused("这一项已经结束。")
    if last_on < row.starts_on:
        raise Refused(f"最后一天不能早于开始日期 {row.starts_on:%Y年%-m月%-d日}。")


def check_begin(row, starts_on) -> None:
    """A beginning that is set right stays before the end that was written since."""
    if row.ends_on and starts_on > row.ends_on:
        raise Refused(f"开始日期不能晚于最后一天 {row.ends_on:%Y年%-m月%-d日}。")
