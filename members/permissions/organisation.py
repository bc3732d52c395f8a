"""Rights over rooms, practices, members, accounts and what everybody has."""

from members.enums import RoleCode as R
from members.permissions.relations import BODIES, EVERY_ROLE, ROOM_STAFF, RUNNING, Row
from members.permissions.who_sees import SEE_ROOM

ROWS = (
    # ── pages of everybody ───────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_workbench", "查看工作台", {"anyone": EVERY_ROLE}),
    Row("reports.search", "搜索", {"anyone": EVERY_ROLE}),
    Row("members.view_own", "查看本人的通知、任务和草稿", {"anyone": EVERY_ROLE}),
    Row("members.find", "查找区域和单位", {"anyone": EVERY_ROLE}),
    Row(
        "members.find_people",
        "查找人员",
        {"own_room": (R.CLERK,), "region": (R.LEADING_OFFICE, R.OFFICE, R.ADMIN, R.SECURITY)},
    ),
    Row("members.upload", "上传附件", {"anyone": EVERY_ROLE}),
    # Which files: those of the records that the person sees.
    Row("members.view_file", "查看附件", {"anyone": EVERY_ROLE}),
    # The room, the body or the department whose record has it.
    Row(
        "members.take_file_away",
        "移除附件",
        {
            "own_room": ROOM_STAFF,
            "approver": BODIES,
            "assigned": (R.DEPARTMENT,),
            "keeps": (*ROOM_STAFF, *BODIES, R.OFFICE),
        },
        RUNNING,
    ),
    # ── rooms and people ─────────────────────────────────────────────────────────────────────────────────────────
    Row("rooms.view_room", "查看联络室", SEE_ROOM),
    Row("rooms.add_room", "新建联络室", {"region": (R.LEADING_OFFICE, R.ADMIN)}),
    Row("rooms.edit_room", "修改联络室", {"region": (R.LEADING_OFFICE, R.ADMIN)}),
    Row("rooms.edit_team", "登记驻室委员和代表", {"own_room": (R.CLERK,), "region": (R.LEADING_OFFICE,)}),
    Row("rooms.set_convener", "确定召集人", {"region": (R.LEADING_OFFICE,)}),
    Row("rooms.view_calendar", "查看节假日和工作日", {"anyone": EVERY_ROLE}),
    Row("rooms.edit_calendar", "调整节假日", {"region": (R.LEADING_OFFICE, R.ADMIN)}),
    Row("rooms.view_practice", "查看各地做法", {"region": (R.LEADING_OFFICE, R.ADMIN, R.AUDITOR)}),
    Row("rooms.edit_practice", "复制、导入做法", {"region": (R.LEADING_OFFICE, R.ADMIN)}),
    # What is one room's own setting is its convener's too.
    Row("rooms.edit_draft", "修改做法草稿", {"own_room": (R.CONVENER,), "region": (R.LEADING_OFFICE, R.ADMIN)}),
    Row("rooms.adopt_practice", "采用做法", {"region": (R.LEADING_OFFICE, R.ADMIN)}),
    Row("rooms.set_room_practice", "设置本室的做法", {"own_room": (R.CONVENER,), "region": (R.LEADING_OFFICE,)}),
    Row("members.edit_places", "维护区域和单位", {"region": (R.ADMIN,)}),
    # 三权分立: one keeps the accounts, another grants the rights, a third reads what both did.
    Row("members.view_accounts", "查看账号", {"region": (R.ADMIN, R.SECURITY)}),
    Row("members.edit_accounts", "维护账号", {"whole": (R.ADMIN,)}),
    Row("members.edit_roles", "授予和终止角色", {"whole": (R.SECURITY,)}),
    Row("members.view_ledger", "查看台账", {"region": (R.AUDITOR,)}),
    # Not those who typed it, and not those who audit it.
    Row("members.erase_text", "删除台账里的个人内容", {"region": (R.LEADING_OFFICE,)}),
)
