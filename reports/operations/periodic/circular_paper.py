"""通报 as it is printed: one dictionary, which does not change once the circular was issued."""

from itertools import groupby
from operator import itemgetter

from django.utils import timezone

from reports.facts.periodic import words
from reports.models import PeriodicReport

HEADS = ("学习场次", "接访人次", "化解件次", "走访人次", "信息条数", "建议条数", "实事件数", "协商场次", "落实件数")
PARTS = (("工作亮点", "highlights"), ("存在问题", "problems"), ("下步要求", "next_steps"))
CHINESE = "一二三四"


def paper_of(report: PeriodicReport) -> dict:
    """The letter with every room in its annex; of a draft with today's date and without a number."""
    content = report.content
    day = timezone.localdate(report.published_at) if report.published_at else timezone.localdate()
    opening = [line for line in report.opening.splitlines() if line.strip()]
    return {
        "mark": f"{report.office.name}文件",
        "number": f"{report.issue}（更正{report.correction}）" if report.correction else report.issue or "（未编号）",
        "correction": "",
        "organ": report.office.name,
        "date": day.isoformat(),
        "title": report.title,
        "recipients": report.recipients,
        "opening": opening,
        "sections": _sections(report),
        "annex": {
            "title": f"{content['when']}各联络室工作情况",
            "columns": list(HEADS),
            "rows": list(_rows(content)),
        },
    }


def _sections(report: PeriodicReport) -> list[dict]:
    parts = [(name, getattr(report, field)) for name, field in PARTS]
    found = [(name, [line for line in text.splitlines() if line.strip()]) for name, text in parts]
    return [
        {"heading": f"{CHINESE[at]}、{name}", "lines": lines}
        for at, (name, lines) in enumerate((name, lines) for name, lines in found if lines)
    ]


def _rows(content: dict):
    """Every room by name, under its township with the sum of it; the sum of all ends the table."""
    sums = {row["name"]: row["figures"] for row in content["townships"]}
    number = 0
    for place, (township, group) in enumerate(groupby(content["table"], key=itemgetter("township")), 1):
        rows = list(group)
        name, told = (township, sums[township]) if township in sums else (words.OWN_ROOMS, _sum(rows))
        yield _row(words.numeral(place), name, told)
        for row in rows:
            number += 1
            note = row["note"] or ("无记录" if row["is_silent"] else "")
            yield _row(str(number), f"{row['short']}（{note}）" if note else row["short"], row["figures"])
    if number:
        yield _row("", "合计", _sum(content["table"]))


def _row(number: str, name: str, figures) -> dict:
    return {"number": number, "name": name, "values": [str(n) for n in figures]}


def _sum(rows: list[dict]) -> list[int]:
    return [sum(column) for column in zip(*(row["figures"] for row in rows), strict=True)]
