"""呈阅单, 批示摘录, 交办单, 反馈单: what they say, and what of a leader's words stands on which."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from members.enums import RoleCode, UnitKind
from proposals.models import Handling, SpecialReport
from reports.documents import pdf, report_sheets
from reports.documents.plain_text import expected_text
from reports.documents.sheets import Entry
from reports.queries import documents as queries
from tests import factories as make

pytestmark = pytest.mark.django_db
SECRET = "请住建局牵头，年底前拿出方案"


def at(day, month=10):
    return datetime(2026, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def house():
    office = make.office()
    by = make.person(RoleCode.OFFICE, unit=office)
    dispatch = make.UnitFactory(kind=UnitKind.DISPATCH_OFFICE, region=office.region, name="市政府办公室")
    report = SpecialReport.objects.create(
        kind="digest",
        office=office,
        state="issued",
        year=2026,
        number=16,
        issued_on=date(2026, 10, 12),
        issued_by=by,
        issued_at=at(12),
        title="关于解决雨天返水问题的建议",
        body="管网老化。" * 100,
        reported_to="市委书记，市长",
        written_by=by,
    )
    unit = make.UnitFactory(name="市住房和城乡建设局")
    instruction = report.instructions.create(
        leader="高明", post="市委书记", on=date(2026, 10, 14), text=SECRET, entered_for=dispatch, entered_by=by
    )
    report.instructions.create(
        leader="林川", post="市长", on=date(2026, 10, 15), is_viewed_only=True, entered_for=dispatch, entered_by=by
    )
    handling = Handling.objects.create(
        report=report,
        instruction=instruction,
        unit=unit,
        task="普查管网，提出方案。",
        issued_by_unit=dispatch,
        issued_by=by,
        issued_at=at(16),
    )
    people = {
        "office": by,
        "dispatcher": make.person(RoleCode.DISPATCHER, unit=dispatch),
        "department": make.person(RoleCode.DEPARTMENT, unit=unit),
        "leading_office": make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office()),
        "auditor": make.person(RoleCode.AUDITOR, region=office.region),
    }
    return SimpleNamespace(report=report, handling=handling, people=people)


def test_the_sheet_that_goes_round_has_room_to_write_and_nothing_that_was_written(house):
    sheet = report_sheets.routing_sheet(house.report)
    assert sheet.lines[1:] == (Entry("领导批示", ""), Entry("拟办意见", ""))
    assert sheet.lines[0].value.endswith("……（全文附后）")
    assert SECRET not in expected_text(sheet)


def test_the_excerpt_quotes_each_leader_and_names_a_circle_as_such(house):
    sheet = report_sheets.instruction_excerpt(house.report)
    assert [(line.label, line.value) for line in sheet.lines] == [
        ("市委书记高明", f"{SECRET}\n2026年10月14日"),
        ("市长林川", "圈阅\n2026年10月15日"),
    ]
    assert (sheet.date, sheet.entries[-1]) == (date(2026, 10, 15), Entry("标识", "内部"))


def test_only_who_enters_instructions_gets_the_excerpt(house):
    seen = {
        name: queries.subject(user, kind="instruction_excerpt", pk=house.report.pk) is not None
        for name, user in house.people.items()
    }
    assert [name for name, sees in seen.items() if sees] == ["office", "dispatcher"]


def test_what_a_unit_is_given_says_what_is_asked_and_no_word_of_the_leader(house):
    sheet = report_sheets.dispatch_sheet(house.handling)
    assert (sheet.title, sheet.unit, sheet.to) == ("交办单", "市政府办公室", "市住房和城乡建设局")
    assert sheet.lead.startswith("“关于解决雨天返水问题的建议”（2026年第 16 期）")
    assert sheet.entries[3] == Entry("办理期限", "按要求办理")
    assert SECRET not in expected_text(sheet)


def test_the_answer_is_printed_as_it_was_given_and_blank_before(house):
    blank = report_sheets.feedback_sheet(house.handling)
    assert blank.lines[1] == Entry("办理情况", "")
    Handling.objects.filter(pk=house.handling.pk).update(
        state="answered",
        accepted_by=house.people["department"],
        accepted_at=at(17),
        result="partly",
        answer="完成普查 12 个小区。",
        answered_by=house.people["department"],
        answered_at=at(20, month=11),
    )
    sheet = report_sheets.feedback_sheet(Handling.objects.for_page().get())
    assert Entry("办理结果", "部分解决") in sheet.entries
    assert (sheet.date, sheet.lines[1].value) == (date(2026, 11, 20), "完成普查 12 个小区。")


@pytest.mark.parametrize("kind", report_sheets.SHEETS)
def test_each_takes_one_page(house, kind):
    record = house.report if kind in ("routing_sheet", "instruction_excerpt") else house.handling
    content = pdf.render(report_sheets.SHEETS[kind](record))
    assert len(pdf.pages_as_png(content, dpi=20)) == 1
