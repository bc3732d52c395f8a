"""Jobs survive what happens to the queue: a lost ring, and a worker that is killed in the middle of its work."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from members.models import Job
from members.operations import order
from members.operations.relay import Relay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@contextmanager
def worker(*queues):
    """A real worker on the test's own database and queue."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/consult?", f"/{name}?")
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
        env={**os.environ, "DATABASE_URL": url},
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


@contextmanager
def unreachable_queue():
    """The broker is gone: rings are lost, and the order does not fail for it."""
    broker = current_app.conf.broker_url
    current_app.conf.broker_url = "redis+socket:///nowhere/valkey.sock"
    current_app.amqp._producer_pool = None
    current_app.pool.force_close_all()
    current_app._pool = None
    try:
        yield
    finally:
        current_app.conf.broker_url = broker
        current_app.amqp._producer_pool = None
        current_app._pool = None


def test_a_job_whose_ring_was_lost_is_done_after_the_relay_rang(settings):
    settings.PERIODIC_JOBS = {}
    with unreachable_queue():
        job = order("members.beat", key="lost-ring")
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
