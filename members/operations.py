"""Verbs that every app uses: order a job, notify a person, attach files, draw a number."""

import logging
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from members.models import Attachment, Draft, Job, LoginAttempt, Notice, NumberSeries
from members.workflow import Refused

log = logging.getLogger(__name__)


def order(
    kind: str, *, key: str, by=None, title: str = "", due_at=None, **arguments
) -> Job:
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


def ring(job: Job) -> None:
    """Tell a worker that the job is there. A lost ring is repeated by the relay, so failing to ring is no error."""
    try:
        current_app.send_task(job.kind, args=[job.pk], retry=False)
    except OperationalError:
        log.warning("could not ring for job %s; the relay will", job.pk)


def notify(users, sentence: str, *, url: str = "", case=None) -> None:
    """Put one sentence before each person, once each."""
    people = {user.pk: user for user in users if user.is_active}
    Notice.objects.bulk_create(
        Notice(
            user=user,
            sentence=sentence[:200],
            url=url,
            case_id=case.pk if case else None,
        )
        for user in people.values()
    )


def attach(owner, ids, *, by) -> list[Attachment]:
    """Give files that the person sent up before to the record. Files of others, or owned already, are refused."""
    wanted = [pk for pk in ids if pk]
    files = list(
        Attachment.objects.waiting_of(by).filter(pk__in=wanted).select_for_update()
    )
    if len(files) != len(set(wanted)):
        raise Refused("有附件没有传完或已经用在别处，请重新选择这些附件。")
    for file in files:
        file.owner = owner
        file.owner_id = str(owner.pk)
        file.save(update_fields=["owner_type", "owner_id"])
    return files


def draw_number(unit, kind: str, year: int) -> int:
    """Draw the next number of a series inside the deciding transaction: no gap, no double."""
    NumberSeries.objects.get_or_create(unit=unit, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(
        unit=unit, kind=kind, year=year
    )
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def forget_draft(user, key: str) -> None:
    """The form was sent: what was typed is in the record now."""
    Draft.objects.filter(user=user, key=key).delete()


def reserve_attempt(username: str, *, address: str) -> timedelta | None:
    """Count one attempt before its password is hashed; return how long to wait when there were too many.

    Counting afterwards lets a burst of parallel guesses through. The account is counted by account and address, so
    that a stranger cannot lock its owner out; ten times as many from everywhere close it for all.
    """
    window = _window()
    near = _count_up(f"{username.lower()[:60]}@{address}", window)
    far = _count_up(username.lower()[:60], window)
    if near > settings.LOGIN_ATTEMPTS or far > settings.LOGIN_ATTEMPTS * 10:
        return (
            window + timedelta(minutes=settings.LOGIN_WINDOW_MINUTES) - timezone.now()
        )
    return None


def forgive_attempt(username: str, *, address: str) -> None:
    """A right password clears the counter of this address, not the one of everywhere."""
    LoginAttempt.objects.filter(key=f"{username.lower()[:60]}@{address}").delete()


def _window():
    now = timezone.now()
    seconds = settings.LOGIN_WINDOW_MINUTES * 60
    return now - timedelta(seconds=now.timestamp() % seconds)


def _count_up(key: str, window) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO members_loginattempt (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = members_loginattempt.count + 1 RETURNING count',
            [key, window],
        )
        return cursor.fetchone()[0]
