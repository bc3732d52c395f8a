"""Paragraphs, rules, tables and page numbers that python-docx has no words for."""

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.documents.faces import printable
from reports.documents.matters import columns_of, values_of
from reports.documents.papers import chinese_date

# Named, not embedded: offices have the official faces.
FANG, HEI, KAI, XBS, SONG, LATIN = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体", "Times New Roman"
LINE, CHARACTER = 28.95, 15.75
GREY = RGBColor(0x80, 0x80, 0x80)
# Twentieths of a point: with it 28 characters of 16 pt fit into 156 mm.
SQUEEZE = -5
SMALL_LINE = 22


def child(parent, tag, **values):
    element = OxmlElement(tag)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element


def set_font(run, *, face=FANG, size=16, color=None, latin=LATIN, squeeze=SQUEEZE):
    run.font.size, run.font.name = Pt(size), latin
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")
    if color is not None:
        run.font.color.rgb = color
    if squeeze:
        child(run._r.rPr, "w:spacing", val=str(squeeze))


def paragraph(document, runs, *, first=2.0, left=0.0, align=ALIGN.JUSTIFY, before=0.0, line=LINE):
    """Add a paragraph on exact lines; indents in characters, as Word counts them."""
    added = document.add_paragraph()
    added.alignment = align
    layout = _exact(added, line)
    layout.space_before, layout.widow_control = Mm(before), False
    indents = {}
    if left:
        indents |= {"leftChars": int(left * 100), "left": int(left * CHARACTER * 20)}
    name = "firstLine" if first >= left else "hanging"
    if first != left:
        indents |= {f"{name}Chars": int(abs(first - left) * 100), name: int(abs(first - left) * CHARACTER * 20)}
    indent = added._p.get_or_add_pPr().get_or_add_ind()
    for key, value in indents.items():
        indent.set(qn(f"w:{key}"), str(value))
    for text, style in runs:
        set_font(added.add_run(text), **style)
    return added


def _exact(added, line):
    layout = added.paragraph_format
    layout.line_spacing_rule, layout.line_spacing, layout.space_after = WD_LINE_SPACING.EXACTLY, Pt(line), Pt(0)
    return layout


def add_rule_below(added):
    """The red rule of 7.2.7, as the lower border of the line above it."""
    borders = OxmlElement("w:pBdr")
    child(borders, "w:bottom", val="single", sz="12", space="5", color="FF0000")
    properties = added._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def add_label(header, text):
    header.is_linked_to_previous = False
    added = header.paragraphs[0]
    added.alignment = ALIGN.RIGHT
    set_font(added.add_run(text), face=HEI, size=12, color=GREY, squeeze=0)


def add_page_number(footer, align, side):
    """7.5: a dash on both sides, size 4 宋体, one character from the outer edge."""
    footer.is_linked_to_previous = False
    added = footer.paragraphs[0]
    added.alignment = align
    setattr(_exact(added, 14), side, Pt(14))
    style = {"face": SONG, "size": 14, "latin": SONG, "squeeze": 0}
    set_font(added.add_run("— "), **style)
    for kind in ("begin", "", "end"):
        run = added.add_run()
        set_font(run, **style)
        if kind:
            child(run._r, "w:fldChar", fldCharType=kind)
        else:
            child(run._r, "w:instrText").text = "PAGE"
    set_font(added.add_run(" —"), **style)


def add_matters(document, table):
    columns, size = columns_of(table)
    added = document.add_table(1 + len(table.rows), len(columns))
    added.autofit, added.alignment = False, 1
    _set_borders(added, dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 4))
    _set_margins(added)
    rows = [[column.title for column in columns]]
    rows += [values_of(row, columns) for row in table.rows]
    for column, drawn in zip(columns, added.columns, strict=True):
        drawn.width = Pt(column.width(size))
    for position, (row, values) in enumerate(zip(added.rows, rows, strict=True)):
        row.height = Pt(30)
        properties = row._tr.get_or_add_trPr()
        child(properties, "w:cantSplit")
        if position == 0:
            child(properties, "w:tblHeader")
        is_sum = position > 0 and getattr(table.rows[position - 1], "is_sum", False)
        for cell, value, column in zip(row.cells, values, columns, strict=True):
            is_head = position == 0
            cell.width = Pt(column.width(size))
            align = ALIGN.CENTER if is_head or column.is_centered else ALIGN.JUSTIFY
            _fill_cell(cell, printable(value), align=align, face=HEI if is_head or is_sum else FANG, size=size)


def add_grid(document, rows, widths, *, labels=(), centered=(), has_head=False, size=12, line=SMALL_LINE):
    """A plain table of texts in millimetres: the columns of `labels` in 黑体, a head that repeats, rows of one text."""
    added = document.add_table(len(rows), len(widths))
    added.autofit, added.alignment = False, 1
    # A program that lays the table out by its grid asks no cell.
    for column, width in zip(added.columns, widths, strict=True):
        column.width = Mm(width)
    _set_borders(added, dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 4))
    _set_margins(added)
    for number, (row, values) in enumerate(zip(added.rows, rows, strict=True)):
        is_head = has_head and number == 0
        child(row._tr.get_or_add_trPr(), "w:cantSplit")
        if is_head:
            child(row._tr.get_or_add_trPr(), "w:tblHeader")
        if len(values) == 1:
            _fill_over(row, values[0], size=size, line=line)
            continue
        for at, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Mm(widths[at])
            face = HEI if is_head or at in labels else FANG
            align = ALIGN.CENTER if is_head or at in labels or at in centered else ALIGN.LEFT
            _fill_cell(cell, printable(value), align=align, face=face, size=size, line=line)


def _fill_over(row, text, *, size, line) -> None:
    cell = row.cells[0].merge(row.cells[-1])
    _fill_cell(cell, printable(text), align=ALIGN.LEFT, face=HEI, size=size, line=line)
    cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill_cell(cell, text, *, align, face, size, line=SMALL_LINE):
    added = cell.paragraphs[0]
    added.alignment = align
    _exact(added, line)
    cell.vertical_alignment = 1
    set_font(added.add_run(text), face=face, size=size, squeeze=0)


def add_imprint(document, imprint):
    """版记 as a table pinned to the lower edge of the type area."""
    rows = [(f"{item.label}：{item.text.rstrip('。')}。", len(item.label) + 2) for item in imprint.recipients]
    if imprint.verification:
        code, checksum = imprint.verification.code, imprint.verification.checksum
        rows.append((f"核验码：{code}　校验值：{checksum}", 1))
    issued = f"{imprint.organ}\t{chinese_date(imprint.date)}印发"
    rows.append((issued + (f"\n\t{imprint.copies}" if imprint.copies else ""), 1))
    table = document.add_table(len(rows), 1)
    table.autofit = False
    _set_borders(table, {"top": 8, "bottom": 8, "insideH": 6})
    count = sum(-(-len(text) // 29) + text.count("\n") for text, _ in rows)
    _pin(table, top=262 * 72 / 25.4 - SMALL_LINE * count - 2)
    for row, (text, left) in zip(table.rows, rows, strict=True):
        cell = row.cells[0]
        cell.width = Mm(156)
        _fill_cell(cell, _with_tabs(text), align=ALIGN.LEFT, face=FANG, size=14)
        layout = cell.paragraphs[0].paragraph_format
        layout.left_indent, layout.right_indent = Pt(14 * left), Pt(14)
        layout.first_line_indent = Pt(14 * (1 - left))
        layout.tab_stops.add_tab_stop(Mm(156) - Pt(14), 2)
    # A floating table belongs to the paragraph after it; one of its own keeps it last where the place is not heeded.
    anchor = document.add_paragraph()
    _exact(anchor, 1)
    anchor._p.addprevious(table._tbl)


def _with_tabs(text):
    return "\t".join(printable(part) for part in text.split("\t"))


def _set_margins(table, *, twips: int = 60) -> None:
    """As narrow as those of the print, or a figure of three digits turns inside its cell."""
    margins = child(table._tbl.tblPr, "w:tblCellMar")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w=str(twips), type="dxa")


def _set_borders(table, sizes):
    borders = child(table._tbl.tblPr, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = sizes.get(side, 0)
        child(borders, f"w:{side}", val="single" if size else "nil", sz=str(size), color="000000")


def _pin(table, *, top):
    position = OxmlElement("w:tblpPr")
    values = {"leftFromText": "0", "rightFromText": "0", "vertAnchor": "page", "horzAnchor": "page"}
    values |= {"tblpX": str(int(28 / 25.4 * 1440)), "tblpY": str(int(top * 20))}
    for key, value in values.items():
        position.set(qn(f"w:{key}"), value)
    table._tbl.tblPr.insert(1, position)
    _set_margins(table, twips=0)
