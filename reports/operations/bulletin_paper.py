"""工作简报 as it is printed: one dictionary, frozen with the act that issues it."""

from django.utils import timezone

from reports.models import Bulletin

MARK = "工作简报"


def paper_of(bulletin: Bulletin) -> dict:
    """What was issued; of a draft what it would be, with today's date and without a number."""
    if bulletin.paper:
        return bulletin.paper
    return {
        "mark": MARK,
        "number": f"{bulletin.year}年第{bulletin.number}期" if bulletin.number else "（未编号）",
        "organ": bulletin.unit.name,
        "date": (bulletin.issued_on or timezone.localdate()).isoformat(),
        "title": bulletin.title,
        "lead": bulletin.lead,
        "items": [
            {
                "heading": item.heading,
                "text": item.text,
                "credit": item.room.name if item.room_id else "",
                "photos": item.photos,
            }
            for item in bulletin.items.select_related("room__unit")
        ],
        "recipients": [
            {"label": label, "text": text}
            for label, text in (("报", bulletin.reported_to), ("送", bulletin.sent_to), ("发", bulletin.copied_to))
            if text
        ],
        "copies": f"共印{bulletin.copies}份" if bulletin.copies else "",
        "sign_off": bulletin.signed_off_by,
    }
