"""Which reports a city makes, for which spans, and on which day: what its pack says of supervision (000: L14)."""

from dataclasses import dataclass
from datetime import date

from members.enums import RegionKind, RoleCode, UnitKind
from members.models import Region, Unit
from reports.enums import PeriodicKind, PeriodicLevel
from reports.facts.spans import Span, span_holding
from reports.models import PeriodicRound
from rooms import practice

# Kind of report → the round of the pack that it belongs to, and of what it tells.
ROUNDS = {
    PeriodicKind.SUPERVISION: "inspection",
    PeriodicKind.CIRCULAR: "circular",
    PeriodicKind.SUMMARY: "summary",
}
LEVELS = {
    PeriodicKind.SUPERVISION: (PeriodicLevel.CITY, PeriodicLevel.TOWNSHIP, PeriodicLevel.ROOM),
    PeriodicKind.CIRCULAR: (PeriodicLevel.CITY,),
    PeriodicKind.SUMMARY: (PeriodicLevel.CITY,),
}
LENGTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
OFFICES = {
    RoleCode.LEADING_OFFICE: UnitKind.LEADING_OFFICE,
    RoleCode.OFFICE: UnitKind.OFFICE,
    RoleCode.DISPATCHER: UnitKind.DISPATCH_OFFICE,
}
# Whoever was away for longer asks for older ones by hand.
MOST_CAUGHT_UP = 24


@dataclass(frozen=True)
class Rule:
    """One kind of report of one city: how long its span is, when it is drafted, who issues it."""

    region: Region
    kind: str
    months: int
    day: int
    office: Unit

    def latest(self, today: date) -> Span:
        """The last span whose report is due."""
        running = span_holding(today, self.months)
        is_due = today >= running.since.replace(day=self.day)
        return running.before if is_due else running.before.before

    def missing(self, today: date) -> list[Span]:
        """Spans that are due and have none yet, the oldest first: all since the last one, or the last one alone."""
        latest, found = self.latest(today), []
        made = PeriodicRound.objects.filter(region=self.region, kind=self.kind).order_by("until").last()
        if made is None:
            return [latest]
        while latest.since > made.until and len(found) < MOST_CAUGHT_UP:
            found.append(latest)
            latest = latest.before
        return found[::-1]


def rules_of(region: Region) -> list[Rule]:
    """What the pack of a city has reports made of; none where nobody is there to issue them."""
    told = practice.current(region).resolved.get("supervision", {})
    found = []
    for kind, name in ROUNDS.items():
        table = told.get(name)
        # A version loaded before packs had to name the day has no reports made of it.
        if not table or table["cycle"] not in LENGTHS or "report_day" not in table:
            continue
        if office := _office(region, table["by"]):
            found.append(Rule(region, kind, LENGTHS[table["cycle"]], table["report_day"], office))
    return found


def _office(region: Region, roles) -> Unit | None:
    kinds = [OFFICES[role] for role in roles if role in OFFICES]
    units = Unit.objects.active().filter(region=region, kind__in=kinds).order_by("pk")
    return min(units, key=lambda unit: kinds.index(unit.kind), default=None)


def all_rules() -> list[Rule]:
    cities = Region.objects.active().filter(kind=RegionKind.CITY).order_by("path")
    return [rule for city in cities for rule in rules_of(city)]


def rule_of(region: Region, kind: str) -> Rule | None:
    return next((rule for rule in rules_of(region) if rule.kind == kind), None)
