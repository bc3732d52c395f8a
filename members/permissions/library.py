"""Rights over what the offices learn from many consultations: common problems, and cases that are written up."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row

OFFICES = (R.LEADING_OFFICE, R.OFFICE)
# A group shows titles of every room: it is for those who see all of them.
SEE_PROBLEMS = {"region": (R.LEADING_OFFICE, R.AUDITOR)}
# What the office took into the library is there to be learned from, by everybody of its region.
READERS = tuple(role for role in R if role not in (R.ADMIN, R.SECURITY))
SEE_CASE_STUDY = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.AUDITOR),
    "addressed": READERS,
}

ROWS = (
    # ── common problems ──────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_problem", "查看普遍性问题", SEE_PROBLEMS),
    Row("reports.sort_problem", "处理普遍性问题", {"region": (R.LEADING_OFFICE,)}),
    Row("reports.publish_problem", "把普遍性问题列为共性议题", {"region": (R.LEADING_OFFICE,)}),
    # ── libraries ────────────────────────────────────────────────────────────────────────────────────────────────
    # Each row of them is shown to whoever sees the record itself.
    Row(
        "reports.view_topic_library",
        "查看议题库",
        {
            "own_room": ROOM_TEAM,
            "approver": TOWNSHIP,
            "guided": (R.GUIDANCE,),
            "region": (*OFFICES, R.CITY_COMMITTEE, R.AUDITOR),
        },
    ),
    # ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_case_study", "查看案例", SEE_CASE_STUDY),
    Row(
        "reports.write_case_study",
        "编写案例",
        {"lead_room": ROOM_STAFF, "own_room": ROOM_STAFF, "region": (R.LEADING_OFFICE,)},
    ),
    Row("reports.judge_case_study", "采用案例", {"region": (R.LEADING_OFFICE,)}),
)
