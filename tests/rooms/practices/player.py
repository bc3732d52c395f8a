"""Plays the method of a pack from its first stage to a closed case, by the verbs that the pages call.

At every stop it first tries to go on without what the pack insists on, and notes each refusal; then it does what the
place does there. It reads all that from the pack, as the engine does: no place has a case of its own here.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consult import queries
from consult.enums import Attendance, EntryRole, MatterState, MeetingOutcome, Verdict
from consult.models import Consultation, Matter
from consult.steps import (
    approval,
    assignment,
    case,
    closing,
    discussion,
    entries,
    matter,
    minutes,
    participants,
    products,
    research,
    signing,
    stream,
    submission,
    topic,
)
from consult.workflow import Refused, gates
from consult.workflow.entries import is_recorded, next_look, posted_until
from members.enums import RoleCode, UnitKind
from members.models import Unit, User
from rooms import practice
from rooms.operations import follow_practice, load_practice
from tests import action_scenes as scene
from tests import factories as make
from tests.minutes_scene import say

NAMES = ["吴德胜", "彭玉珍", "陈大海", "邓国梁", "何玉珍", "黄文斌", "高翔", "曹伟", "林静", "许强", "何健", "柯正清"]
MOST_MOVES = 60
RELATED = ("topic__region", "room__unit__region", "room__approver", "practice", "approval")


class Play:
    """One case under one pack. `refused` are the gates, as stage/code, that held it when it tried to go on."""

    def __init__(self, house, code_or_text, *, consensus=True, **topic_fields):
        self.house, self.consensus = house, consensus
        text = code_or_text if "\n" in code_or_text else practice.seed_text(code_or_text)
        self.version = load_practice(text, by=None)
        self.pack = practice.of(self.version)
        follow_practice(make.city(), version=self.version, starts_on=timezone.localdate(), by=None)
        self.refused, self.stops, self.topic_fields = {}, [], topic_fields
        self._found_bodies()
        self.id = self._begin().pk

    @property
    def case(self) -> Consultation:
        # As fresh as a request would read it, without what only its page shows.
        return Consultation.objects.select_related(*RELATED).get(pk=self.id)

    def _begin(self):
        fields = {**make.TOPIC, "source": self.pack.topic_sources[0].code, "region": self.house.room.unit.region}
        fields |= {"triage": self.pack.triages[0].code} if self.pack.triages else {}
        return topic.begin(self.house.room, by=self.house.clerk, **{**fields, **self.topic_fields})

    def _found_bodies(self) -> None:
        """The city has the offices that the pack names (市委办公室、市政府办公室)."""
        for body in self.pack.bodies:
            offices = Unit.objects.filter(kind=body.unit_of, name__contains=body.called)
            if body.unit_of in UnitKind.values and not offices.exists():
                make.UnitFactory(name=body.called or body.name, kind=body.unit_of)

    def run(self, *, until: str = "") -> "Play":
        """To the end of the case, or up to a stage. Raises AssertionError where it stands still."""
        with time_machine.travel(timezone.now(), tick=True) as self.clock:
            for _ in range(MOST_MOVES):
                now = self.case
                if not now.is_running or now.stage == until:
                    return self
                stop = (now.stage, str(now.step))
                if stop not in self.stops:
                    self.stops.append(stop)
                    self.try_to_go_on()
                if not self.play_stop(stop):
                    self.leave()
        raise AssertionError(f"{self.pack.name} stands still at {self.stops[-1]}")

    def stand_at(self, stage: str, step: str = "") -> "Play":
        """What comes before this stage is taken as done: for a look at one gate."""
        step = step or self.pack.stage(stage).steps[-1]
        Consultation.objects.filter(pk=self.id).update(stage=stage, step=step)
        return self

    def missing(self, code: str) -> str:
        """What one gate of the present stage says; nothing where it is met."""
        return next(gate.sentence for gate in self.gates() if gate.checkpoint.code == code)

    def play_stop(self, stop) -> bool:
        """Do what is done at this stop; say whether the case has gone on by itself."""
        ACTS[stop[1]](self)
        for gate in [gate for gate in self.gates() if not gate.met]:
            if self.has_left(stop):
                return True
            if is_recorded(gate.checkpoint):
                self.meet(gate.checkpoint)
        return self.has_left(stop)

    def has_left(self, stop) -> bool:
        now = self.case
        return not now.is_running or (now.stage, str(now.step)) != stop

    def gates(self):
        return gates(self.case, self.pack)

    def try_to_go_on(self) -> None:
        """Try the next stop with nothing done here: every gate that blocks is named in the refusal."""
        held = [gate for gate in self.gates() if gate.blocks]
        if not held:
            return
        now = self.case
        is_last = self.pack.next_stop(now.stage, str(now.step)) is None
        with pytest.raises(Refused) as refused:
            (closing.finish if is_last else case.move_on)(now, by=self.house.convener)
        for gate in held:
            assert gate.sentence in str(refused.value) or "没有办结" in str(refused.value)
            self.refused[f"{now.stage}/{gate.checkpoint.code}"] = gate.sentence

    def leave(self) -> None:
        """What is left is to go on by hand, or to close the case at its last stop."""
        now = self.case
        if self.pack.next_stop(now.stage, str(now.step)):
            case.move_on(now, by=self.house.convener)
        else:
            closing.finish(now, by=self.house.convener)

    # ── what people write down ───────────────────────────────────────────────────────────────────────────────────

    def meet(self, checkpoint) -> None:
        MEET[checkpoint.kind](self, checkpoint)

    def record(self, checkpoint):
        return entries.record_of(self.case, self.pack, self.case.stage, checkpoint.code)

    def write(self, checkpoint, role, **fields):
        fields = {"by": self.house.clerk, "on": timezone.localdate(), **fields}
        return entries.record(self.case, code=checkpoint.code, role=role, **fields)

    def wait_until(self, day) -> None:
        left = (day - timezone.localdate()).days
        if left > 0:
            self.clock.shift(timedelta(days=left))

    def body_person(self, step) -> User:
        """Somebody who speaks for the unit of this step."""
        held = User.objects.filter(roles__unit=step.unit).first()
        if held:
            return held
        roles = self.pack.body(step.body).roles
        kinds = {
            UnitKind.TOWNSHIP: RoleCode.TOWNSHIP,
            UnitKind.OFFICE: RoleCode.OFFICE,
            UnitKind.DISPATCH_OFFICE: RoleCode.DISPATCHER,
            UnitKind.GUIDANCE: RoleCode.GUIDANCE,
            UnitKind.CITY_COMMITTEE: RoleCode.CITY_COMMITTEE,
        }
        return make.person(kinds.get(step.unit.kind, roles[0]), unit=step.unit)

    def decide_open_steps(self, verdict=None) -> None:
        while self.case.is_running and (step := self.case.approval.steps.filter(is_open=True).first()):
            said = verdict or (Verdict.NOTE if step.may == [Verdict.NOTE] else Verdict.APPROVE)
            by = self.body_person(step)
            basis = {"basis": "meeting", "basis_on": timezone.localdate(), "opinion": "同意"}
            approval.decide(self.case, by=by, step_id=step.pk, verdict=said, **basis)


def fix_topic(play) -> None:
    asks = play.pack.asks_route
    if asks and asks.code == play.case.stage and play.case.approval.state in ("draft", "returned"):
        approval.submit(play.case, by=play.house.convener)
        play.decide_open_steps()


def list_people(play) -> None:
    """Enough of each category, and of the stakeholders half of all."""
    if play.case.participants_fixed_at:
        return
    count = 0
    for category in play.pack.categories:
        if category.source == "convener":
            for each in play.house.room.conveners.all():
                told = {"name": each.user.name, "kind": "convener", "convener": each}
                participants.add(play.case, by=play.house.clerk, category=category.code, **told)
            continue
        wanted = max(category.min or 0, 1) if category.max != 0 else 0
        for _ in range(min(wanted, category.max or wanted)):
            count += 1
            participants.add(play.case, by=play.house.clerk, category=category.code, name=f"{NAMES[count % 12]}{count}")
    _fill_shares(play, count)
    participants.fix(play.case, by=play.house.convener)


def _fill_shares(play, count: int) -> None:
    """More people where a count or a share of the list is not met yet."""
    wanted = {}
    for checkpoint in play.pack.stage(play.case.stage).checkpoints:
        params = checkpoint.params
        if params.get("measure") == "participants":
            code = params.get("where", {}).get("category", play.pack.categories[-1].code)
            least = params.get("min", 0)
            wanted[code] = count + 1 if "ratio_of" in params else least
    least = play.pack.participants.min or 0
    if least > count:
        wanted[play.pack.categories[-1].code] = max(wanted.get(play.pack.categories[-1].code, 0), least)
    for code, number in wanted.items():
        have = play.case.participant_set.standing().filter(category=code).count()
        for more in range(have, int(number)):
            participants.add(play.case, by=play.house.clerk, category=code, name=f"{NAMES[more % 12]}甲{more}")


def do_research(play) -> None:
    told = {"place": "3 栋", "team": "驻室委员", "findings": "主管堵塞", "on": timezone.localdate()}
    research.record(play.case, by=play.house.clerk, **told)
    while any(gate.checkpoint.params.get("measure") == "research_records" and not gate.met for gate in play.gates()):
        research.record(play.case, by=play.house.clerk, **told)


def discuss(play) -> None:
    now = play.case
    if not now.meeting_set.exists():
        if not now.participant_set.exists():
            _list_without_a_step(play)
        hold_meeting(play)
    if play.case.stage == play.pack.sign_off[0].code and getattr(play.case, "minutes", None) is None:
        sign_minutes(play)


def _list_without_a_step(play) -> None:
    category = next(each for each in play.pack.categories if each.source != "convener" and each.named)
    for name in NAMES[:3]:
        participants.add(play.case, by=play.house.clerk, category=category.code, name=name)


def hold_meeting(play) -> None:
    house, now = play.house, play.case
    named = [each.code for each in play.pack.categories if each.named]
    chair = now.participant_set.standing().filter(category__in=named).first()
    arranged = {"mode": play.pack.meeting_modes[0].code, "place": "门前空地", "planned_at": timezone.now()}
    meeting = discussion.plan(now, by=house.clerk, chair=chair, recorder=house.clerk, **arranged)
    meeting = discussion.start(meeting, by=house.clerk)
    seats = {each.pk: Attendance.PRESENT for each in now.participant_set.standing()}
    discussion.seat(meeting, by=house.clerk, attendance=seats)
    say(meeting, chair.name, "先疏通再改造", by=house.clerk)
    say(meeting, chair.name, "费用不应全由商户承担", by=house.clerk, is_dissent=True)
    if play.consensus:
        # One matter for each way that a matter can go; units are suggested once the case was held for want of them.
        told = {"by": house.clerk, "meeting": meeting}
        ways = [(f"疏通主管（{way.name}）", way.code) for way in play.pack.destinations]
        noted = [matter.note(play.case, text=text, place=code, **told) for text, code in ways]
        discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.AGREED)
        play.try_to_go_on()
        for each in noted:
            matter.edit(each, by=house.clerk, version=1, suggested_units=[own_unit(play)])
    else:
        discussion.end(meeting, by=house.clerk, outcome=MeetingOutcome.NONE, note="费用由谁承担意见不一")
    for each in queries.dissents(play.case):
        stream.explain(each, by=house.clerk, version=each.version, explanation="先疏通，费用另议")


def own_unit(play):
    if not hasattr(play, "unit"):
        play.unit, play.handler = scene.own_unit(play.house)
    return play.unit


def sign_minutes(play) -> None:
    house = play.house
    draft = minutes.compose(play.case, by=house.clerk)
    draft = minutes.offer(draft, by=house.clerk, version=draft.version)
    signer = house.convener if play.pack.signs_off("first") else house.second_convener
    signing.sign(draft, by=signer, seen=signing.as_read(draft))


def send(play) -> None:
    if not play.case.submission_set.exists():
        if getattr(play.case, "minutes", None) is None:
            sign_minutes(play)
        sent = submission.send(play.case, by=play.house.convener)
        submission.receive(sent, by=play.house.township)


def carry_out(play) -> None:
    house = play.house
    for each in Matter.objects.for_page().filter(consultation=play.id, state=MatterState.PENDING):
        scene.decide(each, house.township, plan=scene.plan(own_unit(play)))
        task = each.assignments.get()
        assignment.accept(task, by=play.handler)
    for each in Matter.objects.for_page().filter(consultation=play.id, state=MatterState.RUNNING):
        close(play, each)


def close(play, each) -> None:
    for task in each.assignments.open():
        photo = scene.photo(play.handler)
        assignment.report(task, by=play.handler, text="已经疏通", asks_closing=True, attachments=[photo.pk])
        task.refresh_from_db()
        assignment.close(task, by=play.house.township)
    by = play.house.clerk if each.by_room else play.house.township
    outcome = next(one for one in play.pack.outcomes if one.state == "done")
    for product in play.pack.disposition_of(each.place).also:
        make_product(play, product)
    photo = scene.photo(by)
    closing.close_matter(each, by=by, outcome=outcome.code, text="已经疏通", attachments=[photo.pk])


def make_product(play, product: str) -> None:
    """What the way of a matter asks for besides (形成居民公约)."""
    products.record_product(play.case, kind=product, label="居民公约", by=play.house.clerk)


def nothing(play) -> None:
    """Evaluation is made of checkpoints alone."""


ACTS = {
    "topic": fix_topic,
    "participants": list_people,
    "research": do_research,
    "discussion": discuss,
    "submission": send,
    "action": carry_out,
    "evaluation": nothing,
}


def post(play, checkpoint) -> None:
    """A posting, an objection that is answered, and the days that have to pass."""
    play.write(checkpoint, EntryRole.POSTED, text="公示在社区公告栏")
    if checkpoint.params.get("objections"):
        objection = play.write(checkpoint, EntryRole.OBJECTION, text="公告栏看不到")
        entries.answer(objection, by=play.house.clerk, version=1, text="已另贴一份", on=timezone.localdate())
    play.wait_until(posted_until(play.record(checkpoint)).date)


def vote(play, checkpoint) -> None:
    """A ballot that fails, and one that passes."""
    eligible = play.case.participant_set.standing().count()
    ballot = {"against": 0, "abstain": 0, "eligible": eligible}
    play.write(checkpoint, EntryRole.BALLOT, data={**ballot, "agree": 0, "against": eligible})
    assert gate_of(play, checkpoint).sentence.endswith("没有通过。")
    play.write(checkpoint, EntryRole.BALLOT, data={**ballot, "agree": eligible})


VALUES = {
    "text": "第一项",
    "longtext": "第一项",
    "number": "1",
    "integer": 1,
    "date": "2026-09-01",
    "yesno": "是",
    "file": [],
}


def filled(fields) -> dict:
    """Every field of a form, the choices at their best."""
    return {
        field["key"]: [field["options"][0]]
        if field["type"] == "choices"
        else field["options"][0]
        if field["type"] == "choice"
        else VALUES[field["type"]]
        for field in fields
    }


def fill_in(play, checkpoint) -> None:
    play.write(checkpoint, EntryRole.FORM, data=filled(checkpoint.params["fields"]))


def signature(play, checkpoint) -> None:
    if checkpoint.params.get("may_return"):
        play.write(checkpoint, EntryRole.SIGNATURE, said_by="市领导", text="补充数据", data={"verdict": "return"})
        assert "已退回" in gate_of(play, checkpoint).sentence
    play.write(checkpoint, EntryRole.SIGNATURE, said_by="市领导", data={"verdict": "approve"})


def respond(play, checkpoint) -> None:
    items = [str(each.pk) for each in play.record(checkpoint).items] if "each" in checkpoint.params else [""]
    for item in items:
        play.write(checkpoint, EntryRole.ANSWER, item=item, text="下周进场", said_by="市住建局")


def rate(play, checkpoint) -> None:
    form = play.pack.form(checkpoint.params["form"])
    for number in range(checkpoint.params.get("min_raters", 1)):
        play.write(checkpoint, EntryRole.RATING, said_by=f"{number + 1} 号", data=filled(form.fields))


def look_back(play, checkpoint) -> None:
    while due := next_look(play.record(checkpoint)):
        play.wait_until(due.date)
        play.write(checkpoint, EntryRole.LOOK_BACK, text="排水通畅", data={"finding": "held"})


def tell(play, checkpoint) -> None:
    play.write(checkpoint, EntryRole.NOTICE, text="张贴公告", data={"to": list(checkpoint.params["to"])})


def produce(play, checkpoint) -> None:
    play.write(checkpoint, EntryRole.PRODUCT, text="协商案例")


def ask_bodies(play, checkpoint) -> None:
    """Returned once where it may be, then agreed."""
    approval.lay_before_bodies(play.case, code=checkpoint.code, by=play.house.convener)
    if not checkpoint.params.get("filing"):
        first = play.case.approval.steps.filter(is_open=True).first()
        said = {"verdict": "return", "basis": "signature", "basis_on": timezone.localdate(), "opinion": "补充数据"}
        approval.decide(play.case, by=play.body_person(first), step_id=first.pk, **said)
        assert "已退回" in gate_of(play, checkpoint).sentence
        approval.lay_before_bodies(play.case, code=checkpoint.code, by=play.house.convener)
    play.decide_open_steps()


def gate_of(play, checkpoint):
    return next(gate for gate in play.gates() if gate.checkpoint.code == checkpoint.code)


MEET = {
    "approval": ask_bodies,
    "publicity": post,
    "vote": vote,
    "form": fill_in,
    "sign": signature,
    "respond": respond,
    "evaluate": rate,
    "wait": look_back,
    "notify": tell,
    "produce": produce,
}
