"""What follows from what a body said: only what the case waited for leads it on, or ends it."""

import pytest

from consult.enums import Importance, Verdict
from consult.steps import approval, case
from rooms.models import PracticeVersion
from rooms.practice import seed_text
from tests.consult.steps.test_bodies import BODIES, refused, say, turn
from tests.rooms.packs import LIGHT, SIGNED
from tests.rooms.practices.player import Play

pytestmark = pytest.mark.django_db

STAGES = """
[[stage]]
code = "one"
name = "定题"
steps = ["topic"]
who = ["clerk"]

  [[stage.checkpoint]]
  code = "gate"
  kind = "approval"
  name = "报备"
  bodies = ["approver"]
  may = ["approve", "return", "reject"]
  mode = "warn"

[[stage]]
code = "two"
name = "定人"
steps = ["participants", "research"]
who = ["clerk"]

[[stage]]
code = "three"
name = "议事"
steps = ["discussion", "submission", "action"]
who = ["clerk"]
"""
STAGES += SIGNED
ONE_TURN = """
[[route]]
when = { importance = "ordinary" }

  [[route.step]]
  body = "approver"
  name = "审定"
  may = ["approve", "return", "raise"]

[[route]]
when = { importance = "important" }

  [[route.step]]
  body = "city_committee"
  name = "审定"
  may = ["approve", "return"]
"""


@pytest.fixture
def asked(house):
    """The township was asked at a checkpoint that only reminds."""
    played = Play(house, LIGHT + STAGES + BODIES)
    approval.lay_before_bodies(played.case, code="gate", by=house.convener)
    return played


def test_a_word_on_what_only_reminds_leads_no_case_on(asked, house):
    say(asked.case, house.township, turn(asked.case, house.room.approver))
    assert asked.case.stage == "one"


@pytest.mark.parametrize("verdict", ["approve", "return"])
def test_a_word_that_comes_late_is_kept_and_moves_nothing(asked, house, verdict):
    case.move_on(asked.case, by=house.convener)
    step = turn(asked.case, house.room.approver)
    say(asked.case, house.township, step, verdict)
    step.refresh_from_db()
    assert (step.verdict, asked.case.stage, str(asked.case.step)) == (verdict, "two", "participants")


def test_nobody_ends_a_topic_that_has_left_his_checkpoint(asked, house):
    case.move_on(asked.case, by=house.convener)
    said = refused(say, asked.case, house.township, turn(asked.case, house.room.approver), "reject")
    assert said == "协商已经离开提请“报备”的环节，不能再作出“不同意”的意见。"
    assert asked.case.is_running


def test_a_topic_that_is_raised_lies_before_the_first_body_that_has_not_looked(house):
    """The important topic has one turn, of another body: it is asked, and none is left out."""
    played = Play(house, LIGHT + ONE_TURN)
    assert PracticeVersion.objects.get(code="light").pk == played.case.practice_id
    approval.submit(played.case, by=house.convener)
    say(played.case, house.township, played.case.approval.steps.get(is_open=True), Verdict.RAISE)
    assert played.case.importance == Importance.IMPORTANT
    assert played.case.approval.steps.get(is_open=True).body == "city_committee"


def test_without_consensus_the_word_of_a_body_ends_the_case_as_its_receipt_does(house):
    """田家庵, if its committee were to study also what was not agreed."""
    head, code, tail = seed_text("tianjiaan").partition('code = "decided"')
    tail = tail.replace("when = { consensus = true }\n", "", 1)
    text = (head + code + tail).replace('code = "tianjiaan"', 'code = "other"', 1)
    assert Play(house, text, consensus=False).run().case.ending == "no_consensus"
