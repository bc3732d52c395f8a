"""Figures follow whatever is written, corrected and taken out, in whatever order it comes."""

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from consult.models import PastConsultation, PastMatter
from consult.steps import past
from reports import facts
from rooms import operations
from rooms.enums import ActivityContext, ActivityKind
from rooms.models import Activity, Voice
from rooms.operations import Part
from tests import factories as make
from tests.rooms.activity_scene import activity_day, recorded

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


class Hand:
    """Somebody who does at random what pages allow."""

    def __init__(self, house, seed):
        self.house, self.dice = house, Random(seed)
        self.team = [make.posted_member(house.room) for _ in range(3)]
        self.days = [activity_day(TODAY - timedelta(days=back)) for back in (20, 200)]

    def act(self):
        self.dice.choice(
            [self.write, self.write, self.correct, self.take_out, self.say, self.unsay, self.old, self.correct_old]
        )()

    def _what(self) -> dict:
        day = self.dice.choice(self.days)
        context = self.dice.choice([each.value for each in ActivityContext])
        back = timedelta(days=self.dice.randrange(400))
        on = day.on if context == ActivityContext.ACTIVITY_DAY else TODAY - back
        kind = self.dice.choice([each.value for each in ActivityKind])
        return {"kind": kind, "context": context, "on": on, "amount": self.dice.randrange(1, 20)}

    def _some(self, rows):
        rows = list(rows.order_by("pk"))
        return self.dice.choice(rows) if rows else None

    def _people(self):
        return self.dice.sample(self.team, self.dice.randrange(4))

    def write(self):
        voices = [{"kind": "information", "text": "井盖", "member": self.dice.choice([None, *self.team])}]
        people = self._people()
        recorded(self.house.room, by=self.house.clerk, people=people, voices=voices, **self._what())

    def correct(self):
        if row := self._some(Activity.objects.standing()):
            told = {**self._what(), "people": [Part(each) for each in self._people()]}
            operations.edit_activity(row, by=self.house.clerk, version=row.version, **told)

    def take_out(self):
        if row := self._some(Activity.objects.standing()):
            operations.remove_activity(row, by=self.house.clerk, reason="登记错了")

    def say(self):
        if row := self._some(Activity.objects.standing()):
            operations.add_voice(row, by=self.house.clerk, kind="suggestion", text="路灯", member=self.team[0])

    def unsay(self):
        if row := self._some(Voice.objects.standing()):
            change = {"kind": "suggestion", "member": self.dice.choice([None, *self.team])}
            if self.dice.random() < 0.5:
                operations.edit_voice(row, by=self.house.clerk, version=row.version, **change)
            else:
                operations.remove_voice(row, by=self.house.clerk, reason="重复")

    def old(self):
        count = PastConsultation.objects.count()
        matters = [{"text": "加装路灯", "outcome": "open"}]
        held = date(2024, 1, 1) + timedelta(days=self.dice.randrange(600))
        told = {"title": f"停车 {count}", "held_on": held, "source": "台账", "matters": matters}
        past.record(self.house.room, by=self.house.clerk, **told)

    def correct_old(self):
        by, row = self.house.clerk, self._some(PastConsultation.objects.standing())
        if row and self.dice.random() < 0.3:
            past.remove(row, by=by, reason="重复")
        elif row and self.dice.random() < 0.5:
            held = row.held_on - timedelta(days=40)
            past.edit(row, by=by, version=row.version, title=row.title, held_on=held)
        elif row and (matter := self._some(PastMatter.objects.filter(past=row))):
            done = {"outcome": "done", "closed_on": row.held_on + timedelta(days=50)}
            past.edit_matter(matter, by=by, version=matter.version, **done)


def play(house, seed: int) -> None:
    hand = Hand(house, seed)
    for step in range(60):
        hand.act()
        if step % 20 == 19:
            assert not any(facts.compare().values()), f"after step {step}"


def test_figures_are_what_counting_anew_gives_after_any_sequence_of_acts(house):
    """Other sequences are in the long run."""
    play(house, seed=1)
