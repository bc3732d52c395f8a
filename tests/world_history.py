"""What each side of tests/world.py brought along from before the system was in use."""

from datetime import date

from consult.steps import past
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
    return [told, told.matters.get(), opening]
