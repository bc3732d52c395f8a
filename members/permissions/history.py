"""Rights over what was done before the system was in use: past records, opening figures, where numbering goes on."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row

# The offices write history down for their city, a room for itself.
WRITES = {"own_room": ROOM_STAFF, "region": (R.LEADING_OFFICE,)}
SEES = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
}
OFFICES = (R.LEADING_OFFICE, R.OFFICE)

ROWS = (
    Row("reports.view_figures", "查看工作数据", SEES),
    # A department sees how it handles what it was given, and nothing of the rooms.
    Row("reports.view_dashboard", "查看统计总览", {**SEES, "assigned": (R.DEPARTMENT,)}),
    Row("reports.view_wall", "打开统计大屏", {"region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR)}),
    Row("consult.view_past", "查看历史协商", SEES),
    Row("consult.edit_past", "登记历史协商", WRITES),
    Row("rooms.view_openings", "查看期初数", SEES),
    # Only totals survive: whoever signs for them answers for them, and the office enters it.
    Row("rooms.edit_openings", "登记期初数", {"region": (R.LEADING_OFFICE,)}),
    Row("consult.start_minutes", "设置纪要编号起点", {"region": (R.LEADING_OFFICE,)}),
    Row("proposals.view_past_papers", "查看历史报告和批示", {"region": (*OFFICES, R.AUDITOR)}),
    Row("proposals.edit_past_papers", "登记历史报告和批示", {"region": OFFICES}),
)
