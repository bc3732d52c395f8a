"""Rights over everything that a unit is asked for, and over who handles it inside."""

from members.enums import RoleCode as R
from members.permissions.relations import Row

# Offices of the city that offer phrases to all departments.
OFFERING = (R.OFFICE, R.LEADING_OFFICE)
OVERSEERS = (R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER, R.AUDITOR)
# To whom the office reports each month; it prints the paper for them and for itself.
REPORTED_TO = (R.LEADING_OFFICE, R.OFFICE, R.DISPATCHER)

ROWS = (
    Row("reports.view_asked", "查看承办件", {"assigned": (R.DEPARTMENT,), "region": OVERSEERS}),
    Row("reports.view_monthly", "查看、印制承办工作月报", {"region": REPORTED_TO}),
    Row("reports.handle_asked", "批量办理承办件", {"assigned": (R.DEPARTMENT,)}),
    # What a unit settles among its own people is nobody else's business.
    Row("members.view_desks", "查看岗位分工", {"assigned": (R.DEPARTMENT,)}),
    Row("members.edit_desks", "安排岗位和外出", {"assigned": (R.DEPARTMENT,)}),
    Row("members.hand_over", "确定经办人、移交承办件", {"assigned": (R.DEPARTMENT,)}),
    Row(
        "members.view_phrases",
        "查看答复用语",
        {"assigned": (R.DEPARTMENT,), "addressed": (R.DEPARTMENT,), "keeps": OFFERING},
    ),
    Row("members.edit_phrases", "登记答复用语", {"assigned": (R.DEPARTMENT,), "keeps": OFFERING}),
)
