"""Rights over the way of a proposal from 收件 to 办结: review, assignment, handling, reply, closing."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, Row

ROWS = (
    # What the bodies said on the way; the proposer is told what it came to, with the reason.
    Row(
        "proposals.view_reviews",
        "查看审查意见",
        {"keeps": (R.OFFICE,), "region": (R.DISPATCHER, R.LEADING_OFFICE, R.AUDITOR)},
    ),
    # The office enters for every body; those who dispatch for their own alone.
    Row("proposals.review_proposal", "登记审查意见", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
    Row("proposals.assign_proposal", "交办提案、协调承办单位", {"keeps": (R.OFFICE,)}),
    # Of a unit without an account the office enters what it says (代录).
    Row("proposals.handle_proposal", "办理提案", {"assigned": (R.DEPARTMENT,), "answers": (R.OFFICE,)}),
    Row("proposals.edit_lists", "填写提案办理清单", {"assigned": (R.DEPARTMENT,), "keeps": (R.OFFICE,)}),
    # A draft is shown to the units and the office alone, see Reply.visible_to.
    Row(
        "proposals.view_reply",
        "查看提案答复",
        {
            "assigned": (R.DEPARTMENT,),
            "asked": (R.DEPARTMENT,),
            "self": ROOM_TEAM,
            "signs": (R.MEMBER,),
            "own_room": ROOM_STAFF,
            "region": (R.OFFICE, R.DISPATCHER, R.LEADING_OFFICE, R.AUDITOR),
        },
    ),
    Row("proposals.receive_reply", "签收提案答复", {"self": ROOM_TEAM, "own_room": ROOM_STAFF}),
    Row("proposals.close_proposal", "发起评议、重新办理、办结提案", {"keeps": (R.OFFICE,)}),
)
