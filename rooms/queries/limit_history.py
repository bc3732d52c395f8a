"""What happened to a limit, in lines for its page: stops, extensions, who was reminded."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from rooms.models import ClockStop, Extension, LimitReminder, TimeLimit


@dataclass(frozen=True)
class Line:
    on: date
    words: str
    # What somebody typed with it.
    note: str = ""


def history_of(limit: TimeLimit) -> list[Line]:
    """In the order of their days. Reads what `for_page` brought along."""
    lines = [_stop(stop) for stop in limit.stops.all()]
    lines += [_extension(each) for each in limit.extensions.all()]
    lines += [_reminder(each) for each in limit.told.all()]
    return sorted(lines, key=lambda line: line.on)


def _stop(stop: ClockStop) -> Line:
    if stop.resumed_on is None:
        return Line(stop.stopped_on, "停表，恢复以前的日子不计入期限", stop.reason)
    return Line(stop.stopped_on, f"停表，{_on(stop.resumed_on)}恢复计时", stop.reason)


def _extension(each: Extension) -> Line:
    words = f"{each.approved_by}批准延期，到期日从 {_on(each.due_before)}改为 {_on(each.due_after)}"
    return Line(each.granted_on, words, each.reason)


def _reminder(each: LimitReminder) -> Line:
    when = f"到期前 {each.offset} 个工作日" if each.offset > 0 else "到期当天" if each.offset == 0 else "逾期以后"
    above = "，并告知上级" if each.escalated else ""
    return Line(timezone.localdate(each.at), f"{when}提醒 {each.people} 人{above}")


def _on(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
