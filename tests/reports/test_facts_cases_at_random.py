"""Figures of cases follow whatever rooms, townships and units do, in whatever order it comes."""

from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.utils import timezone

from consult.enums import ConsultationState, MatterState, Step
from consult.models import Assignment, Consultation, EvaluationRound, Matter, Participant, Research
from consult.steps import assignment, closing, evaluation, participants, research, topic
from consult.workflow import send_back
from members.workflow import Refused
from reports import facts
from tests import action_scenes as action
from tests import factories as make
from tests.consult.evaluation import scene

pytestmark = pytest.mark.django_db
BEGAN = timezone.localtime().replace(hour=9) - timedelta(days=400)
CHANCE_TO_COMPARE = 0.15


class Hand:
    """Somebody who does at random what pages allow; what is refused at that moment is not done."""

    def __init__(self, house, seed):
        self.house, self.dice, self.done = house, Random(seed), set()
        self.unit, self.unit_person = action.own_unit(house)

    def act(self):
        act = self.dice.choice(ACTS)
        try:
            if act(self) is not False:
                self.done.add(act.__name__)
        except Refused:
            pass

    def some(self, rows):
        rows = list(rows.order_by("pk"))
        return self.dice.choice(rows) if rows else None

    def case(self, step=None):
        rows = Consultation.objects.for_page().filter(state=ConsultationState.RUNNING)
        return self.some(rows.filter(step=step) if step else rows)

    def task(self, *states):
        return self.some(Assignment.objects.for_page().filter(state__in=states))


def begin(hand):
    people = {"clerk": hand.house.clerk, "convener": hand.house.convener, "township": hand.house.township}
    hand.dice.choice([make.at_participants, make.at_research, make.at_discussion])(hand.house.room, **people)


def sign_minutes(hand):
    action.received(hand.house, township=hand.dice.randint(1, 3), city=hand.dice.randint(0, 1))


def list_somebody(hand):
    if case := hand.case(Step.PARTICIPANTS):
        category, name, title = hand.dice.choice(make.RESIDENTS)
        told = {"category": category, "name": f"{name}{hand.dice.randrange(999)}", "title": title}
        participants.add(case, by=hand.house.clerk, **told)
    return case is not None


def strike_somebody(hand):
    people = Participant.objects.standing().filter(consultation__state=ConsultationState.RUNNING)
    if person := hand.some(people.select_related("consultation")):
        participants.remove(person, by=hand.house.clerk)
    return person is not None


def fix_list(hand):
    if case := hand.case(Step.PARTICIPANTS):
        participants.fix(case, by=hand.house.convener)
    return case is not None


def reopen_list(hand):
    if case := hand.case(Step.RESEARCH):
        participants.reopen(case, by=hand.house.convener, reason="漏了两户")
    return case is not None


def go_out(hand):
    if case := hand.case(Step.RESEARCH):
        told = {"place": "3 栋", "team": "驻室委员", "findings": "堵塞", "visited_count": hand.dice.randint(0, 9)}
        research.record(case, by=hand.house.clerk, on=timezone.localdate(), **told)
    return case is not None


def take_out_research(hand):
    rows = Research.objects.standing().filter(consultation__state=ConsultationState.RUNNING)
    if row := hand.some(rows.select_related("consultation")):
        research.remove(row, by=hand.house.clerk, reason="登记错了")
    return row is not None


def finish_research(hand):
    if case := hand.case(Step.RESEARCH):
        research.finish(case, by=hand.house.clerk)
    return case is not None


def go_back(hand):
    if case := hand.case(Step.DISCUSSION):
        send_back(Consultation.objects.get(pk=case.pk), Step.RESEARCH, by=hand.house.convener, reason="再走访")
    return case is not None


def stop(hand):
    if (case := hand.case()) and hand.dice.random() < 0.3:
        topic.stop(case, by=hand.house.convener, reason="并入旧改")
        return True
    return False


def decide(hand):
    if matter := hand.some(Matter.objects.for_page().filter(state=MatterState.PENDING)):
        if hand.dice.random() < 0.3:
            action.decide(matter, hand.house.township, adoption="decline", opinion="资金没有来源")
        else:
            action.decide(matter, hand.house.township, plan=action.plan(hand.unit, days=hand.dice.randint(1, 40)))
    return matter is not None


def accept(hand):
    if task := hand.task("issued"):
        assignment.accept(task, by=hand.unit_person)
    return task is not None


def refuse(hand):
    if (task := hand.task("issued")) and hand.dice.random() < 0.3:
        assignment.refuse(task, by=hand.unit_person, reason="不属本单位职责")
    return task is not None


def report(hand):
    if task := hand.task("accepted"):
        assignment.report(task, by=hand.unit_person, text="疏通", asks_closing=hand.dice.random() < 0.7)
    return task is not None


def close_task(hand):
    if task := hand.task("reported"):
        assignment.close(task, by=hand.house.township)
    return task is not None


def close_matter(hand):
    rows = Matter.objects.for_page().filter(state=MatterState.RUNNING, assignments__state="closed").distinct()
    if matter := hand.some(rows):
        told = {"text": "疏通", "satisfaction": hand.dice.choice(["满意", "基本满意", "不满意", ""])}
        told["attachments"] = [action.photo(hand.house.township).pk]
        closing.close_matter(matter, by=hand.house.township, outcome="solved", **told)
    return matter is not None


def rate(hand):
    if matter := hand.some(Matter.objects.for_page().filter(state=MatterState.DONE)):
        round = scene.opened(hand.house, matter)
        scene.answer_all(round, *[hand.dice.choice([scene.GOOD, scene.BAD]) for _ in range(3)])
        evaluation.close_round(round, by=hand.house.clerk)
    return matter is not None


def void_rating(hand):
    if round := hand.some(EvaluationRound.objects.for_page().filter(state="closed")):
        evaluation.void_round(round, by=hand.house.clerk, reason="邀请错了人")
    return round is not None


ACTS = (
    *(begin, sign_minutes, list_somebody, strike_somebody, fix_list, reopen_list, go_out, take_out_research),
    *(finish_research, go_back, stop, decide, decide, accept, accept, refuse, report, report, close_task, close_task),
    *(close_matter, close_matter, rate, void_rating),
)


def play(house, seed: int) -> None:
    hand = Hand(house, seed)
    for step in range(100):
        with time_machine.travel(BEGAN + timedelta(days=4 * step), tick=False):
            hand.act()
        if hand.dice.random() < CHANCE_TO_COMPARE:
            assert not any(facts.compare().values()), f"after step {step}"
    assert not any(facts.compare().values())
    # Acts that were always refused would prove nothing. How far a sequence comes depends on the day of the week, too.
    assert len(hand.done) >= 8, {act.__name__ for act in ACTS} - hand.done


def test_figures_of_cases_are_what_counting_anew_gives_after_any_sequence_of_acts(house):
    """Other sequences are in the long run."""
    play(house, seed=1)
