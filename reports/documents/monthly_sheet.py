"""承办工作月报: the month of the units as a paper. Of instructions only their number stands in it, never a text."""

from django.utils import timezone

from proposals.models import Handling
from reports.documents.papers import chinese_date
from reports.documents.sheets import PartColumn, PartsSheet, SheetPart
from reports.queries.asked.late import LateItem
from reports.queries.asked.monthly import Monthly, UnitMonth
from reports.queries.asked.months import PARTS
from reports.queries.asked.shown import Item
from rooms.models import TimeLimit

# More of them are read in the list; a task is told with its beginning.
MOST_LISTED, LONGEST_TASK = 200, 60

RATES = (PartColumn("指标", 24), PartColumn("当月", 44), PartColumn("本年累计", 44), PartColumn("计算口径", 58, False))
UNITS = (
    PartColumn("序号", 12),
    PartColumn("单位", 53, False),
    *(PartColumn(name, 21) for name, _ in PARTS.values()),
    PartColumn("当月逾期", 21),
)
LATE = (
    PartColumn("序号", 12),
    PartColumn("承办事项", 60, False),
    PartColumn("交办单位", 28),
    PartColumn("到期日", 34),
    PartColumn("逾期", 15),
    PartColumn("情况", 21),
)
NOTE = (
    "按期完成、逾期完成按反馈日期计入当月；没有期限的算按期完成。当月逾期是当月内到期没有完成或者过期才完成的，"
    "签收等其他期限逾期的也列入。逾期天数按工作日计算到完成之日，没有完成的算到统计截止日。已退回和撤销的、乡镇（街道）下达的任务单不计。"
)


def monthly_sheet(month: Monthly) -> PartsSheet:
    when = f"{month.month.year}年{month.month.month}月"
    return PartsSheet(
        title=f"{when}承办工作月报",
        unit=month.office.name,
        date=timezone.localdate(),
        topic=f"{when}承办工作月报",
        parts=(
            SheetPart("一、交办情况", (_asked(month),)),
            SheetPart("二、批示、交办、承办、办结情况", (), RATES, _rates(month)),
            _units(month),
            SheetPart("四、逾期清单", _late_lines(month), LATE, tuple(_late_rows(month))),
            SheetPart("说明", (f"统计截止{chinese_date(month.until)}。{NOTE}",)),
        ),
    )


def _asked(month: Monthly) -> str:
    if not month.asked:
        return "当月没有向承办单位交办事项。"
    kinds = "，".join(f"{kind.label}{count}件" for kind, count in month.kinds)
    return f"当月向承办单位交办{month.asked}件：{kinds}。"


def _rates(month: Monthly) -> tuple:
    return tuple((now.name, _said(now), _said(year), now.meaning) for now, year in month.rates)


def _said(rate) -> str:
    percent = f"{rate.percent}%" if rate.whole else "无"
    return f"{percent}（{rate.part}/{rate.whole}{rate.unit}）"


def _units(month: Monthly) -> SheetPart:
    if not month.units:
        return SheetPart("三、各单位承办情况", ("当月没有单位承办的事项。",))
    rows = [
        (str(at), each.unit.name, *(str(count) for _, count in each.columns), str(len(each.late)))
        for at, each in enumerate(month.units, 1)
    ]
    rows.append(("", "合计", *(str(count) for _, count in month.totals), str(month.late)))
    return SheetPart("三、各单位承办情况", ("单位：件。",), UNITS, tuple(rows))


def _late_lines(month: Monthly) -> tuple[str, ...]:
    lines = []
    if month.late:
        count = f"{len(month.late_units)}个单位逾期{month.late}件"
        lines.append(f"当月{count}，{_state(month.late, month.still)}。")
    else:
        lines.append("当月没有逾期的事项。")
    if month.late and month.in_time:
        names = "、".join(unit.name for unit in month.in_time)
        lines.append(f"下列单位当月没有逾期：{names}。")
    if month.late > MOST_LISTED:
        lines.append(f"下面列出前{MOST_LISTED}件，其余的见系统的逾期清单。")
    return tuple(lines)


def _late_rows(month: Monthly):
    """Unit by unit, each under its name."""
    left = MOST_LISTED
    for each in month.late_units:
        if shown := each.late[:left]:
            yield (_heading(each),)
            yield from (_late_row(at, late) for at, late in enumerate(shown, 1))
        left -= len(shown)


def _heading(each: UnitMonth) -> str:
    return f"{each.unit.name}：逾期{len(each.late)}件，{_state(len(each.late), each.still)}"


def _state(late: int, still: int) -> str:
    if still in (0, late):
        return "都还没有完成" if still else "都已经完成"
    return f"其中{still}件还没有完成"


def _late_row(at: int, late: LateItem) -> tuple[str, ...]:
    item = late.item
    task = _what(item)
    task = task if len(task) <= LONGEST_TASK else f"{task[:LONGEST_TASK]}……"
    done = f"{chinese_date(timezone.localdate(item.answered_at))}完成" if item.answered_at else item.state_word
    return str(at), f"{task}（{item.kind}）", item.asked_by, chinese_date(item.answer_by), f"{late.days}天", done


def _what(item: Item) -> str:
    """The paper goes round among units: a report that is 内部 is named by its issue, and not by its title."""
    limit = item.record if isinstance(item.record, TimeLimit) else None
    handling = limit.owner if limit else item.record
    if not isinstance(handling, Handling):
        return item.title
    is_internal = handling.report is not None and handling.report.is_internal
    if is_internal:
        return f"{handling.report.ledger_label}：{limit.name if limit else item.about}"
    return item.title if limit else f"{item.title}：{item.about}"
