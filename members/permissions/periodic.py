"""Rights over reports of a span: 督办报告, 通报, 工作总结. What is a draft, the QuerySet shows to its makers alone."""

from members.enums import RoleCode as R
from members.permissions.distribution import RECEIVERS
from members.permissions.relations import EVERY_ROLE, ROOM_TEAM, TOWNSHIP, Row

MAKERS = (R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER)
SEE = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "receiver": RECEIVERS,
    "self": EVERY_ROLE,
    "keeps": MAKERS,
    "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
}

ROWS = (
    Row("reports.view_periodic", "查看报告通报", SEE),
    Row("reports.make_periodic", "生成报告通报", {"anyone": (R.LEADING_OFFICE,)}),
    Row("reports.edit_periodic", "修改报告通报", {"keeps": MAKERS}),
    Row("reports.publish_periodic", "发布报告通报", {"keeps": MAKERS}),
    # A published one is never edited: another one takes its place, with the reason.
    Row("reports.correct_periodic", "更正报告通报", {"keeps": MAKERS}),
)
