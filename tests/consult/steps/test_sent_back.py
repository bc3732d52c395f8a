"""A case that is sent back past a decision: what was decided stays in the record, and is decided anew."""

import pytest
from django.utils import timezone

from consult.enums import EntryRole
from consult.steps import approval, case, entries, participants, topic
from consult.views.checkpoint_rows import checkpoint_rows
from consult.workflow import Refused, gates, records_of
from consult.workflow.entries import entries_of
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
    """Besides the minutes, which nobody has drafted yet."""
    return {gate.checkpoint.code for gate in gates(played.case, played.pack) if not gate.met} - {"signed"}


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


def test_going_back_to_a_later_look_at_the_topic_leaves_it_approved(house):
    """亳州 posts a topic after its approval: posting it anew asks no body, and its text stays as it was approved."""
    played = Play(house, "bozhou").run(until="draw")
    case.send_back(played.case, stage="publish", by=house.convener, reason="重新公示")
    assert (played.case.approval.state, played.case.participants_fixed_at) == ("approved", None)
    with pytest.raises(Refused, match="不能再修改"):
        topic.edit(played.case, by=house.clerk, version=played.case.topic.version, title="另一个议题")
    case.send_back(played.case, stage="review", by=house.convener, reason="重新审核")
    assert played.case.approval.state == "returned"


def test_what_counts_no_more_is_kept_as_it_is(voted, house):
    ballot = voted.case.checkpointentry_set.get(role=EntryRole.BALLOT)
    send_back(voted, house)
    file_again(voted, house)
    if voted.case.stage != "talk":
        case.move_on(voted.case, by=house.convener)
    with pytest.raises(Refused, match="只作留存"):
        entries.strike(ballot, by=house.clerk, reason="不要了")
    assert "划去" not in [act for row in lines_of(voted.case, house.clerk) for act in row]


def lines_of(consultation, user):
    stage = consultation.pack.stage(consultation.stage)
    told = {"entries": entries_of(consultation), "records": records_of(consultation)}
    rows = checkpoint_rows(consultation, user, consultation.pack, stage, **told)
    return [["划去"] if line["strikes"] else [] for row in rows for line in row["lines"]]
