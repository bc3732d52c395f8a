"""Notices that go out: one row a message, one job a row, ordered with the notice and carried out behind."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from members.models import Channel, Delivery, Job, Reach
from members.operations.jobs import ring
from members.operations.quiet import next_moment

DELIVER = "members.deliver"
# More are rung for by the relay.
MOST_RUNG = 20


def send_out(notices) -> None:
    """Order the messages of notices that were just written, in the same transaction: nothing leaves before it ends."""
    by_user = {notice.user_id: notice for notice in notices}
    reaches = Reach.objects.filter(user__in=by_user, channel__enabled=True).select_related("channel", "user")
    wanted = []
    for reach in reaches:
        notice, address = by_user[reach.user_id], reach.channel.address_of(reach.user)
        if address and reach.channel.takes(notice.kind):
            fields = {"user_id": reach.user_id, "kind": notice.kind, "notice": notice}
            wanted.append(Delivery(channel=reach.channel, address=address, **fields))
    if wanted:
        order_all(wanted)


def order_all(deliveries: list[Delivery]) -> None:
    now, moments = timezone.now(), {}
    for each in deliveries:
        # The calendar is read once a channel and not once a person.
        if each.channel_id not in moments:
            moments[each.channel_id] = _due(each, now)
    jobs = Job.objects.bulk_create(
        Job(kind=DELIVER, key=f"deliver:{each.key}", due_at=moments[each.channel_id], title="通知送达")
        for each in deliveries
    )
    for delivery, job in zip(deliveries, jobs, strict=True):
        delivery.job = job
    Delivery.objects.bulk_create(deliveries)
    Job.objects.bulk_update([_told(job, each) for job, each in zip(jobs, deliveries, strict=True)], ["arguments"])
    due = [job for job in jobs if job.due_at <= now][:MOST_RUNG]
    transaction.on_commit(lambda: [ring(job) for job in due])


def order_again(delivery: Delivery) -> Job:
    """A job anew for a message whose last one came to its end."""
    job = Job.objects.create(kind=DELIVER, key=f"deliver:{delivery.key}:{uuid4()}", title="通知送达")
    job.arguments = {"delivery": delivery.pk}
    job.due_at = _due(delivery, timezone.now() - timedelta(seconds=1))
    job.save(update_fields=["arguments", "due_at"])
    transaction.on_commit(lambda: ring(job))
    return job


def send_test(channel: Channel, user) -> None:
    """One message to the person who sets the channel up, at once."""
    order_all([Delivery(channel=channel, user=user, address=channel.address_of(user))])


def _told(job: Job, delivery: Delivery) -> Job:
    job.arguments = {"delivery": delivery.pk}
    return job


def _due(delivery: Delivery, now):
    # A code or a test is waited for by the person who asked for it.
    return next_moment(delivery.channel, now) if delivery.notice_id or delivery.notice else now
