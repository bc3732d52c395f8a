"""Carry one message out: take the row, send, write down what came of it. See members.workflow.delivery."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from members.enums import ChannelKind
from members.enums import DeliveryState as S
from members.models import Channel, Delivery
from members.operations.gateways import NotSent, post
from members.operations.jobs import Postponed
from members.operations.mailing import mail
from members.operations.messages import message_of
from members.operations.quiet import next_moment
from members.workflow import lock
from members.workflow.delivery import move

# Five attempts within about six hours; then it is a dead letter.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=5))
MOST_ATTEMPTS = len(WAITS) + 1
# So many failures one after the other, and the channel is left alone for a while.
MOST_FAILURES = 3
REST, LONGEST_REST = timedelta(minutes=1), timedelta(minutes=30)
LOST = "上一次发送时程序中断，不能确定是否已经送到。"
ALREADY_READ = "本人已在系统里看过，不再发送。"


def deliver(job) -> dict:
    """The work of one job; what has come to its end already is left as it is."""
    delivery = _take(job.arguments["delivery"])
    if delivery is None:
        return {}
    try:
        _send(delivery)
    except NotSent as fault:
        return _failed(delivery, fault)
    _sent(delivery)
    return {"sent": True}


def _send(delivery: Delivery) -> None:
    message = message_of(delivery)
    if delivery.channel.kind == ChannelKind.MAIL:
        mail(delivery, message)
    else:
        post(delivery, message)


@transaction.atomic
def _take(pk: int) -> Delivery | None:
    """Lock the row and say that it is being sent; the transaction ends before anything leaves."""
    found = Delivery.objects.filter(pk=pk).first()
    if found is None:
        return None
    delivery = lock(found, related=("channel__region", "notice", "code", "user"))
    if delivery.state in (S.SENT, S.DEAD, S.VOID):
        return None
    if over := _over(delivery):
        move(delivery, over[0], error=over[1])
        return None
    _wait(delivery)
    return move(delivery, S.SENDING, attempts=delivery.attempts + 1, started_at=timezone.now())


def _over(delivery: Delivery) -> tuple | None:
    """A state that the row comes to without being sent, and why."""
    if delivery.state == S.SENDING and not ChannelKind(delivery.channel.kind).is_idempotent:
        return S.DEAD, LOST
    if delivery.attempts >= MOST_ATTEMPTS:
        return S.DEAD, LOST if delivery.state == S.SENDING else delivery.error
    if not delivery.channel.enabled and delivery.notice_id:
        return S.DEAD, "渠道已停用。"
    if not delivery.user.is_active:
        return S.DEAD, "账号已停用。"
    if delivery.notice_id and delivery.notice.read_at and delivery.state != S.SENDING:
        return S.VOID, ALREADY_READ
    if delivery.code_id and delivery.code.expires_at < timezone.now():
        return S.DEAD, "验证码已过期。"
    return None


def _wait(delivery: Delivery) -> None:
    """Not at night, and not while the channel is left alone."""
    now, channel = timezone.now(), delivery.channel
    if delivery.notice_id and (at := next_moment(channel, now)) > now:
        raise Postponed(at, "这个时段不发送", counted=False)
    if channel.resting_until and channel.resting_until > now:
        raise Postponed(channel.resting_until, "渠道连续失败，暂停一会儿", counted=False)


@transaction.atomic
def _sent(delivery: Delivery) -> None:
    move(lock(delivery), S.SENT, sent_at=timezone.now(), error="")
    Channel.objects.filter(pk=delivery.channel_id, failures__gt=0).update(failures=0, resting_until=None)


def _failed(delivery: Delivery, fault: NotSent) -> dict:
    """Try again later, each time after longer; or never, where that would not help or could send it twice."""
    twice = fault.unsure and not ChannelKind(delivery.channel.kind).is_idempotent
    is_over = fault.final or twice or delivery.attempts >= MOST_ATTEMPTS
    why = f"{fault}{'不能确定是否已经送到。' if twice else ''}"[:300]
    with transaction.atomic():
        move(lock(delivery), S.DEAD if is_over else S.FAILED, error=why)
        if not fault.final:
            _count_failure(delivery.channel_id)
    if is_over:
        return {"dead": why}
    raise Postponed(timezone.now() + WAITS[delivery.attempts - 1], why)


def _count_failure(pk: int) -> None:
    channel = lock(Channel(pk=pk))
    channel.failures = min(channel.failures + 1, 100)
    if channel.failures >= MOST_FAILURES:
        rest = min(REST * 2 ** min(channel.failures - MOST_FAILURES, 10), LONGEST_REST)
        channel.resting_until = timezone.now() + rest
    channel.save(update_fields=["failures", "resting_until"])
