"""The roll is called while somebody settles what was promised, on real PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proposals.models import RollCall, RollCallAnswer
from proposals.operations import follow_up
from tests import factories as make
from tests import scenes
from tests.proposals.care_scene import answered
from tests.racing import at_once, between, waiting


@pytest.fixture
def house(transactional_db):
    make.daye()
    return scenes.house()


def calling(house):
    until = timezone.localdate() + timedelta(days=30)
    return lambda: follow_up.call_roll(make.office(), by=house.office, year=2026, text="请报告进展", due_on=until)


def called_while_settled(house) -> str:
    reply = answered(house)

    def settle():
        follow_up.settle(reply, by=house.office, on=timezone.localdate(), evidence="现场已经看到")

    own, told = between(settle, calling(house), lambda: None)
    assert own == ""
    return told


def test_nobody_is_asked_about_what_is_settled_at_this_moment(house):
    assert called_while_settled(house) == "现在没有要跟踪的 B 类答复。"


def test_without_the_lock_a_unit_would_be_asked_for_ever(house, monkeypatch):
    """Negative control: what is settled already has an open question, and a limit that nothing ends."""
    monkeypatch.setattr(follow_up, "lock_all", lambda rows: None)
    assert called_while_settled(house) == ""
    assert RollCallAnswer.objects.filter(answered_at=None, reply__settlements__undone_at=None).count() == 1


def test_of_two_who_call_the_roll_one_does(house):
    answered(house)
    assert sorted(at_once(calling(house), calling(house))) == ["", "2026年已经发起过跟踪问效。"]


def test_without_taking_turns_only_the_database_keeps_the_second_call_out(house, monkeypatch):
    """Negative control."""
    answered(house)
    monkeypatch.setattr(follow_up, "take_turn", lambda unit: None)
    monkeypatch.setattr(follow_up, "lock_all", lambda rows: None)
    monkeypatch.setattr(RollCall.objects, "create", waiting(RollCall.objects.create))
    assert sorted(at_once(calling(house), calling(house))) == ["", "IntegrityError"]
