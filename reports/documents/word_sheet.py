"""Sheets as Word or WPS files: the same entries, figures and lines, in tables that can be edited."""

from datetime import datetime, time

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from reports.documents import word_parts as parts
from reports.documents.faces import printable
from reports.documents.papers import chinese_date
from reports.documents.word import saved

# Millimetres; they add up to the 170 between the margins.
PAIRS = (34, 51, 34, 51)
LINES = (38, 132)
WIDE = (34, 136)
# Room to write by hand.
BLANK = "\n\n\n"
SIZE = 12
# Type and lines of the tables; of a dense sheet, that is to fit one page.
USUAL, DENSE = {"size": SIZE, "line": parts.SMALL_LINE}, {"size": 10.5, "line": 16}


def sheet_draft(sheet) -> bytes:
    """Return the .docx; the same data gives the same bytes."""
    document = _page()
    small = {"size": SIZE, "squeeze": 0}
    _title(document, sheet.title)
    _line(document, f"填报单位：{printable(sheet.unit)}　　{chinese_date(sheet.date)}")
    parts.add_grid(document, _pairs([*sheet.entries, *sheet.figures]), PAIRS, labels=(0, 2))
    if sheet.lines:
        parts.paragraph(document, [("履职记录", {"face": parts.HEI, "size": 14, "squeeze": 0})], first=0, line=30)
        parts.add_grid(document, [(line.label, line.value) for line in sheet.lines], LINES, labels=(0,))
    for opinion in sheet.opinions:
        parts.paragraph(document, [(f"{opinion.body}意见：", small)], first=0, line=24, before=8)
    if sheet.officers:
        signed = "　　　　　　".join(f"{officer}（签名）：" for officer in sheet.officers)
        parts.paragraph(document, [(signed, small)], first=0, line=24, before=8)
    _set_properties(document, sheet)
    return saved(document)


def form_draft(sheet) -> bytes:
    """A table of what is known and of what is to be written: a label beside each text."""
    document = _page()
    small = {"size": SIZE, "squeeze": 0}
    _title(document, sheet.title)
    _line(document, f"{sheet.side}：{printable(sheet.unit)}　　{chinese_date(sheet.date)}")
    parts.add_grid(document, [(sheet.topic_label, printable(sheet.topic))], WIDE, labels=(0,))
    parts.add_grid(document, _pairs(sheet.entries), PAIRS, labels=(0, 2))
    rows = [(line.label, printable(line.value) or BLANK) for line in sheet.lines]
    if rows:
        parts.add_grid(document, rows, WIDE, labels=(0,))
    if sheet.officers:
        signed = "　　　　".join(f"{officer}（签名）：　　　　日期：" for officer in sheet.officers)
        parts.paragraph(document, [(signed, small)], first=0, line=24, before=8)
    _set_properties(document, sheet)
    return saved(document)


def parts_draft(sheet) -> bytes:
    """A paper of several tables: under each heading its text and its table."""
    document = _page()
    _title(document, sheet.title)
    _line(document, f"{sheet.side}：{printable(sheet.unit)}　　{chinese_date(sheet.date)}")
    for part in sheet.parts:
        _part(document, part, DENSE if sheet.is_dense else USUAL)
    _set_properties(document, sheet)
    return saved(document)


def parts_drafts(sheets) -> bytes:
    """Several of them in one file, each from a new page on."""
    document = _page()
    for at, sheet in enumerate(sheets):
        if at:
            document.add_page_break()
        _title(document, sheet.title, is_first=not at)
        _line(document, f"{sheet.side}：{printable(sheet.unit)}　　{chinese_date(sheet.date)}")
        for part in sheet.parts:
            _part(document, part, DENSE if sheet.is_dense else USUAL)
    _set_properties(document, sheets[0])
    return saved(document)


def _part(document, part, setting: dict) -> None:
    if part.heading:
        face = {"face": parts.HEI, "size": 14, "squeeze": 0}
        parts.paragraph(document, [(printable(part.heading), face)], first=0, line=28, before=6)
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    for line in part.lines:
        parts.paragraph(document, [(printable(line), {"size": setting["size"], "squeeze": 0})], line=22)
    if part.rows:
        centered = [at for at, column in enumerate(part.columns) if column.is_centered]
        rows = [tuple(column.title for column in part.columns), *part.rows]
        widths = [column.width for column in part.columns]
        parts.add_grid(document, rows, widths, centered=centered, has_head=True, **setting)


def _title(document, text: str, *, is_first: bool = True) -> None:
    first = document.paragraphs[0] if is_first and document.paragraphs else None
    title = {"face": parts.XBS, "size": 22, "squeeze": 0}
    parts.paragraph(document, [(printable(text), title)], first=0, align=ALIGN.CENTER, line=36)
    if first is not None:
        first._p.getparent().remove(first._p)


def _line(document, text: str) -> None:
    parts.paragraph(document, [(text, {"size": SIZE, "squeeze": 0})], first=0, line=24)


def _page():
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.left_margin = section.right_margin = Mm(20)
    return document


def _set_properties(document, sheet) -> None:
    properties = document.core_properties
    properties.title, properties.author = printable(sheet.title), printable(sheet.unit)[:255]
    properties.language, properties.comments = "zh-CN", ""
    properties.created = properties.modified = datetime.combine(sheet.date, time())


def _pairs(entries) -> list[tuple]:
    """Two entries a row, the last one alone beside nothing."""
    cells = [(entry.label, entry.value) for entry in entries]
    cells += [("", "")] * (len(cells) % 2)
    return [(*cells[at], *cells[at + 1]) for at in range(0, len(cells), 2)]
