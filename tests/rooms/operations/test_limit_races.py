"""Two workers remind or let lapse at the same moment, on real PostgreSQL."""

from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import IntegrityError

from members.enums import RoleCode
from members.models import Notice, Region
from rooms import practice
from rooms.models import LimitReminder, TimeLimit
from rooms.operations import time_limits
from rooms.operations.time_limits import ending, reminding
from tests import factories as make
from tests.racing import PATIENCE
from tests.rooms.operations.test_practice_races import together

PACK = practice.load("daye")


@pytest.fixture
def limit(transactional_db):
    unit = make.UnitFactory(name="市住建局")
    make.person(RoleCode.DEPARTMENT, unit=unit)
    told = {"of": "proposal_refusal", "subject": "关于加装电梯的提案", "url": "/x/", "by": None, "pack": PACK}
    with time_machine.travel("2026-09-25 10:00+08:00", tick=False) as clock:
        limit = time_limits.begin(unit.region, unit=unit, lapses=True, **told)
        clock.move_to("2026-10-09 10:00+08:00")
        yield limit


def at_once(act, monkeypatch, module, name):
    """Run the act twice, both past the question of what there is to do before either goes on."""
    asked, both = getattr(module, name), Barrier(2)

    def together_here(*args, **kwargs):
        both.wait(PATIENCE)
        return asked(*args, **kwargs)

    monkeypatch.setattr(module, name, together_here)
    return together(act, act)


def test_two_workers_remind_once(limit, monkeypatch):
    assert sorted(at_once(time_limits.remind, monkeypatch, reminding, "taken")) == [0, 1]
    assert (Notice.objects.count(), LimitReminder.objects.count()) == (1, 1)


def test_without_the_lock_both_would_remind(limit, monkeypatch):
    """Negative control: it shows that the test above can fail at all; the constraint then stops the second."""
    both = Barrier(2)

    def unlocked(keys, today):
        both.wait(PATIENCE)
        rows = list(TimeLimit.objects.select_related(*reminding.RELATED).filter(pk__in=keys))
        both.wait(PATIENCE)
        return rows

    def remind():
        try:
            return time_limits.remind()
        except IntegrityError as error:
            return "limit_reminder_once" in str(error)

    monkeypatch.setattr(reminding, "taken", unlocked)
    assert sorted(together(remind, remind)) == [True, True]
    assert LimitReminder.objects.count() == 1


def test_a_window_lapses_once(limit, monkeypatch):
    acts = []

    def lapse():
        return time_limits.lapse_all(Region, ["proposal_refusal"], lambda owner, each: acts.append(each.pk))

    assert sorted(at_once(lapse, monkeypatch, ending, "lapse")) == [0, 1]
    assert acts == [limit.pk]


def test_without_the_lock_it_would_lapse_twice(limit, monkeypatch):
    """Negative control."""
    acts, both = [], Barrier(2)

    def unlocked(each):
        both.wait(PATIENCE)
        return TimeLimit.objects.get(pk=each.pk).state == "running" and both.wait(PATIENCE) is not None

    monkeypatch.setattr(ending, "lapse", unlocked)

    def lapse():
        return time_limits.lapse_all(Region, ["proposal_refusal"], lambda owner, each: acts.append(each.pk))

    assert (together(lapse, lapse), acts) == ([1, 1], [limit.pk, limit.pk])


def test_of_a_refusal_and_the_lapse_one_wins(limit):
    def meet():
        # Somebody pressed the button on the last day; the click arrives now.
        return time_limits.meet(limit, by=None, on=date(2026, 10, 8)).state

    results = together(meet, lambda: time_limits.lapse_all(Region, ["proposal_refusal"], lambda *_: None))
    assert results in (["met", 0], ["现在是“期满”，不能办理这一步，请刷新页面查看最新情况。", 1])
