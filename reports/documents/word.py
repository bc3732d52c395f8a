"""The minutes as a Word or WPS draft for editing; the PDF is the authoritative form, and every page here says so."""

import zipfile
from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.documents import word_parts as parts
from reports.documents.faces import printable
from reports.documents.official import fits_one_line, one_line, section_heading
from reports.documents.papers import (
    CircularPaper,
    FiguresTable,
    MattersTable,
    MinutesPaper,
    Picture,
    PlanTable,
    SerialPaper,
    chinese_date,
)
from reports.documents.pictures import AIR, sides_of
from reports.documents.titles import split_title

LABEL = "草稿供修改"
RED = RGBColor(255, 0, 0)
# The oldest day that a zip archive can name: the file does not tell when it was made.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def draft(paper):
    """Return the .docx of minutes or of a circular; the same data gives the same bytes."""
    document = Document()
    _set_page(document)
    _add_head(document, paper)
    _add_title(document, paper.title)
    if isinstance(paper, CircularPaper):
        parts.paragraph(document, [(f"{printable(paper.recipients)}：", {})], first=0)
    _add_body(document, paper)
    _add_lists(document, paper)
    if isinstance(paper, SerialPaper) and paper.contact:
        parts.paragraph(document, [(printable(paper.contact), {})])
    if isinstance(paper, CircularPaper):
        _add_signature(document, paper)
        if paper.note:
            parts.paragraph(document, [(printable(paper.note), {})])
        _add_annex(document, paper.annex)
    parts.add_imprint(document, paper.imprint)
    _set_properties(document, paper)
    return saved(document)


def _set_page(document):
    """5.2.1 in Word's terms: margins, lines of exactly 28.95 pt, no grid (it would pull titles and tables off)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance, section.header_distance = Mm(25.3), Mm(15)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(16), parts.LATIN
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), parts.FANG)
    for name in ("autoSpaceDE", "autoSpaceDN"):
        parts.child(normal.element.get_or_add_pPr(), f"w:{name}", val="0")
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        parts.add_label(header, LABEL)
    parts.add_page_number(section.footer, ALIGN.RIGHT, "right_indent")
    parts.add_page_number(section.even_page_footer, ALIGN.LEFT, "left_indent")


def _add_head(document, paper):
    mark = printable(paper.mark)
    size = min(46, int(442 / len(mark)))
    style = {"face": parts.XBS, "size": size, "color": RED, "squeeze": 0}
    first = document.paragraphs[0] if document.paragraphs else None
    before = 34.1
    if marking := getattr(paper, "marking", ""):
        align = ALIGN.RIGHT if isinstance(paper, CircularPaper) else ALIGN.LEFT
        parts.paragraph(document, [(printable(marking), {"face": parts.HEI})], first=0, align=align)
        before -= parts.LINE * 25.4 / 72
    head = parts.paragraph(document, [(mark, style)], first=0, align=ALIGN.CENTER, before=before, line=size + 2)
    head.paragraph_format.space_after = Pt(max(0, 5 * parts.LINE - 34.1 * 72 / 25.4 - size - 2))
    if first is not None:
        first._p.getparent().remove(first._p)
    for _ in range(2):
        parts.paragraph(document, [])
    if isinstance(paper, CircularPaper):
        # Its organ and day stand below the text.
        line = parts.paragraph(document, [(printable(paper.number), {})], first=0, align=ALIGN.CENTER)
        parts.add_rule_below(line)
        return
    number = f"{paper.number}（{paper.correction}）" if paper.correction else paper.number
    parts.paragraph(document, [(printable(number), {})], first=0, align=ALIGN.CENTER)
    line = parts.paragraph(document, [(f"{printable(paper.organ)}\t{chinese_date(paper.date)}", {})], first=1)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(16), 2)
    parts.add_rule_below(line)


def _add_title(document, title):
    for _ in range(2):
        parts.paragraph(document, [])
    style = {"face": parts.XBS, "size": 22, "squeeze": 0}
    for line in split_title(printable(title)):
        parts.paragraph(document, [(line, style)], first=0, align=ALIGN.CENTER, line=36)
    parts.paragraph(document, [])


def _add_body(document, paper):
    for block in paper.opening:
        _add_paragraph(document, block)
    for position, section in enumerate(paper.sections):
        if section.heading:
            heading = parts.paragraph(document, [(printable(section_heading(section, position)), {"face": parts.HEI})])
            heading.paragraph_format.keep_with_next = True
        for block in section.blocks:
            if isinstance(block, Picture):
                _add_picture(document, block)
            elif isinstance(block, MattersTable | PlanTable | FiguresTable):
                parts.add_matters(document, block)
            else:
                _add_paragraph(document, block)


def _add_picture(document, picture):
    width, _ = sides_of(picture)
    holder = document.add_paragraph()
    holder.alignment = ALIGN.CENTER
    layout = holder.paragraph_format
    layout.keep_with_next, layout.space_before, layout.space_after = bool(picture.caption), Pt(AIR), Pt(AIR)
    shape = holder.add_run().add_picture(BytesIO(picture.content), width=Pt(width))
    shape._inline.docPr.set("descr", printable(picture.caption))
    if picture.caption:
        style = {"face": parts.KAI, "size": 14}
        parts.paragraph(document, [(printable(picture.caption), style)], first=0, align=ALIGN.CENTER)


def _add_paragraph(document, block):
    parts.paragraph(document, [(printable(block.lead), {"face": parts.KAI}), (printable(block.text), {})])


def _add_lists(document, paper):
    for position, name in enumerate(paper.attachments):
        if position == 0:
            parts.paragraph(document, [])
        label = "附件：" if position == 0 else "　　　"
        number = f"{position + 1}." if len(paper.attachments) > 1 else ""
        parts.paragraph(document, [(f"{label}{number}{printable(name)}", {})], first=2, left=5)
    if not isinstance(paper, MinutesPaper):
        return
    for group in (paper.presence, paper.sign_off):
        if group:
            parts.paragraph(document, [])
        if group is paper.sign_off and fits_one_line(group):
            parts.paragraph(document, [(text, {"face": parts.HEI} if style else {}) for text, style in one_line(group)])
            continue
        for listing in group:
            label = f"{printable(listing.label)}："
            runs = [(label, {"face": parts.HEI}), (printable(listing.text), {})]
            parts.paragraph(document, runs, first=2, left=2 + len(label))


def _add_signature(document, paper):
    """7.3.5.2: the organ, below it the day, at the right with two characters of margin."""
    parts.paragraph(document, [])
    for text in (paper.organ, chinese_date(paper.date)):
        line = parts.paragraph(document, [(printable(text), {})], first=0, align=ALIGN.RIGHT)
        line.paragraph_format.right_indent = Pt(2 * parts.CHARACTER)


def _add_annex(document, annex):
    """附件 on a page of its own."""
    if annex is None:
        return
    head = parts.paragraph(document, [("附件", {"face": parts.HEI})], first=0)
    head.paragraph_format.page_break_before = True
    parts.paragraph(document, [])
    style = {"face": parts.XBS, "size": 22, "squeeze": 0}
    for line in split_title(printable(annex.title)):
        parts.paragraph(document, [(line, style)], first=0, align=ALIGN.CENTER, line=36)
    parts.paragraph(document, [])
    parts.add_matters(document, annex.table)


def _set_properties(document, paper):
    properties = document.core_properties
    properties.title = printable(paper.title).replace("\n", "")[:255]
    properties.author = properties.last_modified_by = printable(paper.organ)[:255]
    properties.content_status = LABEL
    properties.language, properties.comments = "zh-CN", ""
    properties.created = properties.modified = datetime.combine(paper.date, time())


def saved(document):
    """Write the archive again with fixed dates: python-docx stamps every part with the time of day."""
    written, target = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
