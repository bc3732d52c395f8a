"""Rights over the six steps of a consultation."""

from members.enums import RoleCode as R
from members.permissions.relations import (
    DECIDERS,
    EVERY_ROLE,
    ROOM_STAFF,
    ROOM_TEAM,
    RUNNING,
    SIGNED_UP_TO,
    TOWNSHIP,
    Row,
)
from members.permissions.who_sees import SEE_CONSULTATION

ROWS = (
    # ── step 1 ───────────────────────────────────────────────────────────────────────────────────────────────────
    Row("consult.view_consultation", "查看协商", SEE_CONSULTATION),
    Row("consult.propose_topic", "提出议题", {"own_room": (*ROOM_STAFF, R.MEMBER)}),
    Row("consult.backfill", "补录协商", {"own_room": ROOM_STAFF}),
    Row(
        "consult.classify_topic",
        "修改议题类别",
        {"lead_room": ROOM_STAFF, "region": (R.LEADING_OFFICE, R.OFFICE)},
    ),
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
)
