"""Rights over 提案, 社情民意信息 and 微建议."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, Row

ROWS = (
    # A draft is its author's and the room's; the offices see it once it was submitted.
    Row(
        "proposals.view_proposal",
        "查看提案",
        {
            "self": ROOM_TEAM,
            "own_room": ROOM_STAFF,
            "region": (R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER, R.AUDITOR),
            "assigned": (R.DEPARTMENT,),
        },
    ),
    Row("proposals.propose", "起草提案", {"own_room": ROOM_TEAM}),
    Row("proposals.edit_proposal", "修改、提交提案", {"self": ROOM_TEAM, "own_room": ROOM_STAFF}),
    Row("proposals.receive_proposal", "收下、退回提案", {"keeps": (R.OFFICE,)}),
)
