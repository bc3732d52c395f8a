"""Rights over what surrounds a filed proposal: 重点提案, 督办, 五定三包, 回头看, 评优, 专项资金."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, Row

OFFICES = (R.LEADING_OFFICE, R.DISPATCHER, R.AUDITOR)

ROWS = (
    # The lists; one record of them is seen by whoever sees its proposal.
    Row("proposals.list_care", "查看提案督办情况", {"keeps": (R.OFFICE,), "region": OFFICES}),
    Row("proposals.choose_key", "遴选重点提案", {"keeps": (R.OFFICE,)}),
    Row("proposals.publish_key", "向社会公开跟踪重点提案", {"keeps": (R.OFFICE,)}),
    # The office enters for leaders and committees; those who dispatch supervise themselves (两督查室).
    Row("proposals.supervise", "安排和登记督办", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
    Row("proposals.look_back", "安排和登记回头看", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
    # B 类: the unit sees its own promises, the offices all of them.
    Row(
        "proposals.list_follow_up",
        "查看 B 类提案跟踪",
        {"assigned": (R.DEPARTMENT,), "keeps": (R.OFFICE,), "region": OFFICES},
    ),
    Row("proposals.settle_reply", "登记 B 类提案完成情况", {"assigned": (R.DEPARTMENT,), "keeps": (R.OFFICE,)}),
    Row("proposals.unsettle_reply", "恢复 B 类提案跟踪", {"keeps": (R.OFFICE,)}),
    Row("proposals.call_roll", "发起 B 类提案跟踪问效", {"keeps": (R.OFFICE,)}),
    # Awards are made known to everybody of the city.
    Row("proposals.view_awards", "查看提案评优", {"anyone": EVERY_ROLE}),
    Row("proposals.award", "登记评优、责成整改", {"keeps": (R.OFFICE,)}),
    Row(
        "proposals.view_rectification",
        "查看提案办理整改",
        {"assigned": (R.DEPARTMENT,), "keeps": (R.OFFICE,), "region": OFFICES},
    ),
    # Of a unit without an account the office enters what it wrote.
    Row("proposals.report_rectification", "报送整改情况", {"assigned": (R.DEPARTMENT,), "keeps": (R.OFFICE,)}),
    Row("proposals.grant_fund", "安排提案办理专项资金", {"keeps": (R.OFFICE,)}),
)
