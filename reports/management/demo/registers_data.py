"""The registers of the demonstration's city as data: what registers.toml holds. Days count from today."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from reports.management.demo.reading import build

FILE = Path(__file__).parent / "registers.toml"


@dataclass(frozen=True)
class AssemblyData:
    """Pairs are how many were meant to come and how many came; `team` names the people of the room."""

    kind: str
    day: int
    unit: str
    place: str
    organiser: str
    theme: str
    audience: str
    what: str
    party: tuple[int, ...] = (0, 0)
    mass: tuple[int, ...] = (0, 0)
    others: tuple[int, ...] = (0, 0)
    members: int = 0
    team: bool = False


@dataclass(frozen=True)
class TownshipAssembly:
    """One meeting in each township, some days apart; about so many people were meant to come."""

    kind: str
    day: int
    apart: int
    place: str
    theme: str
    audience: str
    what: str
    party: int
    mass: int


@dataclass(frozen=True)
class DutyData:
    """A duty that each place of a sort has: room, township_room, township."""

    kind: str
    of: str
    title: str
    tasks: str


@dataclass(frozen=True)
class VersionData:
    issued: int
    effective: int
    reference: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class RuleData:
    title: str
    category: str
    summary: str
    version: tuple[VersionData, ...]


@dataclass(frozen=True)
class GroupData:
    """`posts` are pairs of post and title; `rooms` are those whose village has such a group."""

    level: str
    day: int
    duties: str
    posts: tuple[tuple[str, ...], ...]
    reference: str = ""
    office: str = ""
    office_duties: str = ""
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    unit: str
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Guidance:
    day: int
    posts: tuple[tuple[str, ...], ...]
    area: tuple[Area, ...]


@dataclass(frozen=True)
class Asked:
    text: str
    unit: str
    due: int
    answered: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class HearingData:
    day: int
    unit: str
    body: str
    meeting: str
    place: str
    reporters: tuple[str, ...]
    reported_by: str
    reported: str
    conclusion: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Registers:
    assembly: tuple[AssemblyData, ...]
    township_assembly: TownshipAssembly
    duty: tuple[DutyData, ...]
    rule: tuple[RuleData, ...]
    group: tuple[GroupData, ...]
    guidance: Guidance
    hearing: tuple[HearingData, ...]


def load() -> Registers:
    return build(Registers, tomllib.loads(FILE.read_text(encoding="utf-8")), where=FILE.name)
