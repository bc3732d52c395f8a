"""Charts on paper: the same option as on the page, drawn without a browser, in faces that print Chinese."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from PIL import Image
from py_mini_racer import JSEvalException

from reports.charts import Item, Series, bars, columns
from reports.documents import chart_svg, frozen, pdf
from reports.documents.sheets import PartsSheet, SheetPart

CHART = columns("months", "每月协商", ["1月", "2月"], [Series("协商", "场次", (2, 4)), Series("落实", "件", (1, 3))])


def sheet(*charts):
    parts = tuple(SheetPart(chart.title, charts=(chart_svg.drawn(chart),)) for chart in charts)
    return PartsSheet("市政协办公室", date(2026, 9, 30), "每月协商", parts, title="工作月报")


def words(svg):
    return [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_paper_shows_the_words_and_numbers_of_the_page():
    svg = chart_svg.svg_of(CHART.option, 642, CHART.height)
    assert {"1月", "2月", "协商（场次）", "落实（件）"} <= set(words(svg))
    assert [each for each in words(svg)[-6:] if each.isdecimal()] == ["2", "4", "1", "3"]


def test_hatching_reaches_paper():
    svg = chart_svg.svg_of(CHART.option, 642, CHART.height)
    assert "<pattern" in svg
    plain = bars("rooms", "协商", [Item("柳湖", 2)], unit="场次")
    assert "<pattern" not in chart_svg.svg_of(plain.option, 642, plain.height)


def test_names_are_text_whatever_they_contain():
    chart = bars("rooms", "协商", [Item('"});throw 1;//</text><b>', 2)], unit="场次")
    assert words(chart_svg.svg_of(chart.option, 642, 100))[0].startswith('"});throw 1')


def test_a_chart_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(chart_svg, "SECONDS", 1)
    monkeypatch.setattr(chart_svg, "DRAW", "function svgOf() { while (true) {} }")
    chart_svg._engine.cache_clear()
    try:
        with pytest.raises(JSEvalException):
            chart_svg.svg_of(CHART.option, 642, 260)
    finally:
        chart_svg._engine.cache_clear()


def test_a_process_that_drew_can_end():
    """V8 runs in a thread of its own, which would keep a worker's child for ever."""
    code = (
        "import django; django.setup()\n"
        "from reports.documents import chart_svg\n"
        "print(chart_svg.svg_of({'series': []}, 100, 100)[:4])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "<svg"


def test_a_paper_holds_the_picture_in_both_colours_and_its_title():
    content = pdf.render(sheet(CHART))
    with pdfplumber.open(BytesIO(content)) as document:
        text = "".join(char["text"] for char in document.pages[0].chars)
    assert "每月协商" in text
    assert "落实（件）" in text
    page = Image.open(BytesIO(pdf.pages_as_png(content)[0])).convert("RGB")
    seen = {colour for _, colour in page.getcolors(maxcolors=2**24)}
    assert {(31, 92, 158), (27, 107, 64)} <= seen


def test_a_paper_with_a_chart_can_be_made_again_from_what_was_kept():
    paper = sheet(CHART)
    assert frozen.thaw(frozen.freeze(paper)) == paper
    assert pdf.render(frozen.thaw(frozen.freeze(paper))) == pdf.render(paper)
