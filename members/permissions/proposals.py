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
            "signs": (R.MEMBER,),
            "own_room": ROOM_STAFF,
            "region": (R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER, R.AUDITOR),
            "assigned": (R.DEPARTMENT,),
        },
    ),
    Row("proposals.propose", "起草提案", {"own_room": ROOM_TEAM}),
    Row("proposals.edit_proposal", "修改、提交提案", {"self": ROOM_TEAM, "own_room": ROOM_STAFF}),
    Row("proposals.sign_proposal", "联名", {"signs": (R.MEMBER,)}),
    # For who signed on paper: whoever keeps the papers enters it, and no member for another one.
    Row(
        "proposals.enter_signature",
        "代录书面联名",
        {"self": ROOM_STAFF, "own_room": ROOM_STAFF, "keeps": (R.OFFICE,)},
    ),
    # 征集 and 线索. A clue of the public is the office's alone until it was looked at.
    Row(
        "proposals.view_call",
        "查看提案征集",
        {"keeps": (R.OFFICE,), "region": (R.LEADING_OFFICE, R.DISPATCHER, R.AUDITOR), "below": ROOM_TEAM},
    ),
    Row("proposals.call", "发起提案征集", {"keeps": (R.OFFICE,)}),
    Row(
        "proposals.view_clue",
        "查看提案线索",
        {
            "self": ROOM_TEAM,
            "own_room": ROOM_STAFF,
            "keeps": (R.OFFICE,),
            "region": (R.LEADING_OFFICE, R.AUDITOR),
            "below": ROOM_TEAM,
        },
    ),
    Row("proposals.give_clue", "提供线索", {"own_room": ROOM_TEAM}),
    Row("proposals.enter_clue", "登记线索", {"keeps": (R.OFFICE,)}),
    Row("proposals.answer_clue", "研究线索", {"keeps": (R.OFFICE,)}),
    Row("proposals.take_up_clue", "由线索起草提案", {"below": (R.MEMBER,), "keeps": (R.OFFICE,)}),
    Row("proposals.receive_proposal", "收下、退回提案", {"keeps": (R.OFFICE,)}),
)
