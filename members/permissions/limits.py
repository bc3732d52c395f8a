"""Rights over time limits that are their own: what an owner's act does to its limits is that act's right."""

from members.enums import RoleCode as R
from members.permissions.relations import TOWNSHIP, Row

# Whoever supervises the limit: the office that gave the task.
ROWS = (Row("rooms.stop_limit", "停表和恢复计时", {"keeps": (R.DISPATCHER, R.OFFICE, R.LEADING_OFFICE, *TOWNSHIP)}),)
