"""Internal serials (资政建言要报, 社情民意信息专报): from their frozen data to the paper that is laid out."""

from dataclasses import replace
from datetime import date

from reports.documents.papers import (
    Imprint,
    Listing,
    Paragraph,
    Section,
    SerialPaper,
    Verification,
    paragraphs_from,
    sections_from,
)

# Kinds of issued papers that can be looked at as a draft before.
DRAFTED = ("special_report", "reply", "bulletin", "circular", "commendation")


def serial_paper(data: dict, *, verification: Verification | None = None) -> SerialPaper:
    organ, day = data["organ"], date.fromisoformat(data["date"])
    lead = (Paragraph("", f"编者按：{data['lead']}"),) if data["lead"] else ()
    opening, sections = sections_from(data["body"])
    return SerialPaper(
        mark=data["mark"],
        marking=data["marking"],
        number=data["number"],
        organ=organ,
        date=day,
        title=data["title"],
        opening=(*lead, *opening),
        sections=sections,
        contact=f"（联系人：{data['contact']}）" if data["contact"] else "",
        imprint=Imprint(
            organ=organ,
            date=day,
            recipients=tuple(Listing(row["label"], row["text"]) for row in data["recipients"]),
            copies=data["copies"],
            verification=verification,
        ),
    )


def photos_in(data: dict) -> list[dict]:
    """The photos that an issue prints; one of the first issues has none."""
    return [photo for item in data["items"] for photo in item.get("photos", ())]


def bulletin_paper(data: dict, *, files=None, verification: Verification | None = None) -> SerialPaper:
    """工作简报: each piece is a part of its own, its photos and the room that sent it in below.

    `files` gives each photo by the key of its file.
    """
    organ, day = data["organ"], date.fromisoformat(data["date"])
    return SerialPaper(
        mark=data["mark"],
        number=data["number"],
        organ=organ,
        date=day,
        title=data["title"],
        opening=(Paragraph(data["lead"], "编者按："),) if data["lead"] else (),
        sections=tuple(_piece(item, files or {}) for item in data["items"]),
        imprint=Imprint(
            organ=organ,
            date=day,
            recipients=tuple(Listing(row["label"], row["text"]) for row in data["recipients"]),
            copies=data["copies"],
            verification=verification,
        ),
    )


def _piece(item: dict, files: dict) -> Section:
    credit = (Paragraph(f"（{item['credit']}供稿）"),) if item["credit"] else ()
    photos = [photo for photo in item.get("photos", ()) if photo["attachment"] in files]
    pictures = (replace(files[photo["attachment"]], caption=photo["caption"]) for photo in photos)
    return Section(item["heading"], (*paragraphs_from(item["text"]), *pictures, *credit))
