"""Rights over how notices leave the system."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, Row

ROWS = (
    Row("members.edit_channels", "设置通知渠道", {"region": (R.ADMIN,)}),
    # Who was to be told, by what and when; never what of.
    Row("members.view_deliveries", "查看通知送达", {"region": (R.ADMIN, R.AUDITOR)}),
    Row("members.resend_deliveries", "重新发送、作废通知", {"region": (R.ADMIN,)}),
    Row("members.choose_reaches", "选择通知方式", {"anyone": EVERY_ROLE}),
)
