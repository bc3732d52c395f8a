"""A case that is sent back past a decision: what was decided stays in the record, and is decided anew."""

import pytest
from django.utils import timezone

from consult.enums import EntryRole
from consult.steps import approval, case, entries, participants
from consult.workflow import gates
from tests.rooms.practices.player import Play
from tests.rooms.practices.test_own_pack import VILLAGE

pytestmark = pytest.mark.django_db
MORE = """  code = "filing"
  kind = "approval"
  name = "报备"
  bodies = ["approver"]
  filing = true
  mode = "block"
  step = "research"

  [[stage.checkpoint]]
  code = "plan"
  kind = "form"
  name = "走访安排"
  mode = "block"
  fields = [{ key = "who", label = "谁去", type = "text" }]

  [[stage.checkpoint]]
  code = "visits\""""
FILED = VILLAGE.replace('  code = "visits"', MORE)


def unmet(played) -> set[str]:
    return {gate.checkpoint.code for gate in gates(played.case, played.pack) if not gate.met}


@pytest.fixture
def voted(house):
    """The village has filed, visited and raised hands."""
    played = Play(house, FILED).run(until="talk")
    ballot = {"agree": 2, "against": 0, "abstain": 0, "eligible": 2}
    entries.record(
        played.case, code="hands", role=EntryRole.BALLOT, by=house.clerk, on=timezone.localdate(), data=ballot
    )
    assert unmet(played) == set()
    return played


def test_a_vote_does_not_count_for_what_is_discussed_anew(voted, house):
    send_back(voted, house)
    file_again(voted, house)
    if voted.case.stage != "talk":
        case.move_on(voted.case, by=house.convener)
    assert unmet(voted) == {"hands"}
    assert voted.case.checkpointentry_set.filter(role=EntryRole.BALLOT, superseded=True).count() == 1


def test_what_bodies_noted_is_asked_anew_and_a_form_stays_filled_in(voted, house):
    send_back(voted, house)
    assert unmet(voted) == {"filing"}
    file_again(voted, house)
    assert [step.round for step in voted.case.approval.steps.exclude(checkpoint="")] == [1, 2]


def send_back(played, house) -> None:
    """To the visits; the list is fixed as it was."""
    case.send_back(played.case, stage="visit", by=house.convener, reason="还要再走访几户")
    participants.fix(played.case, by=house.convener)


def file_again(played, house) -> None:
    approval.lay_before_bodies(played.case, code="filing", by=house.convener)
    played.decide_open_steps()
