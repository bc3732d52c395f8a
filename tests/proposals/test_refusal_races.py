"""The window in which a unit may refuse closes while somebody acts on it, on real PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals import operations
from proposals.models import Handling, Proposal
from proposals.operations import accepting, assigning, proposal_limits
from rooms.models import TimeLimit
from rooms.operations import time_limits
from tests import scenes
from tests.proposals.cycle_scene import of, preassigned, units
from tests.racing import at_once, between, unlocked

REASON = "不归我局"


@pytest.fixture
def house(transactional_db):
    return scenes.house()


@pytest.fixture
def asked(house):
    """A unit whose window closed yesterday without a word; nobody has looked since."""
    house.units = units(house)
    handling = of(preassigned(house, house.units), house.units, "lead")
    closed(handling)
    return handling


def closed(handling) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    earlier = yesterday - timedelta(days=20)
    TimeLimit.objects.of(handling).update(due_on=yesterday, counted_on=yesterday, starts_on=earlier)


def stands(handling) -> tuple[str, bool, list[str]]:
    handling = Handling.objects.get(pk=handling.pk)
    limits = TimeLimit.objects.of(handling).order_by("pk")
    return handling.state, handling.agreed_by_lapse, [limit.state for limit in limits]


def refuse(house, handling):
    return lambda: operations.object_to_proposal(handling, by=house.units.lead.user, reason=REASON)


def agree(house, handling):
    return lambda: operations.agree(handling, by=house.units.lead.user)


def take_away(house, handling):
    return lambda: operations.take_away(handling, by=house.office, reason="误交")


LATE = "申请退办的期限已过，已视为同意承办；确实不能承办的，请与交办单位联系。"
AGREED = "已经同意承办，等正式交办以后开始办理。"


@pytest.mark.parametrize("time", range(3))
def test_of_a_refusal_and_the_lapse_one_counts(house, asked, time):
    refused, lapsed = at_once(refuse(house, asked), operations.lapse_refusals)
    assert lapsed == ""
    assert (refused, *stands(asked)) in (("", "objected", False, ["met"]), (LATE, "agreed", True, ["lapsed"]))


def lapse_meets(house, asked, act) -> tuple[str, str]:
    """The window is just being closed when somebody of the unit or the office acts."""
    limit = TimeLimit.objects.of(asked).get()
    first, second = lambda: time_limits.lapse(limit), lambda: accepting._agreed_by_silence(asked, limit)
    return between(first, act(house, asked), second)


@pytest.mark.parametrize(
    ("act", "told", "state"),
    [(refuse, LATE, "agreed"), (agree, AGREED, "agreed"), (take_away, "", "canceled")],
)
def test_whoever_comes_while_it_lapses_waits_and_is_told(house, asked, act, told, state):
    assert lapse_meets(house, asked, act) == ("", told)
    assert stands(asked) == (state, True, ["lapsed"])


# A refusal is turned away by the day of the window alone, before it comes to its limit.
@pytest.mark.parametrize("act", [agree, take_away])
def test_without_the_lock_of_the_window_each_would_wait_for_the_other(house, asked, act, monkeypatch):
    """Negative control: a deadlock, which the database ends by giving one of them up."""
    monkeypatch.setattr(proposal_limits, "lock_refusal", lambda handling: None)
    assert "OperationalError" in lapse_meets(house, asked, act)


# ── 正式交办 ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def assign(house, row):
    return lambda: operations.assign_formally([row], by=house.office, on=timezone.localdate(), paper="交办会")


@pytest.mark.parametrize("time", range(3))
def test_the_lapse_and_the_formal_assignment_follow_each_other(house, asked, time):
    row = asked.proposal
    assigned, lapsed = at_once(assign(house, row), operations.lapse_refusals)
    assert lapsed == ""
    if assigned:
        assert assigned == f"{row.issue}市住建局还没有答复预交办，答复或者期满以后才能正式交办。"
        assign(house, row)()
    assert stands(asked) == ("accepted", True, ["lapsed", "running"])


def test_of_two_who_assign_for_good_one_does(house, asked):
    operations.lapse_refusals()
    told = at_once(*[assign(house, asked.proposal)] * 2)
    assert sorted(told) == ["", f"{asked.proposal.issue}现在是“办理中”，预交办以后才能正式交办。"]
    assert stands(asked) == ("accepted", True, ["lapsed", "running"])


def unit_added_meanwhile(house, asked) -> tuple[str, str, list[tuple[str, str]]]:
    """Another unit is added while the proposal is being given for good."""
    operations.lapse_refusals()
    row, co = Proposal.objects.get(pk=asked.proposal_id), house.units.co.unit

    def add():
        operations.add_unit(row, by=house.office, unit=co, role="co")

    own, other = between(assign(house, row), add, lambda: None)
    parts = Handling.objects.filter(proposal=row).order_by("pk")
    return own, other, list(parts.values_list("role", "state"))


def test_a_unit_that_is_added_at_this_moment_is_given_it_for_good_as_well(house, asked):
    assert unit_added_meanwhile(house, asked) == ("", "", [("lead", "accepted"), ("co", "issued")])


def test_without_the_lock_it_would_be_asked_for_ever(house, asked, monkeypatch):
    """Negative control: asked whether it agrees to what was given for good without it."""
    monkeypatch.setattr(assigning, "lock", unlocked)
    assert unit_added_meanwhile(house, asked)[2] == [("lead", "accepted"), ("co", "proposed")]
