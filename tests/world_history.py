"""What each side of tests/world.py brought along from before the system was in use."""

from datetime import date

from consult.steps import past
from proposals import operations as proposals
from rooms import operations


def history(side, word) -> list:
    told = past.record(
        side.room,
        by=side.clerk,
        title=f"{word}公园停车",
        held_on=date(2025, 3, 6),
        place=word,
        summary=word,
        minutes_year=2025,
        minutes_number=4,
        source=f"{word}台账",
        matters=[{"text": f"{word}划线", "outcome": "done", "closed_on": date(2025, 5, 9), "outcome_note": word}],
    )
    opening = operations.add_opening(
        side.room,
        by=side.clerk,
        measure="receptions",
        context="ordinary",
        amount=40,
        until=date(2025, 12, 31),
        source=f"{word}总结",
        signer=word,
        signed_on=date(2026, 1, 5),
    )
    paper = {"issued_on": date(2025, 6, 3), "year": 2025, "source": f"{word}登记簿"}
    unit = side.room.unit
    report = proposals.record_report(
        unit,
        by=side.clerk,
        kind="digest",
        number=2,
        title=f"{word}停车要报",
        instructions=[{"leader": word, "post": "市长", "on": date(2025, 6, 5), "text": f"{word}阅办"}],
        handlings=[{"unit_name": word, "issued_on": date(2025, 6, 8)}],
        **paper,
    )
    article = proposals.record_publication(
        unit, by=side.clerk, kind="article", title=f"{word}见报", outlet=f"{word}日报", **paper
    )
    return [told, told.matters.get(), opening, report, report.instructions.get(), report.handlings.get(), article]
