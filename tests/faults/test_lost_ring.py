"""Jobs survive what happens to the queue: a lost ring, and a worker that is killed in the middle of its work."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from members.models import Job
from members.operations import order
from members.operations.relay import Relay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


def environment() -> dict:
    """The test's own database for another process."""
    name = connection.settings_dict["NAME"]
    return {**os.environ, "DATABASE_URL": os.environ["DATABASE_URL"].replace("/consult?", f"/{name}?")}


@contextmanager
def worker(*queues):
    """A real worker on the test's own database and queue."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "consult",
        "worker",
        "-Q",
        ",".join(queues),
        "-c",
        "1",
        "-l",
        "WARNING",
    ]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
        cwd=settings.BASE_DIR,
        env=environment(),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition, *, seconds=60, each=lambda: None) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        each()
        time.sleep(0.2)
    return False


def is_done(job) -> bool:
    return Job.objects.filter(pk=job.pk, done_at__isnull=False).exists()


def order_without_queue(key: str) -> Job:
    """Order a job from a process that cannot reach the queue: the ring is lost, and the order does not fail for it."""
    script = f"from members.operations import order; order('members.beat', key='{key}')"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=settings.BASE_DIR,
        env={**environment(), "REDIS_URL": "unix:///nowhere/valkey.sock"},
        check=True,
    )
    return Job.objects.get(key=key)


def test_a_job_whose_ring_was_lost_is_done_after_the_relay_rang(settings):
    settings.PERIODIC_JOBS = {}
    job = order_without_queue("lost-ring")
    assert not is_done(job)
    relay = Relay()
    with worker("default"):
        assert until(lambda: is_done(job), each=lambda: relay.turn(timezone.now()))


def test_a_job_of_a_killed_worker_is_done_by_the_next(settings):
    settings.PERIODIC_JOBS = {}
    job = order("members.beat", key="killed-worker")
    # As a worker leaves it that dies after taking the row: leased, begun, not done.
    Job.objects.filter(pk=job.pk).update(attempts=1, leased_until=timezone.now() + timedelta(seconds=3))
    relay = Relay()
    with worker("default") as first:
        until(lambda: first.poll() is not None, seconds=1)
        kill(first)
    assert not is_done(job)
    with worker("default"):
        assert until(lambda: is_done(job), each=lambda: relay.turn(timezone.now()))
    assert Job.objects.get(pk=job.pk).attempts == 2
