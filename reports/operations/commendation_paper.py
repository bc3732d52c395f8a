"""表彰决定 as it is printed: one dictionary, frozen with the act that issues it."""

from django.utils import timezone

from reports.models import Commendation


def paper_of(row: Commendation) -> dict:
    """What was issued; of a draft what it would be, with today's date and without a number."""
    if row.paper:
        return row.paper
    return {
        "mark": f"{row.unit.name}文件",
        "number": row.issue or "（未编号）",
        "correction": "",
        "organ": row.unit.name,
        "date": (row.issued_on or timezone.localdate()).isoformat(),
        "title": row.title,
        "recipients": row.recipients,
        "opening": row.opening,
        "winners": winners_told(row.winners),
        "closing": row.closing,
        "copies": row.copied_to,
    }


def winners_told(winners: list[dict]) -> str:
    """邓国梁（市第一中学副校长）、周正: in the order of their places."""
    return "、".join(f"{each['name']}（{each['note']}）" if each["note"] else each["name"] for each in winners)
