"""接待日 of a room: what the roster of its pack gives, and what was set by hand or has something on it already."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from rooms import calendar
from rooms.models import OnDuty, ReceptionDay, Room
from rooms.practice.recurring import days_of
from rooms.practice.standing import HALVES
from rooms.practice.versions import for_room


@dataclass(frozen=True)
class Slot:
    """One reception day of a room; `day` is its row, where there is one yet."""

    name: str
    on: date
    half: str
    words: str = ""
    day: ReceptionDay | None = None

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.on.isoformat()} {self.name}"

    def __str__(self):
        return f"{self.on.month}月{self.on.day}日（{calendar.weekday(self.on)}）{self.half}{self.name}"


def slots(room: Room, first: date, last: date) -> list[Slot]:
    """The reception days between two dates, the earliest first."""
    rows = ReceptionDay.objects.filter(room=room, on__range=(first, last))
    people = OnDuty.objects.select_related("member__user", "user")
    kept = {(row.name, row.on): row for row in rows.prefetch_related(Prefetch("people", people))}
    found = {(row.name, row.on): Slot(row.name, row.on, row.half, day=row) for row in kept.values()}
    for name, due, half in _ruled(room, first, last):
        key = (name, due.date)
        found[key] = Slot(name, due.date, half, due.explanation if due.moved_days else "", kept.get(key))
    return sorted(found.values(), key=lambda slot: (slot.on, _part_of_day(slot.half), slot.name))


def _part_of_day(half: str) -> int:
    """上午, 下午, 晚上 one after the other; first what is open all day."""
    return ["", *HALVES.values()].index(half) if half in HALVES.values() else 0


def _ruled(room: Room, first: date, last: date):
    overrides = calendar.overrides_when_asked()
    # A day of December may have moved into the next year.
    for table in for_room(room, on=max(first, timezone.localdate())).resolved.get("roster", ()):
        for year in range(first.year - 1, last.year + 1):
            for due in days_of(table["rule"], year, overrides=overrides):
                if first <= due.date <= last:
                    yield table["name"], due, HALVES.get(table["rule"].get("half"), "")
