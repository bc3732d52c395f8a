"""How notices leave the demonstration, and how two of its offices word their papers.

Letters become files; the SMS gateway is one that nobody answers at, so that letters without a reader can be seen.
"""

from datetime import timedelta

from django.utils import timezone

from members.enums import ChannelKind, DeliveryState, NoticeKind, RoleCode
from members.models import Delivery, Notice, User
from members.operations import add_channel, choose_reaches
from reports.operations import wordings

# The port of the discard service: nothing listens there.
NOBODY = "http://127.0.0.1:9/sms/send"
READERS = (RoleCode.CLERK, RoleCode.TOWNSHIP_CLERK, RoleCode.DEPARTMENT)
SHOWN = 6


def write() -> None:
    admin = User.objects.get(username=RoleCode.ADMIN)
    region = admin.current_roles[0].place
    shared = {"by": admin, "enabled": True}
    mail = add_channel(region, kind=ChannelKind.MAIL, name="电子邮件", says_sentence=True, **shared)
    sms = add_channel(region, kind=ChannelKind.SMS, name="短信", address=NOBODY, only=NoticeKind.TASK, **shared)
    for code in READERS:
        user = User.objects.get(username=code)
        user.email = f"{code}@example.org"
        user.phone = user.phone or "13800000000"
        user.save(update_fields=["email", "phone"])
        _sent(user, mail, state=DeliveryState.SENT)
        if code != RoleCode.DEPARTMENT:
            _sent(user, sms, state=DeliveryState.DEAD, attempts=5, error="连不上网关。")
        # Chosen last: what was told in the past of the demonstration does not go out today.
        choose_reaches(user, [mail, sms])
    _words()


def _sent(user, channel, *, state, attempts=1, error="") -> None:
    taken = {"kind": channel.only} if channel.only else {}
    for notice in Notice.objects.filter(user=user, **taken).order_by("-pk")[:SHOWN]:
        at = notice.created_at + timedelta(minutes=1)
        shared = {"created_at": notice.created_at, "started_at": at, "attempts": attempts, "error": error}
        Delivery.objects.create(
            channel=channel,
            user=user,
            notice=notice,
            kind=notice.kind,
            address=channel.address_of(user),
            state=state,
            sent_at=at if state == DeliveryState.SENT else None,
            **shared,
        )


def _words() -> None:
    """A township words its task sheets, and the office the letters of the whole city."""
    today = timezone.localdate()
    clerk = User.objects.get(username=RoleCode.TOWNSHIP_CLERK)
    wordings.word(
        clerk.current_roles[0].unit,
        "assignment",
        by=clerk,
        starts_on=today,
        seen=0,
        note="按街道办文要求",
        lead="{联络室}围绕“{标题}”协商议定的下列事项，经党工委研究确定由你单位承办，请于{期限}前办结。",
        closing="收到后 2 个工作日内签收；每月报告一次进展，办结后附照片申请销号。",
        copies="{联络室}，督查室",
        contact="党政办，0714-8700000",
        issuer="{单位}",
    )
    office = User.objects.get(username=RoleCode.OFFICE)
    unit = next(role.unit for role in office.current_roles if role.code == RoleCode.OFFICE)
    wordings.word(
        unit,
        "request",
        by=office,
        starts_on=today,
        seen=0,
        for_region=True,
        note="全市统一商请函用语",
        lead="{联络室}围绕“{标题}”组织协商，下列事项涉及贵单位职责，现商请支持：",
        closing="请于收到之日起 10 个工作日内函复。",
        copies="市政协办公室，{联络室}",
        issuer="{单位}",
    )
