"""Rights over Excel in and out. What a row of a workbook may write is asked again, by the right of its own page."""

from members.enums import RoleCode as R
from members.permissions.relations import Row

WHO = (R.CLERK, R.CONVENER, R.LEADING_OFFICE, R.OFFICE, R.ADMIN)

ROWS = (
    Row("reports.import_workbooks", "用 Excel 导入导出", {"anyone": WHO}),
    # Of the time before the system was in use, an office enters what many rooms did.
    Row("rooms.import_activities", "导入履职活动", {"own_room": (R.CLERK,), "region": (R.LEADING_OFFICE,)}),
    Row("reports.view_import", "查看自己的导入", {"self": WHO}),
)
