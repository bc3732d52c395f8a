"""The list of messages that left by mail or gateway: to whom, when, and what became of them; never what they said."""

from members.filters.deliveries import DeliveryFilter
from members.models import Delivery
from members.templatetags.dates import hidden
from reports.documents.excel import Column, Kind
from reports.documents.listings.listing import BATCH, Listing


def _found(params, request):
    return DeliveryFilter(params, Delivery.objects.visible_to(request.user), request=request).qs


def _deliveries(rows):
    for row in rows.select_related("user", "channel").iterator(BATCH):
        yield (
            row.user.name,
            hidden(row.address),
            row.channel.name,
            "验证码" if row.code_id else row.get_kind_display() if row.notice_id else "测试",
            row.created_at,
            row.sent_at,
            row.attempts,
            row.get_state_display(),
            row.error,
        )


LISTINGS = {
    "deliveries": Listing(
        "通知送达情况",
        "members.view_deliveries",
        _found,
        (
            Column("收件人", 12),
            Column("地址", 24),
            Column("渠道", 20),
            Column("通知类别", 10),
            Column("提出时间", 20, Kind.TIME),
            Column("送出时间", 20, Kind.TIME),
            Column("次数", 8),
            Column("情况", 12),
            Column("原因", 50),
        ),
        _deliveries,
    )
}
