"""Rights over decisions that commend."""

from members.permissions.bulletins import OFFICES, READERS
from members.permissions.relations import Row

ROWS = (
    # A draft is its office's own; what was issued is for everybody who works in the region.
    Row("reports.view_commendation", "查看表彰决定", {"keeps": OFFICES, "addressed": READERS}),
    # Over a round: whoever looks after its region; over a decision: whose it is.
    Row("reports.commend", "起草、印发表彰决定", {"keeps": OFFICES, "region": OFFICES}),
)
