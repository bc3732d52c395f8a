"""答复函: from its frozen data to the paper that is laid out."""

from datetime import date

from reports.documents.papers import CircularPaper, Imprint, Listing, Verification, paragraphs_from


def reply_letter(data: dict, *, verification: Verification | None = None) -> CircularPaper:
    organ, day = data["organ"], date.fromisoformat(data["date"])
    notes = [f"联系人：{data['contact']}" if data["contact"] else "", data["note"]]
    return CircularPaper(
        mark=data["mark"],
        marking=data["class"],
        number=data["number"],
        title=data["title"],
        recipients=data["recipients"],
        organ=organ,
        date=day,
        opening=paragraphs_from(data["body"]),
        note=f"（{'；'.join(filter(None, notes))}）" if any(notes) else "",
        imprint=Imprint(
            organ=organ,
            date=day,
            recipients=(Listing("抄送", data["copies"]),) if data["copies"] else (),
            verification=verification,
        ),
    )
