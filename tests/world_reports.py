"""What each side of tests/world.py has gone up with: a report, what was written on it, what units were given."""

from datetime import date

from members.enums import RoleCode, UnitKind
from proposals.models import Handling, Instruction, LevelAdoption, Proposal, ReportItem, SpecialReport
from rooms.operations import time_limits
from tests import factories as make

# Words of an instruction that is 内部: whoever reads them was named, is the office, or dispatches.
SECRET = "朱批一行"
DAY = date(2026, 3, 2)


def dispatch_office():
    return make._city_unit(UnitKind.DISPATCH_OFFICE, "市政府办")


def dispatcher():
    return make.person(RoleCode.DISPATCHER, unit=dispatch_office(), name="龙飞")


def records(side, number: int, *, by) -> list:
    """The text of a report and the words of its instruction stand in it alone."""
    issued = {"state": "issued", "year": 2026, "number": number, "issued_on": DAY}
    report = SpecialReport.objects.create(
        kind="digest",
        office=make.office(),
        title="楼道堆物",
        body="建议统一清理",
        written_by=by,
        **issued,
    )
    proposal = Proposal.objects.filter(room=side.room, submitted_at__isnull=False).first()
    written = Instruction.objects.create(
        report=report,
        leader="程立新",
        post="市委书记",
        on=DAY,
        text=SECRET,
        entered_for=dispatch_office(),
        entered_by=by,
    )
    given = Handling.objects.create(
        report=report,
        unit=side.department_unit,
        task="研究办理",
        instruction=written,
        issued_by_unit=dispatch_office(),
        issued_by=by,
    )
    told = {"subject": "楼道堆物", "url": given.get_absolute_url(), "supervisor": dispatch_office()}
    limit = time_limits.begin(given, of="report_action", unit=given.unit, by=by, **told)
    adoption = LevelAdoption.objects.create(report=report, level="province", organ="省政协", on=DAY, entered_by=by)
    return [report, ReportItem.objects.create(report=report, proposal=proposal), written, given, limit, adoption]
