"""A job is a row; Celery only rings."""

import logging

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from members.models import Job

log = logging.getLogger(__name__)


class Postponed(Exception):
    """Raised by a job's work: not now, but at a moment that it names. `counted`: whether this was an attempt."""

    def __init__(self, at, why: str = "", *, counted: bool = True):
        super().__init__(why)
        self.at = at
        self.counted = counted


def order(kind: str, *, key: str, by=None, title: str = "", due_at=None, **arguments) -> Job:
    """Order a job in the caller's transaction; the same key twice is the same job. Celery is rung after commit."""
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "arguments": arguments,
            "ordered_by": by,
            "title": title,
            "due_at": due_at or timezone.now(),
        },
    )
    if created and due_at is None:
        transaction.on_commit(lambda: ring(job))
    return job


def put_again(job: Job) -> None:
    """Put a job that came to its end to the workers once more, as if it had never been tried."""
    job.attempts, job.failed_at, job.done_at, job.leased_until = 0, None, None, None
    job.error, job.progress, job.progress_note, job.result, job.due_at = "", 0, "", {}, timezone.now()
    job.save(update_fields=AGAIN)
    transaction.on_commit(lambda: ring(job))


AGAIN = [
    "attempts",
    "failed_at",
    "done_at",
    "leased_until",
    "error",
    "progress",
    "progress_note",
    "result",
    "due_at",
]


def ring(job: Job) -> None:
    """Tell a worker that the job is there. A lost ring is repeated by the relay, so failing to ring is no error."""
    try:
        current_app.send_task(job.kind, args=[job.pk], retry=False)
    except OperationalError:
        log.warning("could not ring for job %s; the relay will", job.pk)
