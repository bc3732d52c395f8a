"""Synthetic consultations, each with the whole record that its step asks for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from consult import models as m
from consult.enums import Step
from members.models import Attachment, Event, Notice
from members.models.pinyin import pinyin_of
from rooms import practice
from tests.bench import words
from tests.bench.city import City, Place
from tests.bench.copying import Tables

MODELS = (
    m.Topic, m.Consultation, m.ConsultationRoom, m.Approval, m.ApprovalStep, m.Participant, m.Research, m.Meeting,
    m.MeetingSeat, m.Statement, m.Matter, m.Matter.suggested_units.through, m.Minutes, m.MinutesEdition, m.Submission,
    m.Decision, m.Assignment, m.Progress, Attachment, Event, Notice,
)  # fmt: skip
STEPS = list(Step.values[:6])
# Out of 100 consultations: how many stand at each step, are closed, or were stopped.
SPREAD = {
    "topic": 8, "participants": 5, "research": 6, "discussion": 11, "submission": 6, "action": 22, "closed": 34,
    "stopped": 8,
}  # fmt: skip
CATEGORIES = (
    *["stakeholder"] * 5, *["member"] * 3, "party_representative", "mass_representative", "department", "expert",
)  # fmt: skip
YEARS = 3


@dataclass
class Case:
    """What the parts of one consultation ask of each other."""

    place: Place
    title: str
    begun: datetime
    reached: int
    state: str
    is_important: bool
    key: int = 0
    approved: bool = True
    people: list = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.state != "running"

    def is_past(self, step: int) -> bool:
        return self.reached > step or self.state == "closed"

    def at(self, days: float) -> datetime:
        return min(self.begun + timedelta(days=days), timezone.now() - timedelta(minutes=5))

    def on(self, days: float):
        return timezone.localdate(self.at(days))


class Opening:
    """Steps 1 to 3 of the consultations of one city."""

    def __init__(self, city: City, *, cases: int, seed: int = 7):
        self.city, self.cases, self.dice = city, cases, Random(seed)
        self.tables = Tables(*MODELS)
        self.pack = practice.of(city.practice)
        self.numbers, self.minutes_numbers, self.pinyin = {}, {}, {}
        self.sequence = Event.objects.filter(chain="420281").count()
        self.types = {
            model: ContentType.objects.get_for_model(model).pk for model in (m.Topic, m.Research, m.Meeting, m.Progress)
        }

    def begin(self, number: int, *, stand: str = "", place: Place | None = None) -> Case:
        """Write steps 1 to 3 of one consultation; `stand` is a step, closed or stopped."""
        dice = self.dice
        stand = stand or dice.choices(list(SPREAD), list(SPREAD.values()))[0]
        case = Case(
            place=place or dice.choice(self.city.places),
            title=words.RARE_PLACE + "保护" if number == self.cases // 3 else words.title(dice),
            begun=timezone.now() - timedelta(days=365 * YEARS * (1 - number / (self.cases + 1))),
            reached={"closed": 5, "stopped": dice.randint(0, 3)}[stand] if stand not in STEPS else STEPS.index(stand),
            state=stand if stand not in STEPS else "running",
            is_important=dice.random() < 0.08,
        )
        self._consultation(case)
        self._approval(case)
        if case.reached >= 1:
            self._participants(case)
        for days in (14, 18) if case.reached >= 2 else ():
            self._research(case, days)
        return case

    def _consultation(self, case: Case) -> None:
        dice, place, year = self.dice, case.place, case.begun.year
        number = self.numbers[place.room, year] = self.numbers.get((place.room, year), 0) + 1
        topic = self.tables[m.Topic].add(
            title=case.title, source=dice.choice(("reception", "visit", "member", "public")), region_id=place.region,
            place=dice.choice(words.ESTATES) + f"{dice.randint(1, 40)}栋", why=words.sentences(dice, words.WHY, 5),
            state="taken_up", proposed_by_id=place.clerk, proposed_at=case.begun,
        )  # fmt: skip
        ended, fixed = {}, {}
        if case.is_over:
            ending = "done" if case.state == "closed" else dice.choice(("rejected", "withdrawn"))
            ended = {"ending": ending, "ended_at": case.at(120), "ended_by_id": place.convener}
        if case.is_past(1):
            fixed = {"participants_fixed_at": case.at(12), "participants_fixed_by_id": place.convener}
        case.key = self.tables[m.Consultation].add(
            topic_id=topic, room_id=place.room, practice_id=self.city.practice.pk, year=year, number=number,
            state=case.state, stage=STEPS[case.reached], step=STEPS[case.reached],
            stage_entered_at=case.at(case.reached * 10), created_by_id=place.clerk, created_at=case.begun,
            importance="important" if case.is_important else "ordinary",
            importance_reason="涉及多个小区" if case.is_important else "", **ended, **fixed,
        )  # fmt: skip
        self.tables[m.ConsultationRoom].add(
            consultation_id=case.key, room_id=place.room, lead=True, joined_at=case.begun
        )
        self.photo(m.Topic, topic, case)
        self.event(case, "consult.begin_topic", 0, f"提出议题《{case.title}》")

    def _approval(self, case: Case) -> None:
        if case.reached >= 1:
            state = "approved"
        elif case.is_over:
            state = "rejected"
        else:
            state = self.dice.choice(("draft", "pending", "pending", "returned"))
        submitted = state != "draft"
        approval = self.tables[m.Approval].add(
            consultation_id=case.key, state=state,
            submitted_at=case.at(1) if submitted else None, submitted_by_id=case.place.convener if submitted else None,
        )  # fmt: skip
        if not submitted:
            return
        self.event(case, "consult.submit_topic", 1, "提请审定")
        route = self.pack.route(
            importance="important" if case.is_important else "ordinary", room_kind="village", source="reception"
        )
        for order, turn in enumerate(route.steps):
            self._turn(case, approval, order, turn, state)

    def _turn(self, case: Case, approval: int, order: int, turn, state: str) -> None:
        body = self.pack.body(turn.bodies[0])
        unit = case.place.approver if body.unit_of == "room_approver" else self.city.bodies[body.unit_of]
        decided = {}
        if state == "approved" or (order == 0 and state in ("returned", "rejected")):
            decided = {
                "verdict": {"approved": "approve", "returned": "return"}.get(state, "reject"), "basis": "signature",
                "basis_note": "主要负责人签批", "basis_on": case.on(5 + order), "decided_by_id": case.place.secretary,
                "decided_at": case.at(5 + order), "opinion": "同意，注意听取困难住户意见。",
            }  # fmt: skip
            self.event(case, "consult.approval_approve", 5 + order, f"{turn.name}：同意")
        is_open = state == "pending" and order == 0
        self.tables[m.ApprovalStep].add(
            approval_id=approval, round=1, order=order, body=turn.bodies[0], unit_id=unit, name=turn.name,
            may=list(turn.may), enters=list(body.enters), is_open=is_open, opened_at=case.at(1), **decided,
        )  # fmt: skip

    def _participants(self, case: Case) -> None:
        for seat, category in enumerate(CATEGORIES, 1):
            name = words.name(self.dice)
            if name not in self.pinyin:
                self.pinyin[name] = pinyin_of(name)
            person = self.tables[m.Participant].add(
                consultation_id=case.key, name=name, pinyin=self.pinyin[name], category=category, seat=seat,
                title="住户代表", phone=f"1380000{self.dice.randint(0, 9999):04}", added_by_id=case.place.clerk,
                added_at=case.at(8),
            )  # fmt: skip
            case.people.append(person)
        self.event(case, "consult.fix_participants", 12, f"确定协商主体名单，{len(CATEGORIES)} 人")

    def _research(self, case: Case, days: int) -> None:
        key = self.tables[m.Research].add(
            consultation_id=case.key, on=case.on(days), place=case.title[:12], team="驻室委员 2 人，社区网格员 1 人",
            visited="住户和沿街商户", visited_count=self.dice.randint(5, 60), created_by_id=case.place.clerk,
            findings=words.sentences(self.dice, words.FINDINGS, 4), figures="走访 42 户，赞成 35 户",
            created_at=case.at(days),
        )  # fmt: skip
        self.photo(m.Research, key, case)
        self.event(case, "consult.record_research", days, "登记调研")

    def photo(self, model, owner: int, case: Case) -> None:
        self.tables[Attachment].add(
            file="attachments/2026/09/photo.jpg", thumbnail="thumbnails/2026/09/photo.jpg", name="现场照片.jpg",
            kind="photo", media_type="image/jpeg", size=self.dice.randint(90_000, 4_000_000), sha256="0" * 64,
            width=1600, height=1200, owner_type_id=self.types[model], owner_id=str(owner),
            uploaded_by_id=case.place.clerk, uploaded_at=case.begun,
        )  # fmt: skip

    def event(self, case: Case, verb: str, days: float, sentence: str) -> None:
        # The keys follow one another, so that real acts go on from here; the hashes are not those of the content.
        self.sequence += 1
        self.tables[Event].add(
            chain="420281", sequence=self.sequence, at=case.at(days), actor_id=case.place.clerk,
            actor_label=case.place.clerk_name, verb=verb, object_type="consult.consultation", object_id=str(case.key),
            object_label=case.title, case_id=case.key, unit_id=case.place.unit, sentence=sentence,
            months=[case.on(days).replace(day=1)], previous_hash=f"{self.sequence - 1:064}",
            hash=f"{self.sequence:064}",
        )  # fmt: skip
