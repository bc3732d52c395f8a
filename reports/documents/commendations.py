"""表彰决定: from its frozen data to the official paper (GB/T 9704)."""

from datetime import date

from reports.documents.papers import CircularPaper, Imprint, Listing, Verification, paragraphs_from


def commendation_paper(data: dict, *, verification: Verification | None = None) -> CircularPaper:
    organ, day = data["organ"], date.fromisoformat(data["date"])
    body = [data["opening"], f"{data['winners']}。", data["closing"]]
    return CircularPaper(
        mark=data["mark"],
        number=data["number"],
        title=data["title"],
        recipients=data["recipients"],
        organ=organ,
        date=day,
        opening=paragraphs_from("\n".join(filter(None, body))),
        imprint=Imprint(
            organ=organ,
            date=day,
            recipients=(Listing("抄送", data["copies"]),) if data["copies"] else (),
            verification=verification,
        ),
    )
