"""履职统计表 and 履职档案 of one member: figures out of the facts, lines as the reader sees them."""

from django.utils import timezone

from members.models import Member
from reports.documents.papers import chinese_date
from reports.documents.sheets import DutySheet, Entry, Opinion
from reports.facts import duty
from reports.facts.duty.figures import bounds
from reports.facts.points import plain, result_of, rounds_of
from reports.facts.subjects import Subject

OFFICERS = ("委员", "填报人", "审核人")


def duty_sheet(member: Member, about: Subject, user, *, year: int | None, with_lines: bool) -> DutySheet:
    span = f"{year}年" if year else "履职以来"
    return DutySheet(
        title="委员履职档案" if with_lines else "委员履职统计表",
        unit=about.note if about.note != "未派驻" else member.region.name,
        date=timezone.localdate(),
        topic=f"{member.name}，{span}",
        entries=(
            Entry("姓名", member.name),
            Entry("统计期间", span),
            Entry("委员级别", member.get_level_display()),
            Entry("界别", member.sector),
            Entry("专委会", member.committee),
            Entry("派驻联络室", about.note),
            Entry("单位和职务", member.employer, is_wide=True),
        ),
        figures=(*_figures(member, year), *_points(about, year)),
        lines=_lines(member, user, year) if with_lines else (),
        opinions=() if with_lines else (Opinion("联络室", ""), Opinion("考核机关", "")),
        officers=() if with_lines else OFFICERS,
    )


def _figures(member: Member, year: int | None) -> tuple[Entry, ...]:
    told = []
    # The form is one page: of what has no lines of its own in the file (proposals by their kinds) there is no zero.
    for figure in (each for each in duty.figures(member.pk, year) if each.value or each.kind):
        note = f"（{figure.note}）" if figure.note else ""
        told.append(Entry(figure.label, f"{figure.value} {figure.unit}{note}"))
    return tuple(told)


def _points(about: Subject, year: int | None) -> tuple[Entry, ...]:
    """What the year comes to by the scheme of the place; nothing where there is none."""
    found = []
    for each in rounds_of(about, year) if year else ():
        result = result_of(each, about)
        if result is not None:
            state = "" if each.is_published else "（未公布）"
            state = "（没有评全）" if not result.is_complete else state
            found.append(Entry(each.scheme.name, f"{plain(result.total)} 分{state}"))
            found += [Entry("等次", result.grade)] if result.grade and each.is_published else []
    return tuple(found)


def _lines(member: Member, user, year: int | None) -> tuple[Entry, ...]:
    """Oldest first, as a file is read."""
    since, until = bounds(year)
    found = duty.lines(member, user, since=since, until=until)
    told = [
        Entry(chinese_date(line.day), _told(line) + (f"。{line.note}" if line.note else ""))
        for line in reversed(found)
        if not line.is_sealed
    ]
    sealed = duty.sealed(found, "的内容由联络室保存")
    return (*told, *([Entry("其他", sealed)] if sealed else []))


def _told(line: duty.Line) -> str:
    """A line that begins with its kind needs no name before it."""
    return line.what if line.what.startswith(line.name) else f"{line.name}：{line.what}"
