"""Two schedulers and two workers at once: real transactions, and each time what happens without the guard."""

import threading

import pytest

from members.models import Event, Job
from reports.facts.periodic.timing import rule_of
from reports.facts.spans import span_of
from reports.models import PeriodicReport, PeriodicRound
from reports.operations import periodic
from reports.operations.periodic import making
from tests.racing import PATIENCE, at_once
from tests.reports.periodic.scene import DUE, MONTH, house

__all__ = ["house"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_two_schedulers_at_once_begin_one_round(house):
    assert at_once(lambda: periodic.order_due(DUE), lambda: periodic.order_due(DUE)) == ["", ""]
    assert PeriodicRound.objects.filter(kind="supervision").count() == 1
    assert Job.objects.filter(kind="reports.make_periodic").count() == 2
    assert Event.objects.filter(verb="reports.begin_periodic").count() == 2


def test_two_workers_at_once_make_each_report_once(house):
    row = periodic.begin(rule_of(house.city, "supervision"), span_of(MONTH), by=None)
    assert at_once(lambda: periodic.make(row), lambda: periodic.make(row)) == ["", ""]
    assert PeriodicReport.objects.count() == 5
    assert Event.objects.filter(verb="reports.make_periodic").count() == 1
    row.refresh_from_db()
    assert (row.made, row.total) == (5, 5)


def test_without_the_lock_the_two_meet_and_the_database_refuses_the_second(house, monkeypatch):
    """What the lock is there for: what the second one read was no longer true when it wrote."""
    row = periodic.begin(rule_of(house.city, "supervision"), span_of(MONTH), by=None)
    unlocked = PeriodicRound.objects.select_related("region", "office")
    monkeypatch.setattr(making, "lock", lambda row, related=(): unlocked.get(pk=row.pk))
    meet, had = threading.Barrier(2, timeout=PATIENCE), making._had

    def looked(row):
        found = had(row)
        # Both have looked by now what is there, and neither has written.
        meet.wait()
        return found

    monkeypatch.setattr(making, "_had", looked)
    assert sorted(at_once(lambda: periodic.make(row), lambda: periodic.make(row))) == ["", "IntegrityError"]
