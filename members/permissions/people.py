"""Rights over members, what becomes of them, whom they keep contact with, and the pools of people."""

from members.enums import RoleCode as R
from members.permissions.relations import ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row
from members.permissions.who_sees import SEE_MEMBER

OFFICES = (R.LEADING_OFFICE, R.OFFICE)
# Who looks for people by topic.
SEEKERS = (*ROOM_STAFF, *TOWNSHIP, *OFFICES, R.AUDITOR)

ROWS = (
    Row("members.view_members", "查看委员名册", SEE_MEMBER),
    Row("members.edit_members", "登记委员", {"region": OFFICES}),
    Row("members.edit_terms", "登记届次", {"region": OFFICES}),
    # Everybody else sees 138****1234, on pages and in exported lists.
    Row(
        "members.view_phones",
        "查看委员的完整手机号",
        {"own_room": ROOM_STAFF, "self": (R.MEMBER,), "region": OFFICES},
    ),
    # 提醒、约谈、劝退 with their reasons.
    Row("members.view_standing", "查看委员的任职变动", {"self": (R.MEMBER,), "region": (*OFFICES, R.AUDITOR)}),
    Row("rooms.change_standing", "办理委员的任职变动", {"region": OFFICES}),
    Row("rooms.end_term", "办理届满", {"region": OFFICES}),
    # Private persons: the member, the member's room, and who looks after the members.
    Row(
        "members.view_contacts",
        "查看固定联系群众",
        {"self": (R.MEMBER,), "own_room": ROOM_STAFF, "region": (R.LEADING_OFFICE,)},
    ),
    Row("members.edit_contacts", "登记固定联系群众", {"self": (R.MEMBER,), "own_room": (R.CLERK,)}),
    # ── postings of a whole city ─────────────────────────────────────────────────────────────────────────────────
    Row("rooms.assign_members", "派驻安排", {"region": (R.LEADING_OFFICE,)}),
    Row(
        "rooms.view_representatives",
        "查看代表名册",
        {"own_room": ROOM_TEAM, "approver": TOWNSHIP, "guided": (R.GUIDANCE,), "region": (*OFFICES, R.AUDITOR)},
    ),
    # ── pools ────────────────────────────────────────────────────────────────────────────────────────────────────
    Row("members.view_pools", "查看人才库", {"anyone": SEEKERS}),
    # A township keeps the worthies of its own villages; who may enter them reads their numbers.
    Row("members.edit_pools", "登记人才库人员", {"region": (*OFFICES, *TOWNSHIP)}),
    Row("members.edit_tags", "维护人才库标签", {"region": OFFICES}),
    # ── a member's own page ──────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_my_page", "查看我的履职", {"anyone": (R.MEMBER,)}),
)
