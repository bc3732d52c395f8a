"""Rights over what one member did and what it is worth in points."""

from members.enums import RoleCode as R
from members.permissions.relations import EVERY_ROLE, ROOM_STAFF, Row

ROWS = (
    # Leads to one's own file alone.
    Row("reports.view_own_duty", "查看本人的履职档案", {"anyone": EVERY_ROLE}),
    # Everybody's own file, the staff of the room to which the member is posted, and the offices above.
    Row(
        "reports.view_duty_file",
        "查看委员履职档案",
        {"own_room": ROOM_STAFF, "self": EVERY_ROLE, "region": (R.LEADING_OFFICE, R.OFFICE, R.AUDITOR)},
    ),
)
