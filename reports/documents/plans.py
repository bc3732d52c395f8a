"""An issued plan, or a notice of its changes, as it was frozen, to the paper that is laid out."""

from datetime import date

from reports.documents.papers import (
    Annex,
    CircularPaper,
    Imprint,
    Listing,
    PlanRow,
    PlanTable,
    Verification,
    paragraphs_from,
)


def plan_paper(data: dict, *, verification: Verification | None = None) -> CircularPaper:
    """A notice with the whole table as its annex."""
    organ, day, annex = data["organ"], date.fromisoformat(data["date"]), data["annex"]
    body = "\n".join([*data["opening"], data["demands"]])
    reported = (Listing("报", data["report"]),) if data["report"] else ()
    return CircularPaper(
        mark=data["mark"],
        number=data["number"],
        title=data["title"],
        recipients=data["recipients"],
        organ=organ,
        date=day,
        opening=paragraphs_from(body),
        attachments=(annex["title"],),
        annex=Annex(annex["title"], PlanTable(tuple(PlanRow(**row) for row in annex["rows"]))),
        imprint=Imprint(organ=organ, date=day, recipients=reported, verification=verification),
    )
