"""Rights over 要报 and 专报, over what leaders wrote on them, and over what units handle out of both."""

from members.enums import RoleCode as R
from members.permissions.relations import Row

ROWS = (
    # A draft is the office's own; what was issued is known to the offices of the city.
    Row(
        "proposals.view_report",
        "查看要报、专报",
        {"keeps": (R.OFFICE,), "region": (R.DISPATCHER, R.LEADING_OFFICE, R.AUDITOR)},
    ),
    Row(
        "proposals.view_handling",
        "查看承办任务",
        {"assigned": (R.DEPARTMENT,), "region": (R.OFFICE, R.DISPATCHER, R.LEADING_OFFICE, R.AUDITOR)},
    ),
)
