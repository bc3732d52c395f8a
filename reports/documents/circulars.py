"""通报: from its frozen data to the official letter (GB/T 9704) with its annex."""

from datetime import date

from reports.documents.papers import (
    Annex,
    CircularPaper,
    FiguresRow,
    FiguresTable,
    Imprint,
    Section,
    Verification,
    paragraphs_from,
)


def circular_paper(data: dict, *, verification: Verification | None = None) -> CircularPaper:
    organ, day, annex = data["organ"], date.fromisoformat(data["date"]), data["annex"]
    rows = tuple(FiguresRow(row["number"], row["name"], tuple(row["values"])) for row in annex["rows"])
    return CircularPaper(
        mark=data["mark"],
        number=data["number"],
        title=data["title"],
        recipients=data["recipients"],
        organ=organ,
        date=day,
        opening=paragraphs_from("\n".join(data["opening"])),
        sections=tuple(
            Section(each["heading"], paragraphs_from("\n".join(each["lines"]))) for each in data["sections"]
        ),
        attachments=(annex["title"],) if rows else (),
        annex=Annex(annex["title"], FiguresTable(tuple(annex["columns"]), rows)) if rows else None,
        imprint=Imprint(organ=organ, date=day, verification=verification),
    )
