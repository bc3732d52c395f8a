"""The national layout, measured in the printed page by the checker."""

from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from weasyprint import HTML

from reports.documents import pdf
from reports.documents.papers import Listing, MatterRow, MattersTable, Section, chinese_date, paragraphs_from
from reports.documents.plain_text import expected_text
from tests.reports.documents import check_gongwen, samples


def failures(path, *, expect=None):
    report = check_gongwen.Report()
    check_gongwen.check(str(path), report, expect)
    return [(page, item, got) for tag, page, item, got, _ in report.rows if tag == "FAIL"]


def printed(paper, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf.render(paper))
    return path


PAPERS = {
    "minutes": samples.minutes,
    "short": samples.short_minutes,
    "long": samples.long_minutes,
    "circular": samples.circular,
    "serial": samples.serial,
    "letter": samples.letter,
}


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_papers_follow_the_standard(make, tmp_path):
    paper = make()
    assert failures(printed(paper, tmp_path), expect=expected_text(paper)) == []


def test_a_serial_bears_its_marking_above_the_head_and_an_ordinary_one_none(tmp_path):
    with pdfplumber.open(printed(samples.serial(), tmp_path)) as document:
        top = document.pages[0].crop((0, 0, 595, 200)).extract_text()
    assert top.splitlines()[0].replace(" ", "") == "内部资料注意保存"
    with pdfplumber.open(printed(samples.serial(marking=""), tmp_path)) as document:
        assert "内部资料" not in document.pages[0].extract_text()


@pytest.mark.parametrize(
    "text",
    [
        "6月1日在菜市巷调研。明沟210米，沟底油渣厚20厘米；46户里38户愿意停业3天，最多不能超过5天。明沟210米；摊铺31家；可停业3天。",
        "菜市巷里的明沟两边都是摊铺污水往沟里倒下雨漫到店里去社区走访了沿街120户商户和住户大家都同意先停业再改造预计1200天完成。",
    ],
    ids=["before a mark", "before a number"],
)
def test_pages_hold_28_characters_a_line_where_every_paragraph_would_lack_half_of_one(text, tmp_path):
    paper = samples.minutes(sections=(Section("调查研究情况", paragraphs_from("\n".join([text] * 12))),))
    assert failures(printed(paper, tmp_path), expect=expected_text(paper)) == []


@pytest.mark.parametrize("count", range(1, 12, 2))
def test_tables_keep_the_pages_full_wherever_they_begin(count, tmp_path):
    rows = tuple(
        MatterRow(str(number), "疏通低洼点主管，清掏化粪池。" * (1 + number % 4), "街道城建办", due="2026年12月31日")
        for number in range(1, 9)
    )
    filler = samples.BACKGROUND * 3 + "\n联络室走访住户四十二户。" * count
    sections = (Section("基本情况", paragraphs_from(filler)), Section("议定事项", (MattersTable(rows),)))
    paper = samples.minutes(sections=sections, sign_off=())
    assert failures(printed(paper, tmp_path), expect=expected_text(paper)) == []


def test_an_ordinary_page_fails(tmp_path):
    path = tmp_path / "plain.pdf"
    HTML(string=f"<h1>协商纪要</h1><p>{samples.BACKGROUND}</p>").write_pdf(path)
    assert len(failures(path)) >= 5


def test_a_missing_character_is_seen(tmp_path):
    paper = samples.short_minutes()
    missing = failures(printed(paper, tmp_path), expect=expected_text(paper) + "鼎鼎")
    assert [item for _, item, _ in missing] == ["与原文逐字比对"]


def test_rare_characters_are_printed_and_extracted(tmp_path):
    paper = samples.minutes(presence=(Listing("出席", "䶮泉、𠮷祥、埇桥、涇水。"),))
    with pdfplumber.open(BytesIO(pdf.render(paper))) as document:
        text = "".join(page.extract_text() for page in document.pages)
    assert {"䶮", "𠮷", "埇", "涇"} <= set(text)


def test_a_long_mark_takes_two_lines(tmp_path):
    paper = samples.minutes(mark="柳湖街道白杨社区政协委员联络室协商议事纪要")
    text = "柳湖街道白杨社区"
    with pdfplumber.open(printed(paper, tmp_path)) as document:
        red = [char for char in document.pages[0].chars if char["non_stroking_color"] == (1, 0, 0)]
    assert "".join(char["text"] for char in red).startswith(text)
    assert len({round(char["top"]) for char in red}) == 2


@pytest.mark.parametrize("lines", range(6, 12))
def test_the_organ_and_the_day_stay_on_one_page(lines):
    """However long the text before them is."""
    opening = paragraphs_from("\n".join(["请遵照执行。"] * lines))
    paper = replace(samples.circular(), sections=(), attachments=(), opening=opening)
    with pdfplumber.open(BytesIO(pdf.render(paper))) as document:
        pages = [[line.replace(" ", "") for line in page.extract_text().splitlines()] for page in document.pages]
    day, organ = chinese_date(paper.date), paper.organ
    assert [page for page in pages if day in page] == [page for page in pages if organ in page]


def test_a_long_organ_stands_above_its_day():
    """At the head and in the imprint alike: neither is printed over the other."""
    organ = "中共大冶市委“协商在一线”工作领导小组办公室"
    paper = samples.serial(organ=organ)
    paper = replace(paper, imprint=replace(paper.imprint, organ=organ, copies="共印120份"))
    with pdfplumber.open(BytesIO(pdf.render(paper))) as document:
        lines = [line.replace(" ", "") for page in document.pages for line in page.extract_text().splitlines()]
    after = [lines[at + 1] for at, line in enumerate(lines) if line == organ]
    day = chinese_date(paper.date)
    assert after == [day, f"{chinese_date(paper.imprint.date)}印发共印120份"]
