"""One consultation of the demonstration, as its file tells it.

Every day is an offset from today (negative: past), so that the demonstration stays alive. In texts, {-47} stands for
the date of that day and {year}, {year+1} for a year (`demo.spoken`). A file may tell more than is played: records stop
where `stop_at` says.
"""

from dataclasses import dataclass, field
from decimal import Decimal

# In the order of a case's life; the last three are ends.
STOPS = (
    "topic_draft",
    "topic_pending",
    "topic_returned",
    "topic_rejected",
    "topic_merged",
    "participants",
    "research",
    "meeting_planned",
    "meeting_running",
    "minutes_draft",
    "minutes_offered",
    "minutes_signed",
    "submitted",
    "matters_pending",
    "matters_running",
    "closed",
    "no_consensus",
    "withdrawn",
)


@dataclass(frozen=True)
class Photo:
    kind: str
    caption: str
    seed: int = 0
    night: bool = False


@dataclass(frozen=True)
class ApprovalAct:
    """What one body said, in order; a return ends the round."""

    body: str
    day: int
    verdict: str
    by: str
    opinion: str = ""
    basis: str = "signature"
    basis_note: str = ""
    # Slug of the case into which the topic was merged.
    into: str = ""


@dataclass(frozen=True)
class Person:
    """A participant; the place in the list is the seat."""

    category: str
    name: str
    title: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Research:
    day: int
    place: str
    team: str
    findings: str
    by: str
    visited: str = ""
    count: int = 0
    unit: str = "户"
    figures: str = ""
    until: int | None = None
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class Said:
    """A statement. `matter` is the number of the matter that was taken out of it."""

    by: str
    text: str
    part: int = 1
    at: str = ""
    key: bool = False
    reply: bool = False
    dissent: bool = False
    explanation: str = ""
    explained_by: str = ""
    # Day of an explanation that was written after the meeting.
    explained: int | None = None
    matter: int = 0


@dataclass(frozen=True)
class Sitting:
    """A meeting. Whoever is on the list and not named here as away came."""

    mode: str
    place: str
    day: int
    at: str
    ends: str
    chair: str
    recorder: str
    background: str = ""
    summary: str = ""
    key_points_only: bool = False
    leave: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    listeners: tuple[str, ...] = ()
    unlisted: tuple[Person, ...] = ()
    statements: tuple[Said, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class MoneyPart:
    source: str
    amount: Decimal
    state: str


@dataclass(frozen=True)
class DecisionData:
    day: int
    adoption: str
    by: str
    opinion: str
    basis: str = "signature"
    basis_note: str = ""
    cost: Decimal | None = None
    start: int | None = None
    due: int | None = None
    due_note: str = ""
    money: tuple[MoneyPart, ...] = ()


@dataclass(frozen=True)
class Report:
    """进展. `answer` is what the body said to a request for closing that it did not accept."""

    day: int
    text: str
    asks_closing: bool = False
    answer: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class Task:
    """An assignment, issued on the day of the decision. A unit that was asked (商请) has no deadline."""

    unit: str
    task: str
    role: str = "responsible"
    asked: bool = False
    due: int | None = None
    accepted: int | None = None
    refused: int | None = None
    refusal: str = ""
    progress: tuple[Report, ...] = ()
    closed: int | None = None


@dataclass(frozen=True)
class Result:
    """How the matter was closed: `outcome` is a code of the practice pack."""

    day: int
    outcome: str
    text: str
    by: str
    satisfaction: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class MatterData:
    text: str
    level: str = "township"
    meeting: int = 1
    units: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    # Day on which the suggested units were written, when that was after the meeting.
    units_day: int | None = None
    due: str = ""
    cost: Decimal | None = None
    legal_basis: str = ""
    consensus: bool = True
    opinions: dict[str, int] = field(default_factory=dict)
    decision: DecisionData | None = None
    assignments: tuple[Task, ...] = ()
    result: Result | None = None


@dataclass(frozen=True)
class Section:
    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Correction:
    day: int
    reason: str
    by: str
    sections: tuple[Section, ...]
    # The corrected edition goes to the body again.
    sent: int | None = None
    received: int | None = None


@dataclass(frozen=True)
class MinutesData:
    """Sections that are given replace what is composed from the record."""

    drafted: int
    by: str
    offered: int | None = None
    signed: int | None = None
    countersigned: int | None = None
    refusals: str = ""
    sections: tuple[Section, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class SubmissionData:
    """`copy_opinion` is what the township added to its copy of the city-level matters."""

    sent: int
    by: str
    received: int | None = None
    received_by: str = ""
    office_received: int | None = None
    copy_opinion: str = ""


@dataclass(frozen=True)
class StepBack:
    day: int
    to: str
    by: str
    reason: str


@dataclass(frozen=True)
class Ending:
    day: int
    by: str
    note: str = ""


@dataclass(frozen=True)
class Case:
    slug: str
    title: str
    room: str
    stop_at: str
    proposed_by: str
    day: int
    source: str
    why: str
    source_note: str = ""
    region: str = ""
    place: str = ""
    topic_class: str = ""
    importance: str = "ordinary"
    importance_reason: str = ""
    # The body of the route before which the topic lies when the case stops at topic_pending.
    waiting_at: str = ""
    backfill_reason: str = ""
    joint: tuple[str, ...] = ()
    # First day of each round; a round after the first follows a return.
    submitted: tuple[int, ...] = ()
    approval: tuple[ApprovalAct, ...] = ()
    fixed: int | None = None
    participants: tuple[Person, ...] = ()
    research: tuple[Research, ...] = ()
    meetings: tuple[Sitting, ...] = ()
    step_backs: tuple[StepBack, ...] = ()
    matters: tuple[MatterData, ...] = ()
    minutes: MinutesData | None = None
    submission: SubmissionData | None = None
    ending: Ending | None = None
    # The original on paper, where the case was entered afterwards.
    scan: Photo | None = None
    photos: tuple[Photo, ...] = ()

    def reaches(self, stop: str) -> bool:
        """Say whether the case is played up to this point of its life."""
        return STOPS.index(self.stop_at) >= STOPS.index(stop)
