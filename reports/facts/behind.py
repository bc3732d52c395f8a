"""The pages of records behind a figure: what each was counted from, read once for the page and for its file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from members.models import Unit
from reports.facts import city, drill, overview, places, published, rates, subjects
from reports.facts.asked_place import asked, shows_reports
from reports.facts.counted import COUNTED
from reports.facts.dashboard import asked_for, narrowed_words, of_unit_asked, window_of
from reports.facts.periodic import content
from reports.facts.points import access, parts
from reports.facts.quotas import found_in, states
from reports.facts.spans import Span, span_of, year_span
from reports.models import PeriodicReport
from rooms import practice
from rooms.models.opening import OpeningFigure

# Before the key of a value that narrows, or of values that are left out.
WHERE, BUT = "where.", "but."


@dataclass(frozen=True)
class Behind:
    """The numbers of one page, whose they are, and what the page says besides."""

    name: str
    parts: list[drill.Part]
    told: dict = field(default_factory=dict)

    def lines(self, user) -> Iterator[tuple[drill.Part, drill.Line]]:
        """Every record, where the page shows the newest."""
        return ((part, line) for part in self.parts for line in part.every(user))


def figure(user, params, code: str) -> Behind | None:
    """One figure of 工作数据: of the months that the address asks for, of this year, or of all until now."""
    try:
        span = _span(params)
    except ValueError:
        return None
    found, this = asked(user, params), year_span(timezone.localdate().year)
    compared = _compared(user, found[0], span or this).get(code) if found else None
    if compared is None:
        return None
    place, each = found[0], compared.published
    days = {"since": span.since, "until": span.until} if span else {}
    if code in city.BY_CODE:
        rows = city.records(each, place, **days)
    else:
        rows = places.records(each.measure, place, where=each.where, **days)
    counted = compared.now if span else compared.recorded
    openings = [] if span or not compared.opening else _openings(user, each, place)
    told = {"each": each, "place": place, "figure": compared, "span": span, "openings": openings}
    return Behind(place.name, [drill.Part(each.measure, counted, rows)], told)


def _span(params) -> Span | None:
    """The months that the address asks for (?span=2026-09), this year by ?year=1, or all of them."""
    if wanted := params.get("span", ""):
        return span_of(wanted)
    return year_span(timezone.localdate().year) if params.get("year") else None


def _compared(user, place, span) -> dict:
    """The figures of the place; how many reports went up is told to whoever sees their list."""
    of_city = city.of_city(place, span)
    if not shows_reports(user, place):
        of_city.pop("report", None)
    return published.compared([place], span)[0] | of_city


def _openings(user, each, place):
    rows = OpeningFigure.objects.visible_to(user).standing().for_page()
    rows = rows.filter(measure=each.measure, context=each.context)
    return rows.filter(room=place.room) if place.room else rows.filter(region__path__startswith=place.path)


def rate(user, params, code: str) -> Behind | None:
    """Both numbers of one rate."""
    found, wanted, today = asked(user, params), rates.BY_CODE.get(code), timezone.localdate()
    if not found or wanted is None or (wanted.over == "unit" and not shows_reports(user, found[0])):
        return None
    place, year = found[0], today.year if params.get("year") else None
    days = {"since": date(year, 1, 1) if year else None, "until": today}
    if wanted.over == "unit":
        numbers = rates.parts(wanted, list(city.units_of(place)), **days)
    else:
        numbers = rates.parts_of_place(wanted, place, **days)
    return Behind(place.name, numbers, {"rate": wanted, "place": place, "year": year})


def dashboard(user, params, measure: str) -> Behind | None:
    """One number of 总览, narrowed as its bar or slice is."""
    counted, window = COUNTED.get(measure), window_of(params.get("span", ""))
    where = {key.removeprefix(WHERE): params[key] for key in params if key.startswith(WHERE)}
    but = {key.removeprefix(BUT): params.getlist(key) for key in params if key.startswith(BUT)}
    if counted is None or window is None or not {*where, *but} <= counted.where.keys():
        return None
    whose = _whose(user, params, measure, where=where, **window.days)
    if whose is None:
        return None
    name, query, rows = whose
    words = narrowed_words(where, practice.of_person(user), but)
    told = {"name": name, "query": query, "window": window, "told": words}
    return Behind(name, [drill.part_of(measure, _without(rows, but))], told)


def _without(rows, but: dict) -> list[tuple]:
    for key, values in but.items():
        rows = [(each, found.exclude(**{f"{each.where[key]}__in": values})) for each, found in rows]
    return rows


def _whose(user, params, measure, **narrowed) -> tuple | None:
    """Whose records they are, how an address names it, and the records."""
    over = COUNTED[measure].over
    if params.get("unit"):
        unit = of_unit_asked(user, params)
        if unit is None or "unit" not in over:
            return None
        return unit.short_name, f"unit={unit.pk}", found_in(measure, "unit", [unit.pk], **narrowed)
    wanted = asked_for(user, params)
    place = wanted and wanted.place
    if place and "room" in over:
        return place.name, place.query, places.records(measure, place, **narrowed)
    if not place or not place.is_city or "unit" not in over or not user.has_perm("proposals.list_reports"):
        return None
    units = Unit.objects.filter(region__path__startswith=place.path).values("pk")
    return place.name, place.query, found_in(measure, "unit", list(units.values_list("pk", flat=True)), **narrowed)


def periodic(user, params, report, *, code: str, **_) -> Behind | None:
    """One figure of a report, as the records are now: of the span, or of all until its end."""
    row = next((each for each in report.content["figures"] if each["code"] == code), None)
    if row is None or code not in published.BY_CODE:
        return None
    total = bool(params.get("total"))
    counted = row["total"] - row["opening"] if total else row["now"]
    part = drill.Part(published.BY_CODE[code].measure, counted, content.records(report, code, total=total))
    told = {"report": report, "row": row, "total": total, "when": span_of(report.round.span).name}
    return Behind(str(report), [part], told)


def points(user, params, account, *, number: int, **_) -> Behind | None:
    """What one item of a scheme counted; an item that is marked by hand has no records."""
    a_round, subject = account.round, account.subject
    item = a_round.scheme.item(number)
    if item is None:
        return None
    found = parts(item, a_round, subject) if item.measure else []
    return Behind(subject.name, [drill.part_of(*each) for each in found], {"item": item})


def quota(user, params, subject, *, number: int, **_) -> Behind | None:
    """The figure of one rule as of the day that the address names, else today."""
    on = overview.day_of(params.get("on", ""))
    found = states(subject, today=timezone.localdate(), on=on)
    state = next((each for each in found if each.quota.number == number), None)
    return state and Behind(subject.name, drill.parts_of(state), {"state": state, "on": on})


def _report(user, *, pk: int, code: str):
    return PeriodicReport.objects.visible_to(user).for_page().filter(pk=pk).first()


@dataclass(frozen=True)
class Page:
    """The name of a page's address leads to its permission, what loads the record it is about, and what reads it."""

    permission: str
    read: Callable
    load: Callable | None = None


PAGES = {
    "figure_records": Page("reports.view_figures", figure),
    "rate_records": Page("reports.view_figures", rate),
    "dashboard_records": Page("reports.view_dashboard", dashboard),
    "periodic_records": Page("reports.view_periodic", periodic, _report),
    "points_records": Page("reports.view_points", points, access.account),
    "room_quota": Page("reports.view_quotas", quota, subjects.room_subject),
    "member_quota": Page("reports.view_member_quotas", quota, subjects.member_subject),
    "group_quota": Page("reports.view_group_quotas", quota, subjects.group_subject),
}


def behind(user, name: str, kwargs: dict, params) -> Behind | None:
    """What stands on the page of this name, for whoever may open it."""
    page = PAGES.get(name)
    record = page.load(user, **kwargs) if page and page.load else None
    if page is None or (page.load and record is None) or not user.has_perm(page.permission, record):
        return None
    return page.read(user, params, *([record] if page.load else ()), **kwargs)
