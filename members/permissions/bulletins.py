"""Rights over what is told of the work: articles in the media, highlights, contributions, bulletins, albums."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row

OFFICES = (R.LEADING_OFFICE, R.OFFICE)
SEE_ARTICLE = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (*OFFICES, R.AUDITOR),
}

ROWS = (
    # ── articles in the media ────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_article", "查看媒体稿件", SEE_ARTICLE),
    Row("reports.enter_article", "登记媒体稿件", {"own_room": ROOM_STAFF, "region": OFFICES}),
    Row("reports.judge_article", "采信媒体稿件", {"region": OFFICES}),
)
