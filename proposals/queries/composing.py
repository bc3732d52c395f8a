"""The first text of a report, put together out of what it is made of; the office writes it on from there."""

from consult.enums import SubmissionKind
from consult.models import Submission
from proposals.enums import ReportKind

NUMERALS = "一二三四五六七八九十"
MOST_BODY = 12000


def first_text(matters, proposals) -> dict:
    """Kind, title and text of a new report."""
    opinions = _opinions(matters)
    parts = [_of_matter(matter, opinions.get(matter.pk, [])) for matter in matters]
    parts += [_of_information(proposal) for proposal in proposals]
    kind = ReportKind.INFORMATION if proposals and not matters else ReportKind.DIGEST
    body = parts[0] if len(parts) == 1 else "\n".join(f"{_nth(at)}、{part}" for at, part in enumerate(parts, start=1))
    return {"kind": kind, "title": _title(matters, proposals), "body": body[:MOST_BODY]}


def part_of(*, matters=(), proposals=()) -> str:
    """What is put behind the text of a draft when something is merged into it."""
    opinions = _opinions(matters)
    return "\n".join(
        [
            *(_of_matter(row, opinions.get(row.pk, [])) for row in matters),
            *(_of_information(row) for row in proposals),
        ]
    )


def _nth(number: int) -> str:
    return NUMERALS[number - 1] if number <= len(NUMERALS) else str(number)


def _title(matters, proposals) -> str:
    first = matters[0].consultation.title if matters else proposals[0].title if proposals else ""
    if len(matters) + len(proposals) == 1:
        return f"关于{first}的建议"[:80] if matters else first[:80]
    return f"关于{first}等 {len(matters) + len(proposals)} 件事项的建议"[:80] if first else ""


def _of_matter(matter, opinions) -> str:
    """As the minutes say it: they name no private person."""
    case = matter.consultation
    lines = [f"{case.room.name}就“{case.title}”开展协商，提出：{matter.text}"]
    if case.topic.place:
        lines.append(f"地点：{case.topic.place}。")
    if matter.legal_basis:
        lines.append(f"依据：{matter.legal_basis}。")
    if matter.cost:
        lines.append(f"估算资金：{matter.cost.normalize():f} 万元。")
    lines += [f"{each.to.short_name}意见：{each.opinion}" for each in opinions]
    return "\n".join(lines)


def _of_information(proposal) -> str:
    lines = [f"{proposal.room.name}反映：{proposal.situation}"]
    if proposal.advice:
        lines.append(f"建议：{proposal.advice}")
    return "\n".join(lines)


def _opinions(matters) -> dict[int, list]:
    """What the townships said to the copies (抄告), by matter."""
    rows = Submission.objects.filter(matter__in=matters, kind=SubmissionKind.COPY).exclude(opinion="")
    found = {}
    for row in rows.select_related("to").order_by("pk"):
        found.setdefault(row.matter_id, []).append(row)
    return found
