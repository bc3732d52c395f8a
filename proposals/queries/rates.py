"""批示率、交办率、承办率、办结率: counted in one place, each with the records behind it.

批示率 and 交办率 are counted on reports, 承办率 and 办结率 on what was given to units. A period is that of the reports:
what units were given is counted with the report out of which it came, whenever that was.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from proposals.enums import HandlingState
from proposals.models import Handling, Instruction, SpecialReport
from proposals.models.handling import TAKEN_ON


@dataclass(frozen=True)
class Rate:
    """One rate: its numerator and denominator, and the lists that hold exactly the records of each."""

    code: str
    name: str
    part: int
    whole: int
    unit: str
    meaning: str
    url: str
    whole_url: str

    @property
    def percent(self) -> str:
        return f"{self.part / self.whole * 100:.1f}" if self.whole else ""


def rates(reports=None, *, since: date | None = None, until: date | None = None, kind: str = "") -> list[Rate]:
    """The four rates of these reports (all, unless some are given), of those issued in the period."""
    rows = SpecialReport.objects.all() if reports is None else reports
    rows = _within(rows.issued(), since, until, kind)
    asked = {name: value for name, value in {"since": since, "until": until, "kind": kind}.items() if value}
    counted = _counts(rows)
    return [_rate(row, counted, asked) for row in ROWS]


def _within(rows, since, until, kind):
    if since:
        rows = rows.filter(issued_on__gte=since)
    if until:
        rows = rows.filter(issued_on__lte=until)
    return rows.filter(kind=kind) if kind else rows


def _counts(rows) -> dict[str, int]:
    """Two queries, however many reports there are."""
    written = Exists(Instruction.objects.written().filter(report=OuterRef("pk")))
    given = Exists(Handling.objects.given().filter(report=OuterRef("pk")))
    keys = rows.order_by().values("pk")
    found = SpecialReport.objects.filter(pk__in=keys).aggregate(
        issued=Count("pk"), instructed=Count("pk", filter=written), assigned=Count("pk", filter=given)
    )
    handlings = Handling.objects.given().filter(report__in=keys)
    return found | handlings.aggregate(
        given=Count("pk"),
        taken_on=Count("pk", filter=Q(state__in=TAKEN_ON)),
        closed=Count("pk", filter=Q(state=HandlingState.CLOSED)),
    )


# Code, name, what is counted among what, its unit, its meaning, and the filters that lead to both lists.
ROWS = (
    (
        "instructed",
        "批示率",
        ("instructed", "issued"),
        "件",
        "有领导批示的报告（圈阅不算）占已报送报告",
        ("reports", {"state": "out", "instructed": "yes"}, {"state": "out"}),
    ),
    (
        "assigned",
        "交办率",
        ("assigned", "issued"),
        "件",
        "已经交办的报告占已报送报告",
        ("reports", {"state": "out", "assigned": "yes"}, {"state": "out"}),
    ),
    (
        "taken_on",
        "承办率",
        ("taken_on", "given"),
        "件",
        "单位已经承办的任务占交办任务（已撤销、已退办的不算）",
        ("handlings", {"of": "report", "view": "taken_on"}, {"of": "report", "view": "given"}),
    ),
    (
        "closed",
        "办结率",
        ("closed", "given"),
        "件",
        "已经办结的任务占交办任务",
        ("handlings", {"of": "report", "state": "closed"}, {"of": "report", "view": "given"}),
    ),
)


def _rate(row, counted, asked) -> Rate:
    code, name, (part, whole), unit, meaning, (page, part_filter, whole_filter) = row
    # A list of tasks names the period of their reports otherwise than its own.
    own = asked if page == "reports" else {f"report_{key}": value for key, value in asked.items()}
    base = reverse(f"proposals:{page}")
    return Rate(
        code,
        name,
        counted[part],
        counted[whole],
        unit,
        meaning,
        f"{base}?{urlencode(part_filter | own)}",
        f"{base}?{urlencode(whole_filter | own)}",
    )
