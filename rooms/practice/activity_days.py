"""活动日 of a year: what the packs say of a region, whichever held on each of the days."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rooms import calendar
from rooms.practice.pack import Practice
from rooms.practice.recurring import days_of
from rooms.practice.standing import HALVES
from rooms.practice.versions import current, of_key
from rooms.queries import Rulers


class Ruled(NamedTuple):
    """One day as the rule and the calendar give it."""

    name: str
    due: calendar.Due
    half: str

    @property
    def nominal_on(self) -> date:
        return self.due.counted


def ruled_days(rulers: Rulers, path: str, year: int, *, overrides: Mapping = calendar.NONE) -> list[Ruled]:
    """The days of the year that this region says itself, by the practice that held on each."""
    keys = {key for _, key in rulers.chosen.get(path, ())} or {None}
    found = []
    for key in keys:
        pack = of_key(key) if key else current(None)
        for day in days_of_pack(pack, year, overrides=overrides):
            on = day.nominal_on
            if rulers.over(path, on) == path and rulers.practice(path, on) == key:
                found.append(day)
    return sorted(found, key=lambda day: (day.nominal_on, day.name))


def days_of_pack(pack: Practice, year: int, *, overrides: Mapping = calendar.NONE) -> list[Ruled]:
    return [
        Ruled(table["name"], due, HALVES.get(table["rule"].get("half"), ""))
        for table in pack.resolved.get("activity_day", ())
        for due in days_of(table["rule"], year, overrides=overrides)
    ]
