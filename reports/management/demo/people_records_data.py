"""What is kept about people and days of rooms, as data: what people_records.toml holds. Days count from today."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from reports.management.demo.reading import build

FILE = Path(__file__).parent / "people_records.toml"


@dataclass(frozen=True)
class TagData:
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class ExpertData:
    pool: str
    identity: str
    specialities: tuple[str, ...]
    region: str
    consent: str


@dataclass(frozen=True)
class Contacts:
    day: int
    rooms: tuple[str, ...]
    sectors: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """`until` ends a leave; `decided` is the meeting at which a body decided."""

    to: str
    day: int
    reason: str
    until: int | None = None
    decided: str = ""


@dataclass(frozen=True)
class StandingData:
    member: str
    change: tuple[Change, ...]


@dataclass(frozen=True)
class RuleData:
    """When reception days are, as a pack says it."""

    half: str
    weekday: str = ""
    nth: str = ""
    day: int = 0

    @property
    def told(self) -> dict:
        given = {"weekday": self.weekday, "nth": self.nth, "day": self.day}
        return {key: value for key, value in given.items() if value} | {"half": self.half}


@dataclass(frozen=True)
class RosterData:
    room: str
    name: str
    rule: RuleData


@dataclass(frozen=True)
class Reception:
    roster: tuple[RosterData, ...]
    matters: tuple[str, ...]
    times: tuple[str, ...]


@dataclass(frozen=True)
class Days:
    """Rooms that plan the next day and noted who came to the last ones."""

    rooms: tuple[str, ...]
    past: int
    starts_at: str
    place: str
    plans: tuple[str, ...]


@dataclass(frozen=True)
class ItemPhoto:
    code: str
    scene: str
    caption: str


@dataclass(frozen=True)
class Photos:
    """Items of the checklist that these rooms show."""

    day: int
    rooms: tuple[str, ...]
    item: tuple[ItemPhoto, ...]


@dataclass(frozen=True)
class PeopleRecords:
    tag: tuple[TagData, ...]
    expert: tuple[ExpertData, ...]
    contacts: Contacts
    standing: tuple[StandingData, ...]
    reception: Reception
    days: Days
    photos: Photos


def load() -> PeopleRecords:
    return build(PeopleRecords, tomllib.loads(FILE.read_text(encoding="utf-8")), where=FILE.name)
