"""Minutes of three pages: the product's way to PDF beside bare WeasyPrint, and the memory of many in a row."""

import ctypes
import os
import time
from datetime import date
from random import Random

from weasyprint import HTML

from consult.models import Minutes
from reports.documents import content, pdf
from reports.documents.official import official_html
from reports.documents.papers import (
    Imprint,
    Listing,
    MatterRow,
    MattersTable,
    MinutesPaper,
    Section,
    Verification,
    paragraphs_from,
)
from reports.models import Document
from reports.operations import order_document
from reports.queries.documents import Subject
from tests.bench import words
from tests.bench.measuring import Act, Probe, Result, own_pid
from tests.bench.serving import family, resident_mb

# Between these two documents the memory may grow so much.
FROM, TO, MOST_MB = 20, 200, 30
CLICK, RENDER = "minutes, click to file", "minutes PDF"


def three_pages(seed: int = 1) -> MinutesPaper:
    dice = Random(seed)
    verification = Verification(code="A2C4E6G8JKLM", checksum="0123456789ab", url="http://localhost:8000/verify/x/")
    rows = [
        MatterRow(str(number), words.sentence(dice, words.MATTERS), "市住建局", "柳湖街道", "15日内")
        for number in range(1, 7)
    ]
    parts = [
        ("基本情况", words.WHY, 9), ("调查研究情况", words.FINDINGS, 5), ("协商讨论情况", words.STATEMENTS, 15),
        ("不同意见及解释情况", words.STATEMENTS, 8),
    ]  # fmt: skip
    sections = [Section(name, paragraphs_from(words.sentences(dice, texts, most))) for name, texts, most in parts]
    sections.append(Section("议定事项", (MattersTable(tuple(rows)),)))
    return MinutesPaper(
        mark="协商纪要",
        number=f"第{seed}期",
        organ="水泥厂宿舍社区委员联络室",
        date=date(2026, 9, 22),
        title="关于水泥厂宿舍小区下水管网改造的协商纪要",
        opening=paragraphs_from("2026年9月18日，召集人罗建平主持召开协商会，就小区下水管网改造进行协商。现纪要如下："),
        sections=tuple(sections),
        presence=(Listing("出席", "罗建平、沈雅琴、邓国梁、胡长庚、曹伟"), Listing("请假", "许文娟")),
        imprint=Imprint(organ="水泥厂宿舍社区委员联络室", date=date(2026, 9, 22), verification=verification),
    )


def render_probe() -> Probe:
    paper = three_pages()
    html = official_html(paper)
    pages = len(pdf.pages_as_png(pdf.render(paper), dpi=20))
    return Probe(
        Act(f"{RENDER}, {pages} pages", lambda: pdf.render(paper)),
        Act("bare WeasyPrint, same page", lambda: _bare(html)),
        most_ratio=1.25,
        rounds=15,
    )


def click_probe(worker) -> Probe:
    """From the click to the file: ordered by the verb, made by the worker that `make run` starts."""
    minutes = Minutes.objects.select_related("consultation__room__unit", "consultation__topic").order_by("-pk")
    waiting = minutes.iterator()
    return Probe(
        Act(CLICK, lambda: _click(next(waiting)), pids=lambda: family(worker.pid)),
        most_ms=2000,
        by_tail=True,
        rounds=15,
    )


def _click(minutes) -> None:
    # Another title each time, as somebody types it: the same text again would be the same document.
    made = content.of_draft(minutes, title=f"{minutes.title}（{time.time_ns()}）")
    document = order_document(
        Subject("minutes", minutes), version=made.version, title=made.title, data=made.data, by=minutes.created_by
    )
    until = time.monotonic() + 60
    while not Document.objects.filter(pk=document.pk, made_at__isnull=False).exists():
        if time.monotonic() > until:
            raise AssertionError(f"document {document.pk} was not made")
        time.sleep(0.01)


def _bare(html: str) -> bytes:
    """WeasyPrint in its best configuration: one set of faces for the process, stylesheets parsed once."""
    engine = pdf._engine(os.getpid())
    document = HTML(string=html, url_fetcher=engine.fetcher).render(
        font_config=engine.fonts, stylesheets=engine.stylesheets("official.css")
    )
    return document.write_pdf(pdf_variant=pdf.VARIANT)


def _kept_mb() -> float:
    """Memory in use; what the C library only holds in reserve is no growth."""
    ctypes.CDLL(None).malloc_trim(0)
    return resident_mb(own_pid())


def growth() -> Result:
    """Memory from the 20th to the 200th document of one worker, each with another text."""
    for number in range(FROM):
        pdf.render(three_pages(number + 1))
    before = _kept_mb()
    for number in range(FROM, TO):
        pdf.render(three_pages(number + 1))
    grown = round(_kept_mb() - before, 1)
    return Result(
        f"{TO - FROM} more PDFs", 0, 0, 0, 0, grown, goals=f"≤ {MOST_MB} MB", missed="memory" if grown > MOST_MB else ""
    )
