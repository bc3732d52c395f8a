"""The way of a matter of the city after the office: report, instruction, units, feedback, end. Status and result alone.

What a leader wrote is not even read here, so that rooms and townships cannot see it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from proposals.enums import HandlingRole, HandlingState, ReportState
from proposals.models import Handling, Instruction, ReportItem
from proposals.models.handling import TAKEN_ON

OK, NOW, AHEAD = "ok", "now", ""
SAID = (HandlingState.ANSWERED, HandlingState.CLOSED)
# Whose answer is the feedback; the others give their part to the unit that leads.
ANSWERING = (HandlingRole.LEAD, HandlingRole.DIVIDED)
SHORT = {"digest": "要报", "information": "专报"}


@dataclass(frozen=True)
class Stop:
    name: str
    status: str
    fact: str


def items_of(**thing) -> list[ReportItem]:
    """In which standing reports this is, with what came of each: four queries, however many there are."""
    written = Instruction.objects.standing().only("report", "on", "is_viewed_only").order_by("on", "pk")
    given = Handling.objects.in_hand().select_related("unit").order_by("pk")
    rows = ReportItem.objects.standing().filter(**thing).select_related("report", "matter", "proposal")
    return list(
        rows.prefetch_related(
            Prefetch("report__instructions", queryset=written, to_attr="seen_by"),
            Prefetch("report__handlings", queryset=given, to_attr="given"),
        ).order_by("report__issued_on", "pk")
    )


def stops_of(item: ReportItem) -> list[Stop]:
    """Six stops, from the report to the end."""
    report = item.report
    return [
        _issued(report),
        _instructed(report),
        _assigned(report),
        _handled(report),
        _answered(report),
        _closed(report, item),
    ]


def waiting(*, is_received: bool) -> list[Stop]:
    """Nothing was made of it yet; what the office has not received is not its turn."""
    names = ("批示", "交办", "承办", "反馈", "办结")
    first = Stop("要报", NOW, "待编入") if is_received else Stop("要报", AHEAD, "")
    return [first, *(Stop(name, AHEAD, "") for name in names)]


def feedback_of(item: ReportItem) -> list[Handling]:
    """What units said that came of it."""
    return [row for row in item.report.given if row.role in ANSWERING and row.state in SAID]


def _issued(report) -> Stop:
    name = SHORT[report.kind]
    if report.issued_on is None:
        return Stop(name, NOW, "正在编写")
    return Stop(name, OK, f"{report.issue}，{_day(report.issued_on)}报送")


def _instructed(report) -> Stop:
    written = [row for row in report.seen_by if not row.is_viewed_only]
    if written:
        more = f"，共 {len(written)} 条" if len(written) > 1 else ""
        return Stop("批示", OK, f"{_day(written[0].on)}批示{more}")
    if report.seen_by:
        return Stop("批示", NOW, f"{_day(report.seen_by[-1].on)}圈阅")
    return Stop("批示", NOW if report.state == ReportState.ISSUED else AHEAD, "等待批示" if report.issued_on else "")


def _assigned(report) -> Stop:
    if report.given:
        names = "、".join(row.unit.short_name for row in report.given[:3])
        more = f"等 {len(report.given)} 个单位" if len(report.given) > 3 else ""
        return Stop("交办", OK, f"{_day(report.given[0].issued_at)}交{names}{more}")
    is_next = any(not row.is_viewed_only for row in report.seen_by) and report.state == ReportState.ISSUED
    return Stop("交办", NOW if is_next else AHEAD, "待交办" if is_next else "")


def _handled(report) -> Stop:
    if not report.given:
        return Stop("承办", AHEAD, "")
    taken = sum(row.state in TAKEN_ON for row in report.given)
    return Stop("承办", OK if taken == len(report.given) else NOW, f"{taken}/{len(report.given)} 个单位已承办")


def _answered(report) -> Stop:
    asked = [row for row in report.given if row.role in ANSWERING]
    said = [row for row in asked if row.state in SAID]
    if not asked:
        return Stop("反馈", AHEAD, "")
    if not said:
        return Stop("反馈", NOW if any(row.state in TAKEN_ON for row in asked) else AHEAD, "等待反馈")
    last = max(row.answered_at for row in said)
    results = "、".join(dict.fromkeys(row.get_result_display() for row in said if row.result))
    return Stop("反馈", OK if len(said) == len(asked) else NOW, f"{_day(last)}反馈 {len(said)}/{len(asked)}：{results}")


def _closed(report, item) -> Stop:
    if report.closed_at is None:
        return Stop("办结", AHEAD, "")
    result = f"：{item.get_result_display()}" if item.result else ""
    return Stop("办结", OK, f"{_day(report.closed_at)}办结{result}")


def _day(value) -> str:
    on = timezone.localdate(value) if isinstance(value, datetime) else value
    year = "" if on.year == timezone.localdate().year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"
