"""Rights over 督办检查: the leading office inspects, a guidance group where the practice of the place names it."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, TOWNSHIP, Row

SEE_INSPECTIONS = {
    "own_room": ROOM_STAFF,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
}

ROWS = (
    Row("reports.view_inspections", "查看督办检查", SEE_INSPECTIONS),
    # A guidance group helps where [supervision.inspection] of the pack names it: rules of the place, see the verbs.
    Row("reports.inspect_room", "开展督办检查", {"region": (R.LEADING_OFFICE,), "guided": (R.GUIDANCE,)}),
    Row("reports.reply_inspection", "答复督办检查", {"own_room": ROOM_STAFF}),
    Row("reports.judge_inspection", "核查整改、答复异议", {"region": (R.LEADING_OFFICE,)}),
    Row(
        "reports.summarise_inspections",
        "查看督办检查月度汇总",
        {"region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR)},
    ),
)
