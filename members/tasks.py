"""Run the rows of members.Job. A task gets a job's key, takes its lease, does one call, and marks the row done."""

import logging
from datetime import timedelta
from functools import wraps

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from members.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8


def job_task(kind: str, **options):
    """Make a Celery task of a function job → result. The function's effects carry unique keys: it may run twice."""

    def decorate(work):
        @shared_task(name=kind, **options)
        @wraps(work)
        def run(job_id: int):
            job = take(job_id)
            if job is not None:
                _carry_out(job, work)

        return run

    return decorate


def take(job_id: int) -> Job | None:
    """Lease the row, or return None when it is done or another worker holds it."""
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.due(now).select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None or (job.leased_until and job.leased_until > now):
            return None
        job.attempts += 1
        job.leased_until = now + LEASE
        job.save(update_fields=["attempts", "leased_until"])
        return job


def _carry_out(job: Job, work) -> None:
    try:
        result = work(job)
    except Exception as error:
        log.exception("job %s %s failed", job.pk, job.kind)
        _fail(job, error)
        return
    Job.objects.filter(pk=job.pk, done_at__isnull=True).update(
        done_at=timezone.now(), result=result or {}, progress=100, error=""
    )


def _fail(job: Job, error: Exception) -> None:
    """Try again later, each time after twice as long; give up after the last attempt and keep the error."""
    now = timezone.now()
    changes = {"error": f"{type(error).__name__}: {error}"[:2000], "leased_until": None}
    if job.attempts >= MOST_ATTEMPTS:
        changes["failed_at"] = now
    else:
        changes["due_at"] = now + timedelta(seconds=2**job.attempts)
    Job.objects.filter(pk=job.pk).update(**changes)


@job_task("members.beat")
def beat(job: Job):
    """Prove that rows become done: alive means a job finished within the last minute."""
