"""The content of one report: plain data that is frozen with it, figures with what they are counted from."""

from dataclasses import dataclass, replace
from datetime import date

from reports.enums import PeriodicKind, PeriodicLevel
from reports.facts import published
from reports.facts.periodic import words
from reports.facts.periodic.survey import TASKS, Survey, Target
from reports.facts.places import Lying, Place, Stay, rooms_on
from reports.facts.places import records as records_in
from reports.facts.published import BY_CODE, GROUPS, OF_ROOMS, SENT, Compared
from reports.facts.spans import span_of
from reports.queries.asked.late import late_between, late_rows

MOST_TOLD = 10
CODES = tuple(each.code for each in OF_ROOMS)
GROUP_OF = {each.code: name for name, rows in GROUPS for each in rows} | dict.fromkeys(
    (each.code for each in SENT), "提案、社情民意信息"
)


def content_of(found: Survey, target: Target, kind: str) -> dict:
    """Everything that the report of one place says of the span."""
    rooms = [room for room in target.rooms if found.worked(room)]
    figures = found.figures[target.room.pk] if target.room else found.of_regions[target.region.pk]
    content = {
        "kind": kind,
        "level": target.level,
        "place": target.name,
        "span": found.span.code,
        "when": found.span.name,
        "until": found.span.until.isoformat(),
        "figures": figures_of(figures, is_compared=found.is_compared(target.rooms)),
        # Records are looked up among the same rooms later on, wherever these have moved by then.
        "counted": _counted(target.place),
        "rooms": _rooms(found, rooms),
        "tasks": {name: sum(found.tasks[name][room.pk] for room in rooms) for name in TASKS},
        "columns": [each.name for each in OF_ROOMS],
        "trend": _trend(found, target.place),
        "highlights": _highlights(found, rooms),
        "inspection": found.inspected.told(rooms, {room.pk: room.unit.short_name for room in rooms}),
        "townships": [],
        "table": [],
        "late": [],
    }
    if target.level != PeriodicLevel.ROOM:
        content["table"] = [_row(found, room) for room in rooms]
    if target.level == PeriodicLevel.CITY:
        content["townships"] = [_township(found, each) for each in found.townships]
        content["late"] = _late(found)
    content["words"] = words.circular(content) if kind == PeriodicKind.CIRCULAR else words.report(content)
    return content


def figures_of(figures: dict[str, Compared], *, is_compared: bool) -> list[dict]:
    return [
        {
            "code": code,
            "name": each.published.name,
            "unit": each.published.unit,
            "group": GROUP_OF[code],
            "now": each.now,
            # Without a span before there is nothing to compare with, which is not the same as nothing done.
            "before": each.before if is_compared else None,
            "total": each.total,
            "opening": each.opening,
        }
        for code, each in figures.items()
    ]


def _counted(place: Place) -> dict:
    """The rooms of the place, and of those that came or went their months in it."""
    stays = [
        [stay.room, *(day.isoformat() if day else None for day in (stay.since, stay.until))] for stay in place.stays
    ]
    return {"rooms": list(place.settled), "stays": stays}


def _trend(found: Survey, place: Place) -> dict:
    """The last months, each with its sum."""
    months = {month: rooms_on(place, month) for month in found.months}
    series = {
        code: [sum(n[room, month] for room in rooms) for month, rooms in months.items()]
        for code, n in found.trend.items()
    }
    return {"months": [f"{month.year}-{month.month:02}" for month in months], "series": series}


def _highlights(found: Survey, rooms) -> list[dict]:
    """What was marked as worth telling; the first of them go into the text."""
    keys = {room.pk for room in rooms}
    marked = [each for each in found.highlights if each.room_id in keys][:MOST_TOLD]
    return [
        {"key": each.pk, "short": each.room.unit.short_name, "sentence": each.sentence, "of": each.what}
        for each in marked
    ]


def _rooms(found: Survey, rooms) -> dict:
    """How many worked, which were silent, which came and went in the span."""
    span = found.span
    return {
        "open": len(rooms),
        "active": sum(room.pk in found.active for room in rooms),
        "silent": [_named(room) for room in rooms if found.is_silent(room)],
        "opened": [_named(room, room.opened_on) for room in rooms if span.since < room.opened_on <= span.until],
        "closed": [_named(room, room.withdrawn_on) for room in rooms if _has_closed(room, span)],
    }


def _has_closed(room, span) -> bool:
    return room.withdrawn_on is not None and room.withdrawn_on <= span.until


def _named(room, on=None) -> dict:
    named = {"room": room.pk, "name": room.name, "short": room.unit.short_name}
    return {**named, "on": on.isoformat()} if on else named


def _row(found: Survey, room) -> dict:
    notes = []
    if found.span.since < room.opened_on:
        notes.append(f"{_day(room.opened_on)}挂牌")
    if _has_closed(room, found.span):
        notes.append(f"{_day(room.withdrawn_on)}撤销")
    township = found.townships_of.get(room.pk, found.region)
    return {
        **_named(room),
        "township": township.name,
        "figures": [found.figures[room.pk][code].now for code in CODES],
        "note": "，".join(notes),
        "is_silent": found.is_silent(room),
    }


def _day(day) -> str:
    return f"{day.month}月{day.day}日"


def _township(found: Survey, region) -> dict:
    rooms = [room for room in found.rooms_in(region) if found.worked(room)]
    figures = found.of_regions[region.pk]
    return {
        "region": region.pk,
        "code": region.code,
        "name": region.name,
        "rooms": len(rooms),
        "silent": sum(found.is_silent(room) for room in rooms),
        "figures": [figures[code].now for code in CODES],
    }


def _late(found: Survey) -> list[dict]:
    """What departments were late with toward the city, unit by unit; townships' own tasks are not among it."""
    rows = late_rows(late_between(found.region, found.span.since, found.span.until))
    return [{"unit": row.unit.pk, "name": row.unit.name, "count": row.count, "still": row.still} for row in rows]


# ── after it was counted ─────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Difference:
    """A figure that is another one by now."""

    name: str
    unit: str
    then: int
    now: int


def place_of(report) -> Place:
    """The place of a report with the rooms that it counted."""
    query = f"room={report.room_id}" if report.room_id else f"region={report.region.code}"
    where = {"room": report.room_id} if report.room_id else {"region": report.region_id}
    counted = report.content["counted"]
    stays = tuple(Stay(room, *(day and date.fromisoformat(day) for day in days)) for room, *days in counted["stays"])
    place = Place(report.place_name, report.region.path, query, Lying(tuple(counted["rooms"]), stays), **where)
    return replace(place, is_city=report.level == PeriodicLevel.CITY)


def differences(report) -> list[Difference]:
    """Which figures of the span would be counted otherwise now; the report itself stays as it is."""
    figures = published.compared([place_of(report)], span_of(report.content["span"]))[0]
    found = []
    for row in report.content["figures"]:
        each = figures[row["code"]]
        if each.now != row["now"]:
            found.append(Difference(row["name"], row["unit"], row["now"], each.now))
        elif each.total != row["total"]:
            found.append(Difference(f"累计{row['name']}", row["unit"], row["total"], each.total))
    return found


def records(report, code: str, *, total: bool) -> list:
    """The records of one figure: of the span, or of all until its end."""
    span, each = span_of(report.content["span"]), BY_CODE[code]
    since = None if total else span.since
    return records_in(each.measure, place_of(report), where=each.where, since=since, until=span.until)
