from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Job
from members.operations.relay import RING_AGAIN, Relay, order_periodic


@pytest.fixture
def now(db, settings):
    settings.PERIODIC_JOBS = {}
    return timezone.now()


def _waiting(now, key, **fields):
    return Job.objects.create(key=key, **{"kind": "members.beat", "due_at": now - timedelta(seconds=10), **fields})


def test_relay_rings_for_what_waits_and_not_again_at_once(now):
    _waiting(now, "a")
    relay = Relay()
    assert relay.turn(now) == 1
    assert relay.turn(now + timedelta(seconds=1)) == 0
    assert relay.turn(now + RING_AGAIN) == 1


def test_relay_leaves_alone_what_is_fresh_later_held_or_over(now):
    _waiting(now, "fresh", due_at=now)
    _waiting(now, "later", due_at=now + timedelta(hours=1))
    _waiting(now, "held", leased_until=now + timedelta(minutes=1))
    _waiting(now, "done", done_at=now)
    _waiting(now, "failed", failed_at=now)
    assert Relay().turn(now) == 0


def test_relay_rings_for_a_row_whose_worker_died(now):
    _waiting(now, "lost", attempts=1, leased_until=now - timedelta(seconds=5))
    assert Relay().turn(now) == 1


def test_relay_reaches_every_row_of_a_long_queue(now):
    due = {"kind": "members.beat", "due_at": now - timedelta(minutes=1)}
    Job.objects.bulk_create(Job(key=f"crowd:{number}", **due) for number in range(450))
    relay = Relay()
    assert [relay.turn(now + timedelta(seconds=second)) for second in range(4)] == [200, 200, 50, 0]


def test_a_periodic_job_is_ordered_once_a_period(now, settings):
    settings.PERIODIC_JOBS = {"members.beat": 30}
    start = now.replace(second=0, microsecond=0)
    for second in (0, 10, 29, 30):
        order_periodic(start + timedelta(seconds=second))
    assert Job.objects.filter(kind="members.beat").count() == 2


def test_finished_periodic_jobs_are_forgotten_after_a_day(now, settings):
    settings.PERIODIC_JOBS = {"members.beat": 30}
    _waiting(now, "old", done_at=now - timedelta(days=2))
    _waiting(now, "other", kind="reports.render", done_at=now - timedelta(days=2))
    order_periodic(now)
    assert not Job.objects.filter(key="old").exists()
    assert Job.objects.filter(key="other").exists()
