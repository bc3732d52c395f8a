"""The parts of a resolved practice pack: frozen values that the engine, the pages and the papers ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Cited:
    """Where a table of the pack comes from, and which of its keys are this system's own provisional setting."""

    source: str = ""
    default: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checkpoint(Cited):
    code: str
    kind: str
    name: str
    mode: str
    # The canonical step of its stage that it holds.
    step: str = ""
    help: str = ""
    # It may be set aside in one case, by the right, with a reason (codes.NEVER_WAIVED says where never).
    waivable: bool = False
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    # The cases that it holds for (importance, room_kind, consensus …); empty for all.
    when: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def blocks(self) -> bool:
        return self.mode == "block"

    @property
    def is_on(self) -> bool:
        return self.mode != "off"


@dataclass(frozen=True)
class Stage(Cited):
    code: str
    name: str
    steps: tuple[str, ...]
    who: tuple[str, ...]
    help: str = ""
    checkpoints: tuple[Checkpoint, ...] = ()

    def checkpoint(self, code: str) -> Checkpoint:
        return next(checkpoint for checkpoint in self.checkpoints if checkpoint.code == code)


@dataclass(frozen=True)
class Body(Cited):
    """Who can approve. `enters` are those of its roles that only enter what the body decided (代录)."""

    code: str
    name: str
    roles: tuple[str, ...]
    unit_of: str
    enters: tuple[str, ...] = ()
    # Part of the unit's name, where several units are of the kind (市委办公室、市政府办公室).
    called: str = ""
    # A party committee: a limit toward it is never red.
    committee: bool = False


@dataclass(frozen=True)
class RouteStep:
    name: str
    may: tuple[str, ...]
    # Several bodies look at it together, and all must agree (联审).
    bodies: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True)
class Route(Cited):
    steps: tuple[RouteStep, ...]
    # Bodies outside the way that may still raise the topic (提升为重要议题).
    raised_by: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def fits(self, **case) -> bool:
        return all(case[key] in (value if isinstance(value, tuple) else (value,)) for key, value in self.when.items())


@dataclass(frozen=True)
class Category:
    code: str
    name: str
    source: str
    min: int | None = None
    max: int | None = None
    # Least share of all participants, 0 to 1.
    ratio: float | str | None = None
    mode: str = "warn"
    # Which representatives, where the source is the room's representatives.
    representatives: str = ""
    # Printed by name in the minutes; otherwise counted (群众代表 3 人) and told as a voice (有住户代表提出).
    named: bool = True
    voice: str = ""
    help: str = ""
    default: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """How somebody of it is spoken of where no name is given."""
        return self.voice or self.name


@dataclass(frozen=True)
class Participants(Cited):
    join: tuple[str, ...]
    categories: tuple[Category, ...]
    fixed: bool = False
    min: int | None = None
    max: int | None = None
    mode: str = "warn"


@dataclass(frozen=True)
class TopicSource(Cited):
    code: str
    name: str
    origin: str


@dataclass(frozen=True)
class TopicClass(Cited):
    """What a topic is about (城建、交通、物业 …); a title that holds one of the words is proposed for it."""

    code: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Triage(Cited):
    """A class of problems (一般、普遍、全局), and what it starts."""

    code: str
    name: str
    triggers: str
    help: str = ""


@dataclass(frozen=True)
class Choice:
    """A code with its name: a meeting mode, an agenda part, a role on the floor, an opinion."""

    code: str
    name: str
    help: str = ""
    # For meeting modes: held over the network.
    online: bool = False


@dataclass(frozen=True)
class Opinions:
    """意见统计: counts of opinions on a matter; `note` says that they are no vote."""

    name: str
    note: str
    labels: tuple[Choice, ...]


@dataclass(frozen=True)
class Meeting(Cited):
    modes: tuple[Choice, ...]
    agenda: tuple[Choice, ...]
    floor: tuple[Choice, ...]
    opinions: Opinions
    # How many key points make a record when not every statement is taken down.
    key_points_min: int | None = None
    key_points_max: int | None = None
    observers: bool = True


@dataclass(frozen=True)
class Disposition(Cited):
    """What a matter can become: its level and way."""

    code: str
    name: str
    route: str
    outcome: str = ""
    next: str = ""
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class Outcome(Cited):
    """What came of a matter when it is closed; `state` is the end that the fixed table knows."""

    code: str
    name: str
    state: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    days: int | None = None
    workdays: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class Deadline(Cited):
    of: str
    name: str
    within: Span
    mode: str
    extension: Span | None = None
    # Working days before the date on which the responsible side is reminded.
    reminders: tuple[int, ...] = ()
    # Working days after it, as long as the act is still to be done.
    reminders_after: tuple[int, ...] = (1,)
    escalate_to: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_on(self) -> bool:
        return self.mode != "off"


@dataclass(frozen=True)
class Document(Cited):
    kind: str
    name: str
    # Text of the mark in the red head, and whether there is one.
    mark: str = ""
    head: str = "plain"
    issuer: str = "room"
    number: str = ""
    series: str = "room"
    recipients: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True)
class View(Cited):
    code: str
    name: str
    of: str
    order: str
    columns: tuple[str, ...]
    title: str = ""
    filter: Mapping[str, Any] = field(default_factory=dict, hash=False)
