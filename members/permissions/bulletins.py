"""Rights over what is told of the work: articles in the media, highlights, contributions, bulletins, albums."""

from members.enums import RoleCode as R
from members.permissions.plans import READERS
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row

OFFICES = (R.LEADING_OFFICE, R.OFFICE)
ALBUM_MAKERS = (*ROOM_STAFF, *TOWNSHIP, *OFFICES)
# What a room tells of itself: its team, the body over it, its guidance group, the offices of the city.
SEE_TOLD = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (*OFFICES, R.AUDITOR),
}

ROWS = (
    # ── articles in the media ────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_article", "查看媒体稿件", SEE_TOLD),
    Row("reports.enter_article", "登记媒体稿件", {"own_room": ROOM_STAFF, "region": OFFICES}),
    Row("reports.judge_article", "采信媒体稿件", {"region": OFFICES}),
    # ── highlights ───────────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_highlights", "查看亮点", SEE_TOLD),
    # The room speaks through its convener.
    Row(
        "reports.mark_highlight",
        "标记亮点",
        {"own_room": (R.CONVENER,), "approver": TOWNSHIP, "region": OFFICES},
    ),
    # ── contributions ────────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_contribution", "查看投稿", SEE_TOLD),
    Row("reports.contribute", "投稿", {"own_room": ROOM_STAFF}),
    Row("reports.judge_contribution", "处理投稿", {"region": OFFICES}),
    # ── bulletins ────────────────────────────────────────────────────────────────────────────────────────────────
    # A draft is its office's own; what was issued is for everybody who works in the region.
    Row("reports.view_bulletin", "查看工作简报", {"keeps": OFFICES, "addressed": READERS}),
    Row("reports.write_bulletin", "编写、印发工作简报", {"keeps": OFFICES}),
    # ── albums ───────────────────────────────────────────────────────────────────────────────────────────────────
    # Of the own unit: whoever works there sees the photos anyhow.
    Row("reports.view_album", "查看年度画册", {"keeps": ALBUM_MAKERS, "region": (R.AUDITOR,)}),
    Row("reports.make_album", "制作年度画册", {"keeps": ALBUM_MAKERS}),
)
