from datetime import timedelta

import pytest
from django.utils import timezone

from members import tasks
from members.models import Job, Notice

pytestmark = pytest.mark.django_db


def killed(house, times: int) -> Job:
    """A job whose workers were killed: each took the lease and never came back."""
    return Job.objects.create(
        kind="members.beat",
        key="k",
        title="协商清单",
        ordered_by=house.clerk,
        attempts=times,
        leased_until=timezone.now() - timedelta(seconds=1),
    )


def test_a_job_that_kills_its_worker_is_put_down_at_last(house):
    job = killed(house, tasks.MOST_ATTEMPTS)
    assert tasks.take(job.pk) is None
    job.refresh_from_db()
    assert job.failed_at is not None
    assert "反复中断" in job.error
    notice = Notice.objects.get(user=house.clerk)
    assert ("《协商清单》没有完成" in notice.sentence, notice.url) == (True, f"/jobs/{job.pk}/")


def test_a_job_that_was_killed_less_often_is_tried_again(house):
    job = killed(house, tasks.MOST_ATTEMPTS - 1)
    assert tasks.take(job.pk).attempts == tasks.MOST_ATTEMPTS
    assert tasks.take(job.pk) is None


def test_no_job_runs_longer_than_its_lease():
    assert tasks.beat.lease > timedelta(seconds=tasks.beat.time_limit)


def test_a_job_that_fails_to_the_end_is_told(house):
    job = Job.objects.create(kind="members.beat", key="k", title="协商清单", ordered_by=house.clerk, attempts=8)
    tasks._fail(job, ValueError("x"))
    assert Notice.objects.filter(user=house.clerk, sentence__contains="没有完成").exists()
