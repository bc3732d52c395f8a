"""Rights over the way of a proposal from 收件 to 办结: review, assignment, handling, reply, closing."""

from members.enums import RoleCode as R
from members.permissions.relations import Row

ROWS = (
    # What the bodies said on the way; the proposer is told what it came to, with the reason.
    Row(
        "proposals.view_reviews",
        "查看审查意见",
        {"keeps": (R.OFFICE,), "region": (R.DISPATCHER, R.LEADING_OFFICE, R.AUDITOR)},
    ),
    # The office enters for every body; those who dispatch for their own alone.
    Row("proposals.review_proposal", "登记审查意见", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
)
