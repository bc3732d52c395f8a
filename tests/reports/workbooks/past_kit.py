"""One record of each kind of the time before the system was in use."""

from datetime import date

from consult.models import PastConsultation, PastMatter
from consult.steps import past
from proposals import operations
from proposals.models import PastHandling, PastInstruction, PastPublication, PastReport
from rooms.models import OpeningFigure
from rooms.operations import add_opening
from tests import factories as make

MODELS = {
    "past_consultations": PastConsultation,
    "past_matters": PastMatter,
    "past_reports": PastReport,
    "past_instructions": PastInstruction,
    "past_handlings": PastHandling,
    "past_publications": PastPublication,
    "openings": OpeningFigure,
}


def brought_along(house) -> None:
    past.record(
        house.room,
        by=house.clerk,
        title="=公园停车",
        held_on=date(2025, 5, 8),
        minutes_year=2025,
        minutes_number=7,
        people=20,
        consensus=False,
        summary="第一行\n第二行",
        source="台账",
        matters=[
            {"text": "划线", "outcome": "done", "closed_on": date(2025, 6, 1), "units": "市城管局"},
            {"text": "+立牌", "outcome": "open"},
        ],
    )
    told = {"year": 2025, "issued_on": date(2025, 9, 3), "source": "登记簿"}
    operations.record_report(
        make.office(),
        by=house.leading_office,
        kind="digest",
        number=5,
        title="加装电梯",
        instructions=[{"leader": "程立新", "post": "市委书记", "on": date(2025, 9, 8), "text": "请研办"}],
        handlings=[{"unit_name": "市住建局", "issued_on": date(2025, 9, 10), "accepted_on": date(2025, 9, 12)}],
        **told,
    )
    operations.record_publication(
        make.office(), by=house.leading_office, kind="article", title="见报", outlet="日报", level="county", **told
    )
    operations.record_publication(
        make.office(), by=house.leading_office, kind="bulletin", title="挂牌", number=3, **told
    )
    for place in (house.room, house.city):
        add_opening(
            place,
            by=house.leading_office,
            measure="receptions",
            context="ordinary",
            amount=40,
            until=date(2025, 12, 31),
            source="总结",
            signer="方静",
            signed_on=date(2026, 1, 5),
        )


def forget(kind: str) -> None:
    if kind in MODELS:
        MODELS[kind].objects.all().delete()
