"""Many hands that assign reports to the same units at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import IntegrityError, connection
from django.utils import timezone

from members.workflow import Refused
from proposals.models import Instruction, SpecialReport
from proposals.operations import handlings
from tests import factories as make

HANDS = 8


def instructed(house, count) -> list[SpecialReport]:
    """Issued reports with an instruction each, as rows."""
    today = timezone.localdate()
    told = {"kind": "digest", "office": make.office(), "title": "要报", "body": "建议", "written_by": house.office}
    rows = SpecialReport.objects.bulk_create(
        SpecialReport(**told, state="issued", year=today.year, number=n, issued_on=today) for n in range(1, count + 1)
    )
    entered = {"entered_for": house.government, "entered_by": house.dispatcher, "on": today}
    Instruction.objects.bulk_create(
        Instruction(report=row, leader="程立新", post="书记", text="研办", **entered) for row in rows
    )
    return rows


def assign_all(house, reports) -> list[str]:
    """Every report is assigned by two hands at once; what each was told, a class of error or ""."""
    pairs = [(report, who) for report in reports for who in (house.dispatcher, house.dispatcher2)]
    gate, said = threading.Barrier(HANDS), []

    def work(own):
        gate.wait()
        for report, who in own:
            said.append(_assign(house, report, who))
        connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(work, [pairs[hand::HANDS] for hand in range(HANDS)]))
    return said


def _assign(house, report, who) -> str:
    parts = [handlings.Part(house.housing, "lead"), handlings.Part(house.urban, "co")]
    try:
        handlings.assign(report, by=who, office=house.government, parts=parts, task="研办")
    except (Refused, IntegrityError) as error:
        return type(error).__name__
    return ""
