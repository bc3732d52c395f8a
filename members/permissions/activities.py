"""Rights over what rooms and their people did: activities, and the 信息 and 建议 that came with them."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row

# Whoever wrote it down, as long as the person belongs to the room.
OWN_ENTRY = {"own_room": ROOM_STAFF, "self": (R.MEMBER, R.REPRESENTATIVE)}

SEE_ACTIVITY = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.OFFICE, R.CITY_COMMITTEE, R.AUDITOR),
}

ROWS = (
    Row("rooms.view_activity", "查看履职活动", SEE_ACTIVITY),
    # Everybody else reads kind, day and amount of a confidential one, and nobody's name.
    Row(
        "rooms.view_activity_record",
        "查看来访人和不公开的活动",
        {"own_room": ROOM_TEAM, "region": (R.AUDITOR,)},
    ),
    Row("rooms.record_activity", "登记活动", {"own_room": ROOM_TEAM}),
    Row("rooms.edit_activity", "修改活动", OWN_ENTRY),
    Row("rooms.remove_activity", "移出活动", OWN_ENTRY),
    Row("rooms.follow_voice", "登记信息、建议的办理情况", OWN_ENTRY),
)
