"""Rights over papers that go round: sending them out, and saying that they arrived."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, TOWNSHIP, Row

# Who signs for what comes to the own unit.
RECEIVERS = (
    *ROOM_STAFF,
    *TOWNSHIP,
    R.LEADING_OFFICE,
    R.OFFICE,
    R.CITY_COMMITTEE,
    R.DISPATCHER,
    R.DEPARTMENT,
    R.GUIDANCE,
)
SENDERS = (R.LEADING_OFFICE, R.OFFICE)

ROWS = (
    Row("reports.distribute_paper", "分发文件", {"keeps": SENDERS}),
    Row("reports.remind_receipts", "催收", {"keeps": SENDERS}),
    Row("reports.acknowledge_paper", "签收", {"receiver": RECEIVERS, "self": EVERY_ROLE}),
    # For a unit that signed on paper.
    Row("reports.enter_receipt", "代录签收", {"keeps": SENDERS}),
    Row("reports.view_distribution_lists", "查看分发名单", {"keeps": SENDERS, "region": (R.AUDITOR,)}),
    Row("reports.edit_distribution_list", "保存分发名单", {"keeps": SENDERS}),
)
