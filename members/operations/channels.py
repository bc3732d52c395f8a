"""Verbs of channels: set one up, choose what reaches oneself, prove an address, look after dead letters."""

import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members import ledger
from members.enums import ChannelKind
from members.enums import DeliveryState as S
from members.models import AddressCode, Channel, Delivery, Reach, Region, User
from members.operations.changes import overwrite
from members.operations.gateways import check_address, shown
from members.operations.logins import count_visit
from members.operations.messages import CODE_MINUTES
from members.operations.sealing import seal, unseal
from members.operations.sending import order_again, order_all, send_test
from members.workflow import Refused, lock
from members.workflow.delivery import move

MOST_TRIES = 5
# Codes of one person in an hour, whatever the address.
MOST_CODES = 5
DELIVERIES_KEPT = timedelta(days=180)


@transaction.atomic
def add_channel(region: Region, *, by, kind: str, address: str = "", secret: str = "", **values) -> Channel:
    if Channel.objects.filter(region=region, name=values["name"]).exists():
        raise Refused(f"已有名为“{values['name']}”的渠道，请换一个名称。")
    sealed = _sealed(kind, address, secret)
    channel = Channel.objects.create(region=region, kind=kind, **values, **sealed)
    _check_complete(channel)
    ledger.record(channel, "members.edit_channels", by=by, sentence=f"建立通知渠道“{channel}”")
    return channel


@transaction.atomic
def edit_channel(channel: Channel, *, by, address: str = "", secret: str = "", **values) -> Channel:
    """An address or a secret that is left empty stays as it is: neither is ever shown again."""
    sealed = _sealed(channel.kind, address, secret)
    before = lock(channel)
    channel, changes = overwrite(channel, values)
    if sealed:
        for name, value in sealed.items():
            setattr(channel, name, value)
        channel.save(update_fields=list(sealed))
    # What was wrong may be right now.
    channel.failures, channel.resting_until = 0, None
    channel.save(update_fields=["failures", "resting_until"])
    _check_complete(channel)
    if changes or sealed:
        told = "，换了地址或密钥" if sealed else ""
        ledger.record(
            before, "members.edit_channels", by=by, sentence=f"修改通知渠道“{channel}”{told}", changes=changes
        )
    return channel


def _sealed(kind: str, address: str, secret: str) -> dict:
    found = {}
    if address and kind != ChannelKind.MAIL:
        if wrong := check_address(address):
            raise Refused(wrong)
        found |= {"sealed_address": seal(address), "shown_address": shown(address)}
    return found | ({"sealed_secret": seal(secret)} if secret else {})


def _check_complete(channel: Channel) -> None:
    if not channel.enabled:
        return
    if channel.kind == ChannelKind.MAIL:
        if not settings.MAIL_IS_SET:
            raise Refused("还没有设置邮件服务器（CONSULT_MAIL），不能启用。")
    elif not channel.sealed_address:
        raise Refused("请填写网关地址，再启用。")


@transaction.atomic
def try_channel(channel: Channel, *, by) -> None:
    """Send the person who sets it up one message, by the channel as it was saved."""
    if channel.kind != ChannelKind.MAIL and not channel.sealed_address:
        raise Refused("请先填写并保存网关地址。")
    if not channel.address_of(by):
        raise Refused(f"您的账号没有登记{'手机号' if channel.by_phone else '邮箱'}，不能试发。")
    send_test(channel, by)
    ledger.record(channel, "members.edit_channels", by=by, sentence=f"试发通知渠道“{channel}”")


@transaction.atomic
def choose_reaches(user: User, channels) -> None:
    """Which channels reach the person; only such as serve the person's places."""
    wanted = {channel.pk for channel in channels}
    user.reaches.exclude(channel__in=wanted).delete()
    held = set(user.reaches.values_list("channel", flat=True))
    Reach.objects.bulk_create(
        (Reach(user=user, channel=channel) for channel in channels if channel.pk not in held), ignore_conflicts=True
    )


@transaction.atomic
def ask_code(user: User, channel: Channel, address: str) -> AddressCode:
    """Send a code to an address that the person says is the own one."""
    if count_visit("address-code", address=f"user {user.pk}", window=timedelta(hours=1)) > MOST_CODES:
        raise Refused("一小时内要验证码的次数太多，请过一小时再试。")
    code = AddressCode.objects.create(
        user=user,
        channel=channel,
        address=address,
        sealed_code=seal(f"{secrets.randbelow(10**6):06d}"),
        expires_at=timezone.now() + timedelta(minutes=CODE_MINUTES),
    )
    order_all([Delivery(channel=channel, user=user, address=address, code=code)])
    return code


@transaction.atomic
def prove_address(user: User, channel: Channel, typed: str) -> str:
    """Take the address over when the code is right; return why not otherwise: a wrong code has to stay counted."""
    code = AddressCode.objects.select_for_update().filter(user=user, channel=channel).first()
    if code is None or code.used_at or code.expires_at < timezone.now() or code.tries >= MOST_TRIES:
        return "验证码已失效，请重新获取。"
    code.tries += 1
    is_right = hmac.compare_digest(typed.strip().encode(), (unseal(code.sealed_code) or "-").encode())
    code.used_at = timezone.now() if is_right else None
    code.save(update_fields=["tries", "used_at"])
    if not is_right:
        return "验证码不对，请核对后再填。"
    _take_over(code.user, channel, code.address)
    return ""


def _take_over(user: User, channel: Channel, address: str) -> None:
    name = "phone" if channel.by_phone else "email"
    word = "手机" if channel.by_phone else "邮箱"
    user = lock(user)
    setattr(user, name, address)
    user.save(update_fields=[name])
    Reach.objects.get_or_create(user=user, channel=channel)
    ledger.record(user, "members.edit_account", by=user, sentence=f"本人验证并更换{word}")


@transaction.atomic
def resend(deliveries, *, by) -> int:
    """Put dead letters to the workers once more, as if they had never been tried."""
    count = 0
    for found in deliveries:
        delivery = lock(found, related=("channel", "notice"))
        if delivery.state == S.DEAD:
            move(delivery, S.WAITING, by=by, attempts=0, error="")
            delivery.job = order_again(delivery)
            delivery.save(update_fields=["job"])
            _record(delivery, by, "重新发送一条没有送到的通知")
            count += 1
    return count


@transaction.atomic
def void(deliveries, *, by) -> int:
    count = 0
    for found in deliveries:
        delivery = lock(found, related=("channel",))
        if delivery.state in (S.DEAD, S.WAITING, S.FAILED):
            move(delivery, S.VOID, by=by)
            _record(delivery, by, "作废一条没有送到的通知")
            count += 1
    return count


def _record(delivery: Delivery, by, sentence: str) -> None:
    ledger.record(delivery.channel, "members.resend_deliveries", by=by, sentence=sentence)


def forget_old() -> int:
    """What was sent long ago, and codes that hold no more."""
    now = timezone.now()
    AddressCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    old = Delivery.objects.filter(state__in=(S.SENT, S.VOID), created_at__lt=now - DELIVERIES_KEPT)
    return old.delete()[0]
