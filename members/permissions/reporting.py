"""Rights over 要报 and 专报, over what leaders wrote on them, and over what units handle out of both."""

from members.enums import RoleCode as R
from members.permissions.relations import TOWNSHIP, Row

OFFICES = (R.DISPATCHER, R.LEADING_OFFICE, R.AUDITOR)

ROWS = (
    # ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────
    # A draft is the office's own; what was issued is known to the offices of the city, and to who handles it.
    Row(
        "proposals.view_report",
        "查看要报、专报",
        {"keeps": (R.OFFICE,), "region": OFFICES, "assigned": (R.DEPARTMENT,)},
    ),
    # A unit finds those that it handles through what it was given.
    Row("proposals.list_reports", "查看要报、专报清单", {"keeps": (R.OFFICE,), "region": OFFICES}),
    Row("proposals.write_report", "编写、报送要报和专报", {"keeps": (R.OFFICE,)}),
    Row("proposals.record_adoption", "登记采用情况", {"keeps": (R.OFFICE,)}),
    # ── what leaders wrote ───────────────────────────────────────────────────────────────────────────────────────
    # The text of an internal one is read by the office, by the offices that dispatch and by the units that are named;
    # that of any other also by whoever sees the report (addressed, assigned).
    Row(
        "proposals.read_instruction",
        "查看批示内容",
        {
            "keeps": (R.OFFICE,),
            "region": (R.DISPATCHER,),
            "receiver": (R.DEPARTMENT, *TOWNSHIP, R.LEADING_OFFICE, R.CITY_COMMITTEE),
            "addressed": (R.LEADING_OFFICE, R.AUDITOR),
            "assigned": (R.DEPARTMENT,),
        },
    ),
    # The office enters for an office of the leaders (代录); the ledger names both.
    Row("proposals.enter_instruction", "登记批示、圈阅", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
    Row("proposals.edit_instruction", "修改、移出批示", {"keeps": (R.OFFICE, R.DISPATCHER)}),
    # ── what units are asked ─────────────────────────────────────────────────────────────────────────────────────
    Row("proposals.assign_report", "交办", {"keeps": (R.OFFICE,), "region": (R.DISPATCHER,)}),
    Row(
        "proposals.view_handling",
        "查看承办任务",
        {"assigned": (R.DEPARTMENT,), "region": (R.OFFICE, *OFFICES)},
    ),
    # Of a unit without an account, the body that asked enters what it says (代录).
    Row(
        "proposals.handle",
        "办理承办任务",
        {"assigned": (R.DEPARTMENT,), "answers": (R.OFFICE, R.DISPATCHER)},
    ),
    Row("proposals.judge_handling", "处理承办任务", {"keeps": (R.OFFICE, R.DISPATCHER)}),
)
