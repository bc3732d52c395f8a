"""Signed minutes, as they were frozen, to the paper that is laid out."""

from datetime import date

from reports.documents.papers import (
    Head,
    Imprint,
    Listing,
    MatterRow,
    MattersTable,
    MinutesPaper,
    Section,
    Verification,
    paragraphs_from,
)


def minutes_paper(data: dict, *, verification: Verification | None = None) -> MinutesPaper:
    """Make the paper of minutes from their frozen data; a draft bears no code."""
    organ, day = data["organ"], date.fromisoformat(data["date"])
    opening = [section for section in data["sections"] if not section["heading"]]
    return MinutesPaper(
        mark=data["mark"],
        head=Head(data["head"]),
        number=data["number"],
        correction=data["correction"],
        organ=organ,
        date=day,
        title=data["title"],
        opening=tuple(part for section in opening for part in paragraphs_from(section["text"])),
        sections=tuple(_section(section) for section in data["sections"] if section["heading"]),
        presence=_listings(data["presence"]),
        sign_off=_listings(data["sign_off"]),
        imprint=Imprint(organ=organ, date=day, recipients=_listings(data["recipients"]), verification=verification),
    )


def _section(section: dict) -> Section:
    blocks = paragraphs_from(section["text"])
    if section["rows"]:
        blocks += (MattersTable(tuple(MatterRow(**row) for row in section["rows"])),)
    return Section(section["heading"], blocks)


def _listings(rows) -> tuple[Listing, ...]:
    return tuple(Listing(row["label"], row["text"]) for row in rows)
