"""督办检查反馈单: what was found in a room, until when it is to be mended, and what the room says of it."""

from django.utils import timezone

from reports.documents.papers import chinese_date
from reports.documents.sheets import Entry, FormSheet
from reports.enums import FindingState
from reports.models import Inspection
from reports.queries.inspections import problems_in_order

NOTHING = "没有发现问题。"


def inspection_sheet(inspection: Inspection, **_) -> FormSheet:
    """One page: an empty reply is room to write by hand."""
    problems = list(problems_in_order(inspection))
    days = sorted({problem.mend_until for problem in problems if problem.mend_until})
    found = [("检查情况", inspection.found), ("存在问题", _problems(problems, several=len(days) > 1) or NOTHING)]
    before = _checked(inspection)
    lines = [
        *([("上次问题整改情况", before)] if before else []),
        *found,
        ("改进建议", inspection.suggestions or "无。"),
    ]
    if inspection.highlights:
        lines.append(("工作亮点", inspection.highlights))
    if problems:
        lines.append(("联络室答复", _replies(inspection, problems)))
    day = timezone.localdate(inspection.sent_at) if inspection.sent_at else timezone.localdate()
    return FormSheet(
        title="督办检查反馈单",
        unit=inspection.unit.name,
        date=day,
        topic_label="联络室",
        topic=inspection.room.name,
        entries=(
            Entry("检查月份", f"{inspection.month:%Y年%-m月}"),
            Entry("检查日期", chinese_date(inspection.held_on)),
            Entry("检查人员", inspection.inspectors),
            Entry("整改期限", chinese_date(days[0]) + ("起，见各问题" if len(days) > 1 else "") if days else "无"),
        ),
        lines=tuple(Entry(label, text) for label, text in lines),
        officers=("检查人", "联络室负责人") if problems else (),
        side="检查单位",
    )


def _problems(problems, *, several: bool) -> str:
    return "\n".join(f"{each.position}. {each.text}{_about(each, several=several)}" for each in problems)


def _about(problem, *, several: bool) -> str:
    told = ["上次检查指出，没有整改"] if problem.carried_from_id else []
    told += [f"{chinese_date(problem.mend_until)}前整改"] if several and problem.mend_until else []
    told += ["不再要求整改"] if problem.state == FindingState.STRUCK else []
    return f"（{'；'.join(told)}）" if told else ""


def _checked(inspection: Inspection) -> str:
    checks = inspection.checks.select_related("problem")
    return "\n".join(
        f"{number}. {check.problem.text.rstrip('。；')}：{'已整改' if check.is_mended else '未整改'}"
        + (f"，{check.note}" if check.note else "")
        for number, check in enumerate(checks, 1)
    )


def _replies(inspection: Inspection, problems) -> str:
    said = [inspection.reply] if inspection.reply else []
    for each in problems:
        told = [f"{label}：{text}" for label, text in _parts(each) if text]
        if told:
            said.append(f"{each.position}. {'；'.join(told)}")
    return "\n".join(said)


def _parts(problem):
    yield "整改情况", problem.reply.rstrip("。；")
    yield "异议", problem.objection.rstrip("。；")
    judged = problem.state in (FindingState.MENDED, FindingState.STRUCK) or problem.opinion
    yield (
        "核查",
        f"{problem.get_state_display()}" + (f"，{problem.opinion}" if problem.opinion else "") if judged else "",
    )


SHEETS = {"inspection_sheet": inspection_sheet}
