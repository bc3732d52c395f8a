"""Rights over the life of a room, its particulars, its list, and the map."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, TOWNSHIP, Row
from members.permissions.who_sees import SEE_ROOM

# Whoever keeps the room up: its staff, the body over it, the leading office.
KEEPERS = {"own_room": ROOM_STAFF, "approver": TOWNSHIP, "region": (R.LEADING_OFFICE,)}

ROWS = (
    Row("rooms.apply_room", "申请设立联络室", {"approver": TOWNSHIP, "region": (R.LEADING_OFFICE,)}),
    Row("rooms.approve_room", "审定联络室", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.open_room", "登记挂牌", {"approver": TOWNSHIP, "region": (R.LEADING_OFFICE,)}),
    Row("rooms.move_room", "调整联络室隶属", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.withdraw_room", "撤销联络室", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.edit_particulars", "修改联络室的地址、开放时间和服务", KEEPERS),
    Row("rooms.edit_budget", "登记联络室经费", KEEPERS),
    Row(
        "rooms.view_budget",
        "查看联络室经费",
        {**KEEPERS, "region": (R.LEADING_OFFICE, R.AUDITOR), "guided": (R.GUIDANCE,)},
    ),
    Row("rooms.name_demonstration", "确定示范点", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.view_guidance", "查看工作指导组", {"anyone": EVERY_ROLE}),
    Row("rooms.edit_guidance", "指定工作指导组的区域", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.edit_checklist", "登记对照清单", {"own_room": ROOM_STAFF, "region": (R.LEADING_OFFICE,)}),
    Row("rooms.view_rules", "查看组建规范检查", SEE_ROOM),
    Row("rooms.edit_map", "导入区域轮廓", {"region": (R.LEADING_OFFICE, R.ADMIN)}),
)
