"""Figures out of reports and of what units handle: the four rates are these figures divided."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from members import ledger
from members.enums import RoleCode, UnitKind
from proposals.models import Handling, Instruction, ReportItem, SpecialReport
from reports import facts
from reports.facts import drill, following, months
from reports.models import ReportReach, RoomMonth, UnitMonth
from tests import action_scenes as scene
from tests import factories as make

pytestmark = pytest.mark.django_db

MONTH = date(2026, 10, 1)
ISSUED = {"state": "issued", "year": 2026, "issued_on": date(2026, 10, 12)}


def at(month, day):
    return datetime(2026, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def offices(db):
    office = make.office()
    by = make.person(RoleCode.OFFICE, unit=office)
    dispatch = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, region=office.region)
    return SimpleNamespace(office=office, by=by, dispatch=dispatch, unit=make.UnitFactory(name="市水利局"))


def issued(offices, number=1, **fields):
    rights = {"issued_by": offices.by, "issued_at": at(10, 12), "written_by": offices.by}
    fields = {"kind": "digest", "title": f"建议 {number}", "body": "……", "number": number, **ISSUED, **rights, **fields}
    return SpecialReport.objects.create(office=offices.office, **fields)


def written(offices, report, *, viewed=False):
    text = "" if viewed else "请办理"
    entered = {"entered_for": offices.dispatch, "entered_by": offices.by}
    said = {"leader": "高明", "post": "市委书记", "on": date(2026, 11, 3), "text": text, "is_viewed_only": viewed}
    return Instruction.objects.create(report=report, **said, **entered)


def given(offices, report, unit=None, state="issued", **fields):
    by = {"issued_by_unit": offices.dispatch, "issued_by": offices.by, "issued_at": at(11, 5)}
    row = {"report": report, "unit": unit or offices.unit, "role": "divided", "task": "请研究办理"}
    return Handling.objects.create(state=state, **row, **by, **fields)


def of(table, **where) -> dict:
    facts.rebuild()
    return dict(table.objects.filter(**where).values_list("measure", "n"))


def test_a_report_counts_for_its_office_in_the_month_in_which_it_was_sent(offices):
    written(offices, issued(offices, 1))
    written(offices, issued(offices, 2), viewed=True)
    given(offices, issued(offices, 3))
    SpecialReport.objects.create(kind="digest", office=offices.office, title="草稿", body="……", written_by=offices.by)
    expected = {"reports": 3, "reports_instructed": 1, "reports_assigned": 1}
    assert of(UnitMonth, unit=offices.office, month=MONTH) == expected
    assert UnitMonth.objects.filter(unit=offices.office).exclude(month=MONTH).count() == 0


def test_what_a_unit_was_given_counts_with_its_report_and_what_it_refused_does_not(offices):
    taken = {"accepted_by": offices.by, "accepted_at": at(11, 6)}
    report = issued(offices)
    given(offices, report)
    given(offices, issued(offices, 2), state="accepted", **taken)
    given(offices, issued(offices, 3), state="closed", **taken, closed_by=offices.by, closed_at=at(11, 20))
    for number, state in enumerate(("refused", "canceled", "proposed"), 4):
        given(offices, issued(offices, number), state=state)
    expected = {"handlings": 3, "handlings_taken_on": 2, "handlings_closed": 1}
    assert of(UnitMonth, unit=offices.unit, month=MONTH) == expected


def test_sixteen_reports_and_thirty_two_tasks_of_which_twenty_five_are_taken_on_give_the_published_rates(offices):
    units = make.UnitFactory.create_batch(2)
    taken = {"state": "accepted", "accepted_by": offices.by, "accepted_at": at(11, 6)}
    for number in range(16):
        report = issued(offices, number + 1)
        written(offices, report)
        for place, unit in enumerate(units):
            given(offices, report, unit, **(taken if number * 2 + place < 25 else {}))
    of_office = of(UnitMonth, unit=offices.office)
    sums = months.TABLES["unit"].objects.filter(unit__in=units)
    counted = {
        measure: sum(sums.filter(measure=measure).values_list("n", flat=True))
        for measure in ("handlings", "handlings_taken_on")
    }
    assert of_office == {"reports": 16, "reports_instructed": 16, "reports_assigned": 16}
    assert counted == {"handlings": 32, "handlings_taken_on": 25}
    assert f"{counted['handlings_taken_on'] / counted['handlings']:.1%}" == "78.1%"


def test_a_matter_counts_for_its_room_once_for_each_issue_that_holds_it(house, offices):
    matter = scene.received(house, city=1).matter_set.last()
    report = issued(offices)
    ReportItem.objects.create(report=report, matter=matter)
    assert of(RoomMonth, room=house.room, measure="reported_matters") == {"reported_matters": 1}


def test_the_facts_follow_an_act_about_a_part_of_a_report(offices):
    report = issued(offices)
    facts.rebuild()
    task = given(offices, report)
    ledger.record(task, "proposals.assign_report", by=offices.by, unit=offices.office, sentence="交办")
    facts.catch_up()
    assert dict(UnitMonth.objects.values_list("measure", "n")) == {
        "reports": 1,
        "reports_assigned": 1,
        "handlings": 1,
    }
    assert not any(following.compare().values())
    assert sorted(ReportReach.objects.get(report=report).units) == sorted([offices.office.pk, offices.unit.pk])


def test_a_figure_leads_to_its_reports_for_whoever_sees_them(offices):
    issued(offices)
    from_counted = facts.counted.COUNTED["reports"]
    rows = [(from_counted, from_counted.of("unit", [offices.office.pk]))]
    seen = drill.lines_of("reports", 1, rows, offices.by)
    hidden = drill.lines_of("reports", 1, rows, make.UserFactory())
    assert [line.found.title for line in seen.rows] == ["建议 1"]
    assert [(line.found, line.is_hidden) for line in hidden.rows] == [(None, True)]
