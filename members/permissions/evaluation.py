"""Rights over evaluation (评议): who runs a round, who rates, who reads single votes and the ranking of units."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, TOWNSHIP, Row

KEEPS = (*ROOM_STAFF, *TOWNSHIP, R.LEADING_OFFICE, R.OFFICE)
# Who answers for a unit that is asked.
ANSWERS = (R.DEPARTMENT, *ROOM_STAFF, *TOWNSHIP)
SEE_ROUND = {
    "keeps": KEEPS,
    "own_room": ROOM_STAFF,
    "approver": TOWNSHIP,
    # The rated side: totals after the end, never a single vote (consult.workflow.rating).
    "assigned": (R.DEPARTMENT, *ROOM_STAFF, *TOWNSHIP),
    "self": EVERY_ROLE,
    # Who sees the case; the office runs those of proposals and reports itself.
    "region": (R.LEADING_OFFICE, R.AUDITOR),
}
# After the end of the round, and never on the rated side.
READS_VOTES = {"keeps": KEEPS, "region": (R.AUDITOR,)}

ROWS = (
    Row("consult.view_rounds", "查看评议", {"anyone": (*KEEPS, R.DEPARTMENT, R.AUDITOR)}),
    Row("consult.view_round", "查看一次评议", SEE_ROUND),
    # Of what is rated.
    Row(
        "consult.open_round",
        "发起评议",
        {"own_room": ROOM_STAFF, "approver": TOWNSHIP, "region": (R.LEADING_OFFICE, R.OFFICE)},
    ),
    Row("consult.run_round", "组织评议", {"keeps": KEEPS}),
    Row("consult.view_votes", "查看单份评议", READS_VOTES),
    Row("consult.rate", "评议", {"self": EVERY_ROLE, "assigned": ANSWERS}),
    # A department finds its own line alone.
    Row("consult.view_ranking", "查看评议排名", {"anyone": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR, R.DEPARTMENT)}),
)
