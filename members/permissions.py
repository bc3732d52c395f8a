"""THE permission table: who may do what, to whose records, in which state. Nothing else grants a right.

Read a row aloud: "`consult.submit_topic` 提请审定议题: the convener, in the room that leads, while it is running."
Relations (the keys of `who`) say how the person's role stands to the record:

  own_room   the role's unit is one of the rooms of the record      lead_room  … the room that leads
  approver   … the body that approves and decides for the room      decider    … the body whose turn it is now
  asked      … a body that its way names beyond its own ones        guided     … the room's guidance group
  enters     the role enters for the body whose turn it is (代录), and the record lies in its region
  receiver   … the unit to which it was sent                        assigned   … the unit that has the task
  handles    … the room that carries the matter out by itself
  answers    … the body that gave the task to a unit which has no account: it enters for that unit (代录)
  region     the record lies in the region of the role              self       the record is the person's own
  whole      … with every place it has: who holds a role outside of the region is looked after from above
  anyone     any role will do

A practice pack may narrow a row to fewer roles, never widen it.
"""

from dataclasses import dataclass, field, replace

import rules

from members.enums import RoleCode as R

ROOM_STAFF = (R.CLERK, R.CONVENER)
ROOM_TEAM = (R.CLERK, R.CONVENER, R.MEMBER, R.REPRESENTATIVE)
TOWNSHIP = (R.TOWNSHIP, R.TOWNSHIP_CLERK)
BODIES = (*TOWNSHIP, R.LEADING_OFFICE, R.CITY_COMMITTEE)
# Bodies that the practice of a place may ask as well (三办联审).
DECIDERS = (*BODIES, R.OFFICE, R.DISPATCHER, R.GUIDANCE)
EVERY_ROLE = tuple(R)

RUNNING = ("running",)
SIGNED_UP_TO = ("running", "closed")


@dataclass(frozen=True)
class Scope:
    """Where a record stands: the units and regions that a role can be related to. All are unit keys."""

    rooms: frozenset = frozenset()
    lead_rooms: frozenset = frozenset()
    approvers: frozenset = frozenset()
    deciders: frozenset = frozenset()
    asked: frozenset = frozenset()
    guides: frozenset = frozenset()
    receivers: frozenset = frozenset()
    assigned: frozenset = frozenset()
    answering: frozenset = frozenset()
    handlers: frozenset = frozenset()
    persons: frozenset = frozenset()
    # Codes of roles that enter for the deciding body.
    entering: frozenset = frozenset()
    path: str = ""
    # For records that lie in several regions at once, such as the account of a person with two roles.
    paths: frozenset = frozenset()
    # Of these, the places that count today: all of them must lie in a region for the relation `whole`.
    held_paths: frozenset = frozenset()
    # For records that lie nowhere yet, such as an account without a role: any region will do.
    everywhere: bool = False
    state: str = ""

    def received_by(self, unit_id):
        return replace(self, receivers=frozenset([unit_id]))


@dataclass(frozen=True)
class Row:
    permission: str
    label: str
    who: dict = field(default_factory=dict)
    # States of the consultation (or of the record itself) in which it may be done; empty: always.
    states: tuple = ()

    @property
    def roles(self) -> set:
        return {role for roles in self.who.values() for role in roles}


SEE_CONSULTATION = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "asked": (*TOWNSHIP, R.CITY_COMMITTEE, R.OFFICE, R.DISPATCHER, R.GUIDANCE),
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.AUDITOR),
}
SEE_ROOM = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (
        R.LEADING_OFFICE,
        R.OFFICE,
        R.CITY_COMMITTEE,
        R.AUDITOR,
        R.ADMIN,
        R.SECURITY,
    ),
}
# Figures only: the records behind them show what the person sees of each consultation.
SEE_QUOTAS = {
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
}
SEE_MEMBER_QUOTAS = {**SEE_QUOTAS, "own_room": ROOM_STAFF, "self": EVERY_ROLE}

TABLE = (
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
        {"own_room": ROOM_STAFF, "approver": BODIES, "assigned": (R.DEPARTMENT,)},
        RUNNING,
    ),
    # ── step 1 ───────────────────────────────────────────────────────────────────────────────────────────────────
    Row("consult.view_consultation", "查看协商", SEE_CONSULTATION),
    Row("consult.propose_topic", "提出议题", {"own_room": (*ROOM_STAFF, R.MEMBER)}),
    Row("consult.backfill", "补录协商", {"own_room": ROOM_STAFF}),
    Row("consult.edit_topic", "修改议题", {"lead_room": ROOM_STAFF}, RUNNING),
    Row("consult.submit_topic", "提请审定议题", {"lead_room": (R.CONVENER,)}, RUNNING),
    Row("consult.decide_approval", "审定议题", {"decider": DECIDERS, "enters": (R.LEADING_OFFICE,)}, RUNNING),
    Row("consult.raise_topic", "提升为重要议题", {"region": (R.LEADING_OFFICE,)}, RUNNING),
    Row("consult.join_room", "邀请其他联络室联合协商、取消联合", {"lead_room": (R.CONVENER,)}, RUNNING),
    # ── steps 2 and 3 ────────────────────────────────────────────────────────────────────────────────────────────
    Row("consult.edit_participants", "登记协商主体", {"own_room": ROOM_STAFF}, RUNNING),
    Row("consult.claim_seat", "认领参加协商", {"own_room": (R.MEMBER,)}, RUNNING),
    Row("consult.fix_participants", "确定协商主体名单", {"lead_room": (R.CONVENER,)}, RUNNING),
    Row("consult.view_phones", "查看联系电话", {"own_room": ROOM_STAFF}),
    Row("consult.edit_research", "登记调研", {"own_room": (*ROOM_STAFF, R.MEMBER)}, RUNNING),
    # ── step 4 ───────────────────────────────────────────────────────────────────────────────────────────────────
    # Who said what stays in the record of the room.
    Row("consult.view_record", "查看会议记录", {"own_room": ROOM_TEAM, "region": (R.AUDITOR,)}),
    Row("consult.edit_meeting", "安排协商会", {"own_room": ROOM_STAFF}, RUNNING),
    Row("consult.record_meeting", "记录协商会", {"own_room": ROOM_STAFF}, RUNNING),
    Row("consult.edit_matter", "登记事项", {"own_room": ROOM_STAFF}, RUNNING),
    Row("consult.edit_minutes", "起草协商纪要", {"lead_room": ROOM_STAFF}, SIGNED_UP_TO),
    Row("consult.sign_minutes", "审签协商纪要", {"lead_room": (R.CONVENER,)}, SIGNED_UP_TO),
    Row("consult.correct_minutes", "更正协商纪要", {"lead_room": (R.CONVENER,)}, SIGNED_UP_TO),
    # ── steps 5 and 6 ────────────────────────────────────────────────────────────────────────────────────────────
    Row("consult.submit_minutes", "报送协商纪要", {"lead_room": ROOM_STAFF}, RUNNING),
    Row("consult.view_submission", "查看报送", {**SEE_CONSULTATION, "receiver": (*TOWNSHIP, R.OFFICE)}),
    Row(
        "consult.receive_submission",
        "接收报送",
        {"receiver": (*TOWNSHIP, R.OFFICE)},
        # A case may be closed while the office has not yet opened its city-level matter.
        SIGNED_UP_TO,
    ),
    Row("consult.decide_matter", "确定事项", {"approver": TOWNSHIP}, RUNNING),
    Row("consult.view_assignment", "查看任务单", {**SEE_CONSULTATION, "assigned": (R.DEPARTMENT,)}),
    Row("consult.handle_assignment", "办理任务单", {"assigned": (R.DEPARTMENT,), "answers": TOWNSHIP}, RUNNING),
    Row("consult.close_assignment", "办结任务单", {"approver": TOWNSHIP}, RUNNING),
    Row("consult.close_matter", "办结事项", {"approver": TOWNSHIP, "handles": ROOM_STAFF}, RUNNING),
    # ── the whole consultation ───────────────────────────────────────────────────────────────────────────────────
    Row("consult.move_stage", "进入下一步", {"lead_room": ROOM_STAFF}, RUNNING),
    Row("consult.return_stage", "退回前一步", {"lead_room": (R.CONVENER,)}, RUNNING),
    Row("consult.stop_consultation", "终止协商", {"lead_room": (R.CONVENER,)}, RUNNING),
    Row("consult.waive_checkpoint", "豁免关口", {"region": (R.LEADING_OFFICE,)}, RUNNING),
    Row("consult.export_consultations", "导出协商清单", {"anyone": EVERY_ROLE}),
    # Asking another pack about a case changes nothing, and reads all of it.
    Row("consult.try_practice", "用别的做法试算", {"region": (R.LEADING_OFFICE,)}),
    # ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_quotas", "查看联络室完成次数要求的情况", SEE_QUOTAS),
    Row("reports.view_member_quotas", "查看委员完成次数要求的情况", SEE_MEMBER_QUOTAS),
    # Conveners, townships, sectors, units and the city: sums over many.
    Row("reports.view_group_quotas", "查看汇总的次数要求", {"region": SEE_QUOTAS["region"]}),
    # ── checkpoints of the pack, and ways that only some packs have ──────────────────────────────────────────────────
    Row("consult.record_checkpoint", "登记关口", {"own_room": ROOM_STAFF}, RUNNING),
    Row("consult.record_product", "登记成果", {"own_room": ROOM_STAFF}, SIGNED_UP_TO),
    Row("consult.strike_entry", "划去登记", {"anyone": EVERY_ROLE}, SIGNED_UP_TO),
    Row("consult.lay_checkpoint", "报请备案和会签", {"lead_room": ROOM_STAFF}, RUNNING),
    # Who is named by a checkpoint speaks for himself; whoever has no account is written down by the room (代录).
    Row("consult.speak_at_checkpoint", "签批和回应", {"approver": TOWNSHIP, "region": (R.LEADING_OFFICE,)}, RUNNING),
    Row("consult.rate_consultation", "评议协商", {"own_room": (R.MEMBER, R.REPRESENTATIVE)}, RUNNING),
    Row("consult.close_consultation", "办结协商", {"lead_room": (R.CONVENER,)}, RUNNING),
    Row("consult.handle_at_once", "直接办理", {"lead_room": ROOM_STAFF}, RUNNING),
    Row("consult.spread_topic", "列为共性议题", {"region": (R.LEADING_OFFICE,)}, SIGNED_UP_TO),
    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_document", "查看文书", {**SEE_CONSULTATION, "receiver": (*TOWNSHIP, R.OFFICE)}),
    Row("reports.order_document", "生成文书", {"own_room": ROOM_STAFF, "approver": TOWNSHIP, "decider": BODIES}),
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
    Row("members.view_members", "查看委员名册", {"region": (R.LEADING_OFFICE, R.OFFICE, R.ADMIN, R.AUDITOR)}),
    Row("members.edit_members", "登记委员", {"region": (R.LEADING_OFFICE, R.OFFICE)}),
    Row("members.edit_places", "维护区域和单位", {"region": (R.ADMIN,)}),
    # 三权分立: one keeps the accounts, another grants the rights, a third reads what both did.
    Row("members.view_accounts", "查看账号", {"region": (R.ADMIN, R.SECURITY)}),
    Row("members.edit_accounts", "维护账号", {"whole": (R.ADMIN,)}),
    Row("members.edit_roles", "授予和终止角色", {"whole": (R.SECURITY,)}),
    Row("members.view_ledger", "查看台账", {"region": (R.AUDITOR,)}),
    # Not those who typed it, and not those who audit it.
    Row("members.erase_text", "删除台账里的个人内容", {"region": (R.LEADING_OFFICE,)}),
)

BY_PERMISSION = {row.permission: row for row in TABLE}


def scope_of(obj) -> Scope:
    return obj.rights_scope() if hasattr(obj, "rights_scope") else Scope()


def is_related(role, relation: str, scope: Scope) -> bool:
    """Say whether a role stands in the relation to the record."""
    if relation == "anyone":
        return True
    if relation == "region":
        paths = scope.paths or {scope.path}
        return scope.everywhere or any(path.startswith(role.place.path) for path in paths)
    if relation == "whole":
        paths = scope.held_paths or {scope.path}
        return scope.everywhere or all(path.startswith(role.place.path) for path in paths)
    if relation == "enters":
        return role.code in scope.entering and scope.path.startswith(role.place.path)
    if relation == "self":
        return role.user_id in scope.persons
    units = {
        "own_room": scope.rooms,
        "lead_room": scope.lead_rooms or scope.rooms,
        "approver": scope.approvers,
        "decider": scope.deciders,
        "asked": scope.asked,
        "guided": scope.guides,
        "receiver": scope.receivers,
        "assigned": scope.assigned,
        "answers": scope.answering,
        "handles": scope.handlers,
    }[relation]
    return role.unit_id in units


def roles_that_allow(user, permission: str, obj=None) -> list:
    """Return the person's roles that give the right: over one record, or over any when there is none."""
    row = BY_PERMISSION[permission]
    held = getattr(user, "current_roles", [])
    if obj is None:
        return [role for role in held if role.code in row.roles]
    scope = scope_of(obj)
    if row.states and scope.state and scope.state not in row.states:
        return []
    return [
        role
        for role in held
        if any(role.code in roles and is_related(role, relation, scope) for relation, roles in row.who.items())
    ]


def refusal(user, permission: str, obj=None) -> str:
    """Say in one sentence why the person may not."""
    row = BY_PERMISSION[permission]
    if obj is not None and row.states:
        state = scope_of(obj).state
        if state == "closed":
            return f"这件协商已经办结，不能再{row.label}。"
        if state == "stopped":
            return f"这件协商已经终止，不能再{row.label}。"
    if obj is not None and "whole" in row.who and user.holds(*row.who["whole"]):
        return f"这个账号在您的区域以外还有角色，{row.label}请由上一级办理。"
    names = "、".join(role.label for role in R if role in row.roles)
    return f"{row.label}由{names}办理，您的角色没有这项权限。"


def _register(row: Row) -> None:
    def allows(user, obj):
        return bool(roles_that_allow(user, row.permission, obj))

    rules.set_perm(row.permission, rules.predicate(allows, name=row.permission))


for _row in TABLE:
    _register(_row)
