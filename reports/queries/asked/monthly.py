"""承办工作月报: what the office says of one month, as its page shows it and as it is printed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from members.enums import UnitKind
from members.models import Unit
from members.models.places import lineage
from members.permissions.desks import REPORTED_TO
from members.workflow import Refused
from proposals.models import SpecialReport
from proposals.queries.rates import Rate, rates
from reports.enums import AskedKind
from reports.queries.asked.late import LateItem, late_of, narrowed, with_days
from reports.queries.asked.months import PARTS, dated, ends_of, month_of, part_of, read_month
from reports.queries.asked.sources import asked_by_city


@dataclass
class UnitMonth:
    """What one unit was asked in the month, what it did, and what it was late with."""

    unit: Unit
    counts: Counter = field(default_factory=Counter)
    late: list[LateItem] = field(default_factory=list)

    @property
    def still(self) -> int:
        return sum(each.item.answered_at is None for each in self.late)

    @property
    def columns(self) -> list[tuple[str, int]]:
        return [(code, self.counts[code]) for code in PARTS]


@dataclass(frozen=True)
class Monthly:
    office: Unit
    month: date
    # The last day that is counted: of a month that runs today.
    until: date
    kinds: list[tuple[AskedKind, int]]
    units: list[UnitMonth]
    # Of the month, and of the year until its end.
    rates: list[tuple[Rate, Rate]]

    @property
    def asked(self) -> int:
        return sum(count for _, count in self.kinds)

    @property
    def late_units(self) -> list[UnitMonth]:
        return [each for each in self.units if each.late]

    @property
    def in_time(self) -> list[Unit]:
        return [each.unit for each in self.units if not each.late]

    @property
    def late(self) -> int:
        return sum(len(each.late) for each in self.units)

    @property
    def still(self) -> int:
        return sum(each.still for each in self.units)

    @property
    def totals(self) -> list[tuple[str, int]]:
        return [(code, sum(each.counts[code] for each in self.units)) for code in PARTS]


def office_of(user) -> Unit | None:
    """The office that issues the paper for the person's city."""
    places = [path for each in user.paths_as(*REPORTED_TO) for path in lineage(each)]
    rows = Unit.objects.active().filter(kind=UnitKind.OFFICE, region__path__in=places)
    return rows.select_related("region").order_by("-region__path", "pk").first()


def month_asked(text) -> date:
    """The month of an address; this month where it cannot be read. One that has not come yet is refused."""
    asked = read_month(text)
    if asked and asked > timezone.localdate():
        raise Refused(f"{asked.year}年{asked.month}月还没有到，不能出这个月的承办工作月报。")
    return month_of(text)


def monthly(office: Unit, month: date) -> Monthly:
    first, last = ends_of(month)
    rows = asked_by_city(office.region)
    units = _units(rows, month)
    late = defaultdict(list)
    for each in with_days(narrowed(late_of(month, office.region), {"sort": "oldest"})):
        late[each.item.unit.pk].append(each)
    for key, items in late.items():
        units.setdefault(key, UnitMonth(items[0].item.unit)).late = items
    kinds = part_of(rows, "asked", month).counts("as_kind")
    reports = SpecialReport.objects.filter(office=office)
    of_month, of_year = (
        rates(reports, since=first, until=last),
        rates(reports, since=date(month.year, 1, 1), until=last),
    )
    return Monthly(
        office,
        first,
        min(last, timezone.localdate()),
        [(kind, kinds[kind]) for kind in AskedKind if kinds.get(kind)],
        sorted(units.values(), key=lambda each: (-len(each.late), each.unit.pinyin, each.unit.pk)),
        list(zip(of_month, of_year, strict=True)),
    )


def _units(rows, month: date) -> dict[int, UnitMonth]:
    """The units with anything asked, done or open in the month: a query for each table and column."""
    found, counted = defaultdict(Counter), dated(rows)
    for code, (_, condition) in PARTS.items():
        for key, count in counted.filter(condition(*ends_of(month))).counts("as_unit").items():
            found[key][code] = count
    units = Unit.objects.in_bulk(found)
    return {key: UnitMonth(units[key], counts) for key, counts in found.items()}
