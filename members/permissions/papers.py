"""Rights over figures and documents."""

from members.enums import RoleCode as R
from members.permissions.distribution import RECEIVERS
from members.permissions.plans import PLANNERS, SEE_PLAN
from members.permissions.relations import BODIES, EVERY_ROLE, ROOM_STAFF, TOWNSHIP, Row
from members.permissions.who_sees import SEE_CONSULTATION, SEE_MEMBER_QUOTAS, SEE_QUOTAS

# Who answers for the papers of the own unit.
WORDERS = (*ROOM_STAFF, *TOWNSHIP, R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER, R.DEPARTMENT)

ROWS = (
    # ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────
    Row("reports.view_quotas", "查看联络室完成次数要求的情况", SEE_QUOTAS),
    Row("reports.view_member_quotas", "查看委员完成次数要求的情况", SEE_MEMBER_QUOTAS),
    # Conveners, townships, sectors, units and the city: sums over many.
    Row("reports.view_group_quotas", "查看汇总的次数要求", {"region": SEE_QUOTAS["region"]}),
    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────
    # Of a consultation, and of what was issued of a year's plan: each is found among what the person sees.
    Row(
        "reports.view_document",
        "查看文书",
        {
            **SEE_PLAN,
            **SEE_CONSULTATION,
            "keeps": (*SEE_PLAN["keeps"], R.DISPATCHER),
            "region": SEE_PLAN["region"],
            "receiver": RECEIVERS,
            # The unit that has the task, and the samples of papers that it words.
            "assigned": (R.DEPARTMENT,),
            "answers": TOWNSHIP,
            # Papers of a member's duty are their reader's own; the right to the file is asked before.
            "self": EVERY_ROLE,
        },
    ),
    Row(
        "reports.order_document",
        "生成文书",
        {
            "own_room": ROOM_STAFF,
            "approver": TOWNSHIP,
            # A guidance group prints what it inspected.
            "decider": (*BODIES, R.GUIDANCE),
            "keeps": (*PLANNERS, R.DISPATCHER),
            # Of a report the offices to which it goes print what goes round with it.
            "receiver": (R.DISPATCHER,),
            "assigned": (R.DEPARTMENT,),
            "self": EVERY_ROLE,
        },
    ),
    # Which: those of the list that chooses them, and of these what the person may read.
    Row("reports.print_batch", "合并打印", {"anyone": EVERY_ROLE}),
    Row("reports.view_wordings", "查看本单位的文书用语", {"anyone": WORDERS}),
    Row("reports.edit_wording", "修改文书用语", {"keeps": WORDERS}),
)
