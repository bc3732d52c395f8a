"""Rights over what one member did and what it is worth in points."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, TOWNSHIP, Row

ROWS = (
    # Leads to one's own file and points alone.
    Row("reports.view_own_duty", "查看本人的履职档案", {"anyone": (R.MEMBER,)}),
    # Everybody's own file, the staff of the room to which the member is posted, and the offices above.
    Row(
        "reports.view_duty_file",
        "查看委员履职档案",
        {"own_room": ROOM_STAFF, "self": EVERY_ROLE, "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR)},
    ),
    # Over all members whose files the person sees.
    Row(
        "reports.view_duty_list",
        "查看履职统计",
        {"own_room": ROOM_STAFF, "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR)},
    ),
    # ── points by the scheme of a place ──────────────────────────────────────────────────────────────────────────
    Row(
        "reports.view_points",
        "查看考核得分",
        {
            "own_room": ROOM_STAFF,
            "self": EVERY_ROLE,
            "approver": TOWNSHIP,
            "keeps": (R.DEPARTMENT,),
            "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
        },
    ),
    # Leads to the own account: of oneself, of the own room, township or unit.
    Row(
        "reports.view_own_points",
        "查看本人、本室、本单位的考核得分",
        {"anyone": (R.MEMBER, *ROOM_STAFF, *TOWNSHIP, R.DEPARTMENT)},
    ),
    # Of those whom the person sees; places in the order are told to the offices of the city alone.
    Row(
        "reports.view_points_list",
        "查看计分考核",
        {"region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR), "approver": TOWNSHIP},
    ),
    # A scheme that names its assessors narrows it to them.
    Row(
        "reports.mark_points",
        "考核评分",
        {"region": (R.LEADING_OFFICE, R.OFFICE), "approver": TOWNSHIP, "guided": (R.GUIDANCE,)},
    ),
    # A member for himself; for a room whoever convenes it, for a township its committee, for a unit its own people.
    Row(
        "reports.appeal_points",
        "提出考核申诉",
        {"self": EVERY_ROLE, "lead_room": (R.CONVENER,), "approver": TOWNSHIP, "keeps": (R.DEPARTMENT,)},
    ),
    Row(
        "reports.view_appeals",
        "查看考核申诉",
        {
            "self": EVERY_ROLE,
            "lead_room": (R.CONVENER,),
            "approver": TOWNSHIP,
            "keeps": (R.DEPARTMENT,),
            "region": (R.LEADING_OFFICE, R.AUDITOR),
        },
    ),
    Row("reports.answer_appeal", "答复考核申诉", {"region": (R.LEADING_OFFICE,)}),
    # What is drafted or in force, tried on a year that is over; it changes nothing.
    Row("reports.try_points", "试算考核办法", {"region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR)}),
    Row("reports.settle_points", "考核结果定案", {"region": (R.LEADING_OFFICE,)}),
    Row("reports.publish_points", "公布考核结果", {"region": (R.LEADING_OFFICE,)}),
)
