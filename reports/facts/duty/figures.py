"""The figures on top of a file and in the yearly form: read from the facts, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import DecimalField, Max, Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports.facts.counted import COUNTED
from reports.facts.duty.line import ACTIVITIES, plain
from reports.models import MemberMonth
from rooms.enums import ActivityKind
from rooms.models import ActivityPerson, Goods
from rooms.practice.counting import MEASURE_UNITS, MEASURES

# Measure → the lines that are behind it.
BEHIND = {
    "attendances": "meetings",
    "invitations": "meetings",
    "statements": "statements",
    "topics": "topics",
    "participants": "seats",
    "activities": ACTIVITIES,
    "receptions": ActivityKind.RECEPTION,
    "mediations": ActivityKind.MEDIATION,
    "visits": ActivityKind.VISIT,
    "study_sessions": ActivityKind.STUDY,
    "deeds": ActivityKind.DEED,
    "information": "information",
    "suggestions": "suggestion",
}


# What a measure over many is called when it is one member's.
OWN_WORDS = {"participants": ("列为协商主体", "次"), "statements": ("协商发言", "条")}


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    value: int | str
    kind: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The name without its unit, which stands behind the value."""
        end = next((end for end in (f"{self.unit}数", self.unit) if self.name.endswith(end)), "")
        return self.name.removesuffix(end)


def measures() -> dict[str, str]:
    """The measures that are counted for members, in the order of their definitions."""
    return {code: MEASURES[code] for code, counted in COUNTED.items() if "member" in counted.over}


def bounds(year: int | None) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


def totals(members: Iterable[int], year: int | None) -> dict[int, dict[str, int]]:
    """member → measure → how much, for many members in one query; without a year since the beginning."""
    rows = MemberMonth.objects.filter(member__in=members)
    if year:
        rows = rows.filter(month__range=bounds(year))
    found: dict[int, dict[str, int]] = {}
    rows = rows.order_by().values_list("member", "measure").annotate(total=Sum("n"))
    for member, measure, total in rows:
        found.setdefault(member, {})[measure] = total
    return found


def figures(member: int, year: int | None) -> list[Figure]:
    """What the page shows on top; measures of which there is nothing are left to the lines."""
    found = totals([member], year).get(member, {})
    shown = [
        Figure(*OWN_WORDS.get(code, (name, MEASURE_UNITS[code])), found.get(code, 0), BEHIND.get(code, ""))
        for code, name in measures().items()
        if code not in ("attendances", "invitations")
    ]
    came, asked = found.get("attendances", 0), found.get("invitations", 0)
    note = f"应到 {asked} 次" if asked else ""
    return [Figure("参加协商会", "次", came, "meetings", note), *shown, *_sums(member, year)]


def _sums(member: int, year: int | None) -> list[Figure]:
    """Hours and money are no measures of the facts: they are added up from the activities themselves."""
    first, last = bounds(year)
    within = Q(activity__on__range=(first, last)) if year else Q()
    took_part = ActivityPerson.objects.filter(within, member=member, activity__removed_at__isnull=True)
    gave = took_part.filter(activity__kind=ActivityKind.CHARITY)
    hours = took_part.filter(activity__kind=ActivityKind.TRAINING).aggregate(n=Sum("activity__hours"))["n"]
    money = gave.aggregate(n=Sum("activity__money"))["n"] or 0
    worth = Goods.objects.filter(activity__in=gave.order_by().values("activity")).aggregate(
        n=Coalesce(Sum("worth"), 0, output_field=DecimalField())
    )["n"]
    found = [Figure("培训时长", "小时", plain(hours), ActivityKind.TRAINING)] if hours else []
    if money or worth:
        note = f"其中物品折合 {plain(worth)} 元" if worth else ""
        found.append(Figure("公益捐赠", "元", plain(money + worth), ActivityKind.CHARITY, note))
    return found


def years(member: int) -> list[int]:
    """The years that the switch offers: from the first record to the present one."""
    span = MemberMonth.objects.filter(member=member).aggregate(first=Min("month"), last=Max("month"))
    this = timezone.localdate().year
    first = span["first"].year if span["first"] else this
    last = max(this, span["last"].year) if span["last"] else this
    return list(range(last, first - 1, -1))
