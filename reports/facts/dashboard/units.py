"""承办: how units take on and close what the city gives them, out of their months."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils import timezone

from members.models import Unit
from reports.charts import SCREEN, Chart, Look, Series, columns, stacks
from reports.facts import city
from reports.facts.dashboard.asked import Asked, Window, month_names
from reports.facts.dashboard.links import unit_records_url, unit_url
from reports.facts.published import Compared, summed
from reports.facts.spans import month_span
from reports.models import UnitMonth

REPORTED = ("reports", "reports_instructed", "reports_assigned")
MEASURES = (
    *REPORTED,
    "handlings",
    "handlings_taken_on",
    "handlings_closed",
    "assignments",
    "assignments_accepted",
    "assignments_closed",
    "assignments_due",
    "assignments_in_time",
)
# What falls due counts on its day: of the running month the facts know only the whole.
DUE = ("assignments_due", "assignments_in_time")


@dataclass(frozen=True)
class UnitRow:
    pk: int
    name: str
    counts: Counter


@dataclass(frozen=True)
class OfCity:
    """What belongs to the units of a city, out of one query."""

    # Of each unit that was given something, the most first.
    rows: list[UnitRow]
    # Reports, bulletins and articles.
    figures: dict[str, Compared]


def of_city(asked: Asked) -> OfCity:
    months, span = Q(month__lte=asked.window.span.until), asked.window.span
    measures = (*MEASURES, *(each.measure for each in city.OF_CITY))
    rows = _months(Q(unit__region__path__startswith=asked.place.path), months, measures)
    sums, given = {}, []
    for measure, key, name, *counts in summed(rows, span, "unit", "unit__short_name"):
        sums[measure] = [sum(both) for both in zip(sums.get(measure, (0, 0, 0)), counts, strict=True)]
        # What is told since the halls opened ends with the span, too.
        if measure in MEASURES and (n := counts[0] if asked.window.is_total else counts[1]):
            given.append((key, name, measure, n))
    return OfCity(_by_unit(given), city.told(span, sums))


def _months(among: Q, months: Q, measures=MEASURES):
    this_month = timezone.localdate().replace(day=1)
    rows = UnitMonth.objects.filter(among, months, measure__in=measures).order_by()
    return rows.exclude(measure__in=DUE, month__gte=this_month)


def _by_unit(counted) -> list[UnitRow]:
    names, found = {}, defaultdict(Counter)
    for key, name, measure, n in counted:
        names[key] = name
        found[key][measure] += n
    return sorted(
        (UnitRow(key, names[key], counts) for key, counts in found.items()),
        key=lambda row: (-row.counts["handlings"], -row.counts["assignments"], row.name),
    )


def totals(rows: list[UnitRow]) -> Counter:
    found = Counter()
    for row in rows:
        found.update(row.counts)
    return found


def chart(rows: list[UnitRow], asked: Asked, look: Look = SCREEN) -> Chart:
    """Parts of what each unit was given: closed, in hand, not taken on.

    A part that is a difference of two figures leads to the unit's page, where both stand with their records.
    """
    given = [row for row in rows if row.counts["handlings"]]
    urls = [unit_url(row.pk, asked.window) for row in given]

    def series(name: str, part, links=tuple(urls)) -> Series:
        return Series(name, "件", tuple(part(row.counts) for row in given), links)

    closed = tuple(unit_records_url("handlings_closed", row.pk, asked.window) for row in given)
    parts = [
        series("承办未办结", lambda n: max(0, n["handlings_taken_on"] - n["handlings_closed"])),
        series("办结", lambda n: n["handlings_closed"], closed),
        series("没有承办", lambda n: max(0, n["handlings"] - n["handlings_taken_on"])),
    ]
    names = [row.name for row in given]
    found = stacks("units", "各单位承办交办事项", names, parts, head="单位", urls=urls, look=look)
    note = "要报、专报交办的事项，按报告印发的月份计。"
    return found.noted(f"{found.note}。{note}" if found.note else note)


@dataclass(frozen=True)
class UnitBoard:
    """The page of one unit: what it was given, and how it took it on."""

    unit: Unit
    window: Window
    counts: Counter
    charts: dict[str, Chart]

    @property
    def query(self) -> str:
        return f"unit={self.unit.pk}&span={self.window.code}"

    @property
    def figures(self) -> list[dict]:
        """Each with where its records stand."""
        shown = (
            ("交办", "handlings"),
            ("承办", "handlings_taken_on"),
            ("办结", "handlings_closed"),
            ("事项任务", "assignments"),
            ("任务办结", "assignments_closed"),
        )
        return [
            {"name": name, "n": self.counts[code], "url": unit_records_url(code, self.unit.pk, self.window)}
            for name, code in shown
        ]

    @property
    def in_time(self) -> dict:
        part, whole = (self.counts[code] for code in ("assignments_in_time", "assignments_due"))
        return {"part": part, "whole": whole, "url": unit_records_url("assignments_due", self.unit.pk, self.window)}

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def unit_board(unit: Unit, window: Window, *, look: Look = SCREEN) -> UnitBoard:
    counted = _months(Q(unit=unit), window.months).values_list("unit", "unit__short_name", "measure").annotate(Sum("n"))
    found = totals(_by_unit(counted))
    charts = _trends(unit, window, look)
    return UnitBoard(unit, window, found, {chart.code: chart for chart in charts})


def _trends(unit: Unit, window: Window, look: Look) -> list[Chart]:
    months = window.trend
    rows = UnitMonth.objects.filter(unit=unit, month__range=(months[0], months[-1]), measure__in=MEASURES).order_by()
    found = {(measure, month): n for measure, month, n in rows.values_list("measure", "month").annotate(Sum("n"))}

    def series(name: str, measure: str) -> Series:
        values = tuple(found.get((measure, month), 0) for month in months)
        return Series(
            name, "件", values, tuple(unit_records_url(measure, unit.pk, Window(month_span(m))) for m in months)
        )

    names = month_names(months)
    given = [series("交办", "handlings"), series("办结", "handlings_closed")]
    tasks = [series("下达", "assignments"), series("办结", "assignments_closed")]
    return [
        columns("given", "每月交办", names, given, look=look).noted("按要报、专报印发的月份计，办结的也计入那个月。"),
        columns("tasks", "每月事项任务", names, tasks, look=look),
    ]
