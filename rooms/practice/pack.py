"""A resolved practice pack: the one object through which everything asks how this place does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rooms.practice.codes import DOCUMENTS, PEOPLE, PRODUCTS
from rooms.practice.counting import MEASURE_PATTERNS, MEASURES
from rooms.practice.proposal_year import ProposalYear
from rooms.practice.proposing import ProposalKind
from rooms.practice.rating import Form, Rating
from rooms.practice.shape import (
    Body,
    Category,
    Checkpoint,
    Choice,
    Deadline,
    Disposition,
    Document,
    Meeting,
    Opinions,
    Outcome,
    Participants,
    Route,
    Stage,
    TopicClass,
    TopicSource,
    Triage,
    View,
)

# Whom a place has its own word for; others are called as a role, or as a category of its list.
CALLED = {
    "convener": "convener",
    "first_convener": "first_convener",
    "second_convener": "second_convener",
    "participants": "participant",
    "approver": "committee",
    "room": "room_short",
}


@dataclass(frozen=True)
class Practice:
    code: str
    version: str
    name: str
    place: str
    source: str
    extends: str
    words: Mapping[str, str] = field(hash=False)
    step_names: Mapping[str, str] = field(hash=False)
    role_names: Mapping[str, str] = field(hash=False)
    stages: tuple[Stage, ...]
    bodies: tuple[Body, ...]
    routes: tuple[Route, ...]
    participants: Participants
    topic_sources: tuple[TopicSource, ...]
    meeting: Meeting
    dispositions: tuple[Disposition, ...]
    outcomes: tuple[Outcome, ...]
    deadlines: tuple[Deadline, ...]
    documents: tuple[Document, ...]
    views: tuple[View, ...]
    topic_classes: tuple[TopicClass, ...] = ()
    triages: tuple[Triage, ...] = ()
    proposal_kinds: tuple[ProposalKind, ...] = ()
    proposal_year: ProposalYear = field(default_factory=ProposalYear)
    forms: tuple[Form, ...] = ()
    rating: Rating = field(default_factory=Rating)
    two_conveners: bool = True
    # The whole pack as plain data, as a PracticeVersion keeps it.
    resolved: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.participants.categories

    @property
    def meeting_modes(self) -> tuple[Choice, ...]:
        return self.meeting.modes

    @property
    def agenda(self) -> tuple[Choice, ...]:
        return self.meeting.agenda

    @property
    def opinions(self) -> Opinions:
        return self.meeting.opinions

    @property
    def first_stage(self) -> Stage:
        return self.stages[0]

    def stage(self, code: str) -> Stage:
        return one(self.stages, code=code)

    def next_stage(self, code: str) -> Stage | None:
        following = self.stages[self.stages.index(self.stage(code)) + 1 :]
        return following[0] if following else None

    @property
    def stops(self) -> list[tuple[str, str]]:
        """Every stage with each canonical step that it holds, in the order in which a case passes them."""
        return [(stage.code, step) for stage in self.stages for step in stage.steps]

    def next_stop(self, stage: str, step: str) -> tuple[str, str] | None:
        """The next step of the stage, or the first one of the stage after it."""
        following = self.stops[self.stops.index((stage, step)) + 1 :]
        return following[0] if following else None

    def name_of_stop(self, stop: tuple[str, str], *, seen_from: str) -> str:
        """What a case at this stage goes on to: another stage, or within one stage the next step."""
        return self.step_name(stop[1]) if stop[0] == seen_from else self.stage(stop[0]).name

    def has_come_to(self, wanted: str, *, stage: str, step: str) -> bool:
        """Whether a case at this stop has reached a canonical step; a step that no stage holds is never waited for."""
        first = next((stop for stop in self.stops if stop[1] == wanted), None)
        return first is None or self.stops.index(first) <= self.stops.index((stage, step))

    def stages_before(self, code: str) -> tuple[Stage, ...]:
        return self.stages[: self.stages.index(self.stage(code))]

    def stages_of(self, step: str) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if step in stage.steps)

    @property
    def asks_route(self) -> Stage | None:
        """The stage that holds until the topic has passed its route; none where topics need no approval."""
        return next(
            (stage for stage in self.stages for one in stage.checkpoints if one.is_on and one.params.get("by_route")),
            None,
        )

    @property
    def sign_off(self) -> tuple[Stage, Checkpoint | None]:
        """The stage and the checkpoint at which this place signs its minutes off."""
        for stage in self.stages:
            for checkpoint in stage.checkpoints:
                if checkpoint.kind == "sign" and checkpoint.params.get("what") == "minutes" and checkpoint.is_on:
                    return stage, checkpoint
        return self.stages_of("discussion")[-1], None

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs the minutes off: first_convener, second_convener, or convener for either."""
        _, checkpoint = self.sign_off
        return tuple(checkpoint.params.get("by", ())) if checkpoint else ("first_convener",)

    def signs_off(self, rank: str | None) -> bool:
        """Whether a convener of this rank signs the minutes off."""
        return bool(rank) and not {"convener", f"{rank}_convener"}.isdisjoint(self.signers)

    def step_name(self, step: str) -> str:
        return self.step_names[step]

    def role_name(self, role: str) -> str:
        return self.role_names[role]

    def person_name(self, code: str) -> str:
        """How the place calls somebody whom a checkpoint names: a role, a word of its own, a category of its list."""
        if code in CALLED:
            return self.words[CALLED[code]]
        named = {each.code: each.name for each in self.categories} | self.role_names
        return named.get({"stakeholders": "stakeholder"}.get(code, code), PEOPLE[code])

    def people_named(self, codes) -> str:
        return "、".join(self.person_name(code) for code in codes)

    def product_name(self, code: str) -> str:
        own = {"participant_list": f"{self.words['participant']}名单", "minutes": self.document("minutes").name}
        return own.get(code, PRODUCTS[code])

    def measure_name(self, code: str) -> str:
        return self.say(MEASURE_PATTERNS.get(code, MEASURES[code]))

    def say(self, sentence: str, **values) -> str:
        """A sentence with the place's own words in its braces: {room_short}, {convener}, {office}, and the values."""
        return sentence.format_map({**self.role_names, **self.words, **values})

    def body(self, code: str) -> Body:
        return one(self.bodies, code=code)

    def category(self, code: str) -> Category:
        return one(self.categories, code=code)

    def topic_source(self, code: str) -> TopicSource:
        found = (source for source in self.topic_sources if source.code == code)
        # A question that another room brought up, whose place names other sources.
        shared = TopicSource(code=code, name=f"共性{self.words['topic']}", origin="plan")
        return next(found, shared)

    def topic_class(self, code: str) -> TopicClass | None:
        """What a topic is about; none where the topic says nothing, or a class that the place no longer has."""
        return next((each for each in self.topic_classes if each.code == code), None)

    def class_of(self, title: str) -> str:
        """The class whose words stand in the title, the more of them the surer; empty where that is not evident."""
        found = {each.code: sum(len(word) for word in each.words if word in title) for each in self.topic_classes}
        best = max(found.values(), default=0)
        likely = [code for code, weight in found.items() if weight == best]
        return likely[0] if best and len(likely) == 1 else ""

    def disposition(self, code: str) -> Disposition:
        return one(self.dispositions, code=code)

    def outcome(self, code: str) -> Outcome:
        return one(self.outcomes, code=code)

    def deadline(self, of: str) -> Deadline | None:
        """The limit for this act, unless the pack has none or keeps it off."""
        return next((deadline for deadline in self.deadlines if deadline.of == of and deadline.is_on), None)

    def document(self, kind: str) -> Document:
        """The pack's settings for this paper; a plain one by its usual name where the pack says nothing."""
        plain = Document(kind=kind, name=DOCUMENTS[kind])
        return next((document for document in self.documents if document.kind == kind), plain)

    def form(self, code: str) -> Form:
        return one(self.forms, code=code)

    def forms_for(self, side: str) -> tuple[Form, ...]:
        """The forms by which this side is rated; all of them where the place says of none whom it is for."""
        return tuple(form for form in self.forms if side in form.sides) or tuple(
            form for form in self.forms if form.choices and not form.sides
        )

    def view(self, code: str) -> View:
        return one(self.views, code=code)

    def proposal_kind(self, kind: str) -> ProposalKind | None:
        """How the place reviews and handles this kind; none in packs of the time before they said so."""
        return next((each for each in self.proposal_kinds if each.kind == kind), None)

    def triage(self, code: str) -> Triage | None:
        """The class of this code; none for cases that began before the place classed its problems."""
        return next((each for each in self.triages if each.code == code), None)

    def route(self, *, importance: str, room_kind: str, source: str | None = None, triage: str = "") -> Route:
        """The first route that fits; the validator saw to it that one does."""
        case = {"importance": importance, "room_kind": room_kind, "source": source, "triage": triage}
        return next(route for route in self.routes if route.fits(**case))

    def disposition_of(self, place: str) -> Disposition | None:
        """The disposition of this code, or the first one that goes this way (township, city, reference …)."""
        named = (each for each in self.dispositions if each.code == place)
        return next(named, None) or next((each for each in self.dispositions if each.route == place), None)

    @property
    def destinations(self) -> tuple[Disposition, ...]:
        """Where an agreed matter can go."""
        return tuple(each for each in self.dispositions if each.route != "reference")


def one(things, **wanted):
    [(key, value)] = wanted.items()
    for thing in things:
        if getattr(thing, key) == value:
            return thing
    raise KeyError(value)
