"""案例: a case that is written up, from its texts to the paper that is laid out."""

from datetime import date

from django.utils import timezone

from reports.documents.papers import Imprint, Section, SerialPaper, Verification, paragraphs_from
from reports.operations.case_draft import PARTS

MARK = "协商案例"


def case_data(study) -> dict:
    """What the paper says; of a case that is in no library yet its state instead of a number."""
    day = study.judged_at if study.is_adopted else study.written_at
    return {
        "title": study.title,
        "number": study.number_words if study.is_adopted else f"（{study.get_state_display()}）",
        "organ": study.room.name,
        "date": timezone.localdate(day).isoformat(),
        "parts": [[name, getattr(study, key)] for key, name in PARTS if getattr(study, key).strip()],
    }


def case_paper(data: dict, *, verification: Verification | None = None) -> SerialPaper:
    organ, day = data["organ"], date.fromisoformat(data["date"])
    return SerialPaper(
        mark=MARK,
        number=data["number"],
        organ=organ,
        date=day,
        title=data["title"],
        sections=tuple(Section(name, paragraphs_from(text)) for name, text in data["parts"]),
        imprint=Imprint(organ=organ, date=day, verification=verification),
    )
