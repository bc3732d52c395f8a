"""What is printed: the report with its charts, the circular by GB/T 9704 with every room, the Word drafts."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product

import pdfplumber
import pytest
from docx import Document as WordDocument

from members.models import Unit
from reports import operations
from reports.documents import content, pdf, word, word_sheet
from reports.documents.circulars import circular_paper
from reports.documents.frozen import freeze, thaw
from reports.documents.periodic_sheets import periodic_sheet
from reports.documents.plain_text import expected_text
from reports.operations import periodic
from reports.operations.periodic.circular_paper import paper_of
from tests import factories as make
from tests.reports.documents import check_gongwen
from tests.reports.periodic.scene import house, made, of_city, of_room, received

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def text_of(made_pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(made_pdf)) as found:
        return "".join("".join(page.extract_text() or "" for page in found.pages).split())


def test_a_report_is_printed_with_its_figures_and_charts(house):
    received(house, date(2026, 2, 5), 4)
    received(house, date(2026, 3, 6), 6)
    row = made(house)
    sheet = periodic_sheet(of_city(row))
    assert thaw(freeze(sheet)) == sheet
    told = text_of(pdf.render(sheet))
    for words in ("一、总体情况", "接访群众人次64+210", "近几个月接访和走访", "附表2各联络室情况", "无记录"):
        assert words in told
    assert len(WordDocument(BytesIO(word_sheet.parts_draft(sheet))).tables) == 3
    alone = text_of(pdf.render(periodic_sheet(of_room(row, house.room))))
    assert "附表" not in alone


def test_the_first_month_is_printed_without_a_comparison(house):
    received(house, date(2026, 3, 6), 6)
    figures = periodic_sheet(of_city(made(house))).parts[1].rows
    assert ("接访群众", "人次", "6", "无可比数", "—", "6") in figures


def test_a_published_report_is_the_same_paper_for_ever(house):
    received(house, date(2026, 3, 6), 6)
    report = of_city(made(house))
    periodic.publish(report, by=house.leading_office, version=1)
    first = content.of_record("periodic_report", of_city(report.round))
    received(house, date(2026, 3, 8), 6)
    assert content.of_record("periodic_report", of_city(report.round)) == first


LETTERS = "东西南北中上下前后左右金木水火土山川田林石竹梅兰菊"


def many_rooms(count: int) -> None:
    """So many more, all named alike: the numbers of the factory grow with the tests that ran, and so would lines."""
    for _ in range(count):
        make.RoomFactory()
    for unit, (one, other) in zip(
        Unit.objects.filter(kind="room").order_by("pk"), product(LETTERS, repeat=2), strict=False
    ):
        Unit.objects.filter(pk=unit.pk).update(name=f"{one}{other}社区委员联络室", short_name=f"{one}{other}社区")


@pytest.mark.parametrize("count", [46, 200])
def test_a_circular_holds_the_standard_and_names_every_room(house, count, tmp_path):
    received(house, date(2026, 3, 6), 6)
    many_rooms(count - 2)
    draft = of_city(made(house, "2026-Q1", "circular"))
    report = periodic.publish(draft, by=house.leading_office, version=1)
    document = operations.of_issued("circular", report)
    paper = content.paper_from(document)
    # Each township has a row with its sum, and the last row is that of all.
    assert len(paper.annex.table.rows) == count + len({row["township"] for row in report.content["table"]}) + 1
    path = tmp_path / "circular.pdf"
    # The checker takes the most frequent size for that of the text, and an annex is a table.
    letter = replace(paper, annex=None)
    path.write_bytes(pdf.render(letter))
    checked = check_gongwen.Report()
    check_gongwen.check(str(path), checked, expected_text(letter))
    assert checked.fails == 0, [row for row in checked.rows if row[0] == "FAIL"]
    path.write_bytes(pdf.render(paper))
    told = text_of(path.read_bytes())
    assert all("".join(row["short"].split()) in told for row in report.content["table"])


def test_a_circular_has_a_word_draft(house):
    draft = of_city(made(house, "2026-Q1", "circular"))
    written = WordDocument(BytesIO(word.draft(circular_paper(paper_of(draft)))))
    assert next(row.cells[1].text for row in written.tables[0].rows) == "联络室"
    assert len(written.tables[0].rows) == 1 + 2 + 2 + 1


def test_the_annex_of_a_circular_sums_up_each_township_the_city_s_own_rooms_and_all(house):
    own = make.RoomFactory(unit__region=house.city, unit__name="市工商联联络室", unit__short_name="市工商联")
    received(house, date(2026, 3, 6), 6)
    received(house, date(2026, 3, 9), 2, room=own)
    received(house, date(2026, 3, 10), 3, room=own)
    rows = paper_of(of_city(made(house, "2026-Q1", "circular")))["annex"]["rows"]
    told = {row["name"]: (row["number"], row["values"][1]) for row in rows if not row["number"].isdecimal()}
    township, other = house.room.unit.region.name, house.other_room.unit.region.name
    assert told == {"市直联络室": ("一", "5"), township: ("二", "6"), other: ("三", "0"), "合计": ("", "11")}
    assert rows[-1]["name"] == "合计"
