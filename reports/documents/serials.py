"""Internal serials (资政建言要报, 社情民意信息专报): from their frozen data to the paper that is laid out."""

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


def bulletin_paper(data: dict, *, verification: Verification | None = None) -> SerialPaper:
    """工作简报: each piece is a part of its own, with the room that sent it in below."""
    organ, day = data["organ"], date.fromisoformat(data["date"])
    return SerialPaper(
        mark=data["mark"],
        number=data["number"],
        organ=organ,
        date=day,
        title=data["title"],
        opening=(Paragraph(data["lead"], "编者按："),) if data["lead"] else (),
        sections=tuple(_piece(item) for item in data["items"]),
        imprint=Imprint(
            organ=organ,
            date=day,
            recipients=tuple(Listing(row["label"], row["text"]) for row in data["recipients"]),
            copies=data["copies"],
            verification=verification,
        ),
    )


def _piece(item: dict) -> Section:
    credit = (Paragraph(f"（{item['credit']}供稿）"),) if item["credit"] else ()
    return Section(item["heading"], (*paragraphs_from(item["text"]), *credit))
