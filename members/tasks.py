"""Run the rows of members.Job. A task gets a job's key, takes its lease, does one call, and marks the row done."""

import logging
from datetime import timedelta
from functools import wraps

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from members.models import Job
from members.operations import notify, tidy
from members.operations.delivering import deliver
from members.operations.jobs import Postponed
from members.operations.sending import DELIVER

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
# Seconds for jobs that name no limits of their own.
SOFT_LIMIT = 200
HARD_LIMIT = 240
# A worker is ended at the hard limit at the latest; only then may the next one begin.
MARGIN = timedelta(minutes=1)
GIVEN_UP = "处理这个任务的程序反复中断，试了 {count} 次没有完成，已停止。请联系系统管理员查看运行日志。"


def job_task(kind: str, **options):
    """Make a Celery task of a function job → result. The function's effects carry unique keys: it may run twice.

    It never runs twice at once: the lease outlives the hard time limit.
    """
    options = {"soft_time_limit": SOFT_LIMIT, "time_limit": HARD_LIMIT, **options}
    lease = max(LEASE, timedelta(seconds=options["time_limit"]) + MARGIN)

    def decorate(work):
        @shared_task(name=kind, **options)
        @wraps(work)
        def run(job_id: int):
            job = take(job_id, lease=lease)
            if job is not None:
                _carry_out(job, work)

        run.lease = lease
        return run

    return decorate


def take(job_id: int, *, lease: timedelta = LEASE) -> Job | None:
    """Lease the row, or return None when it is done, another worker holds it, or it was tried often enough.

    A job that kills its worker never comes to _fail: its attempts are counted here.
    """
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.due(now).select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None or (job.leased_until and job.leased_until > now):
            return None
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job, GIVEN_UP.format(count=job.attempts))
            return None
        job.attempts += 1
        job.leased_until = now + lease
        job.save(update_fields=["attempts", "leased_until"])
        return job


def _carry_out(job: Job, work) -> None:
    try:
        result = work(job)
    except Postponed as later:
        _postpone(job, later)
        return
    except Exception as error:
        log.exception("job %s %s failed", job.pk, job.kind)
        _fail(job, error)
        return
    Job.objects.filter(pk=job.pk, done_at__isnull=True).update(
        done_at=timezone.now(), result=result or {}, progress=100, error=""
    )


def _postpone(job: Job, later: Postponed) -> None:
    attempts = job.attempts if later.counted else job.attempts - 1
    Job.objects.filter(pk=job.pk).update(attempts=attempts, error=str(later)[:2000], leased_until=None, due_at=later.at)


def _fail(job: Job, error: Exception) -> None:
    """Try again later, each time after twice as long; give up after the last attempt and keep the error."""
    text = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, text)
        return
    due_at = timezone.now() + timedelta(seconds=2**job.attempts)
    Job.objects.filter(pk=job.pk).update(error=text, leased_until=None, due_at=due_at)


@transaction.atomic
def _give_up(job: Job, error: str) -> None:
    """Put the job down for good and tell who waits for it."""
    Job.objects.filter(pk=job.pk).update(failed_at=timezone.now(), leased_until=None, error=error)
    if job.ordered_by_id:
        notify([job.ordered_by], f"《{job}》没有完成，系统试了 {job.attempts} 次"[:200], url=f"/jobs/{job.pk}/")


@job_task("members.beat")
def beat(job: Job):
    """Prove that rows become done: alive means a job finished within the last minute."""


@job_task("members.tidy")
def clear_away(job: Job):
    return tidy()


# A gateway that hangs holds nothing but its own queue, and that no longer than the limits.
@job_task(DELIVER, soft_time_limit=40, time_limit=50)
def deliver_one(job: Job):
    return deliver(job)
