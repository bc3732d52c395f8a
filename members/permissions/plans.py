"""Rights over annual plans, the calls and nominations that they come from, and common topics."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, ROOM_TEAM, TOWNSHIP, Row

# Whose unit can have a plan of its own.
PLANNERS = (*ROOM_STAFF, *TOWNSHIP, R.LEADING_OFFICE, R.OFFICE)
# In the room the convener answers for what leaves it.
SPEAKERS = (R.CONVENER, *TOWNSHIP, R.LEADING_OFFICE, R.OFFICE)
NOMINATORS = (*ROOM_TEAM, *TOWNSHIP, R.LEADING_OFFICE, R.OFFICE, R.DEPARTMENT)
# Who keeps the accounts reads no topics.
READERS = tuple(role for role in EVERY_ROLE if role not in (R.ADMIN, R.SECURITY))
OVER_THE_REGION = (R.LEADING_OFFICE, R.OFFICE, R.CITY_COMMITTEE, R.AUDITOR)

# What was issued is addressed to everybody of its region.
SEE_PLAN = {
    "keeps": PLANNERS,
    "own_room": ROOM_TEAM,
    "approver": TOWNSHIP,
    "guided": (R.GUIDANCE,),
    "region": OVER_THE_REGION,
    "addressed": READERS,
}

ROWS = (
    # ── calls and nominations ────────────────────────────────────────────────────────────────────────────────────
    Row(
        "consult.view_call",
        "查看征题",
        {"keeps": PLANNERS, "receiver": NOMINATORS, "region": OVER_THE_REGION, "addressed": READERS},
    ),
    Row("consult.edit_call", "发起征题", {"keeps": PLANNERS}),
    Row("consult.nominate", "荐题、报题", {"anyone": NOMINATORS}),
    Row(
        "consult.view_nomination",
        "查看荐题",
        {
            "self": EVERY_ROLE,
            "keeps": PLANNERS,
            "own_room": ROOM_STAFF,
            "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR),
        },
    ),
    Row("consult.judge_nomination", "研究荐题", {"keeps": PLANNERS}),
    Row("consult.withdraw_nomination", "撤回荐题", {"self": EVERY_ROLE}),
    # ── plans ────────────────────────────────────────────────────────────────────────────────────────────────────
    Row("consult.view_plan", "查看年度协商计划", SEE_PLAN),
    Row("consult.edit_plan", "起草年度协商计划", {"keeps": PLANNERS}),
    Row("consult.submit_plan", "提请审定年度协商计划", {"keeps": SPEAKERS}),
    Row(
        "consult.decide_plan",
        "审定年度协商计划",
        {"decider": (*TOWNSHIP, R.CITY_COMMITTEE), "enters": (R.LEADING_OFFICE,)},
    ),
    Row("consult.issue_plan", "印发年度协商计划", {"keeps": SPEAKERS}),
    Row("consult.begin_planned", "从计划提出议题", {"own_room": ROOM_STAFF}),
    # ── common topics ────────────────────────────────────────────────────────────────────────────────────────────
    Row("consult.view_common", "查看共性议题", SEE_PLAN),
    Row("consult.publish_common", "发布共性议题", {"keeps": (R.LEADING_OFFICE,)}),
    Row("consult.answer_common", "承接共性议题", {"own_room": ROOM_STAFF}),
)
