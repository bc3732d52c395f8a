"""Rights over what surrounds a filed proposal: 重点提案, 督办, 五定三包, 回头看, 评优, 专项资金."""

from members.enums import RoleCode as R
from members.permissions.relations import Row

OFFICES = (R.LEADING_OFFICE, R.DISPATCHER, R.AUDITOR)

ROWS = (
    # The lists; one record of them is seen by whoever sees its proposal.
    Row("proposals.list_care", "查看提案督办情况", {"keeps": (R.OFFICE,), "region": OFFICES}),
    Row("proposals.choose_key", "遴选重点提案", {"keeps": (R.OFFICE,)}),
    # The office enters for leaders and committees; those who dispatch supervise themselves (两督查室).
    Row("proposals.supervise", "安排和登记督办", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
)
