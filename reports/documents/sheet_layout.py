"""Layout of table papers on A4: 小标宋 title, unit and date, one table, one page where the text allows it."""

import base64
from dataclasses import replace
from functools import singledispatch

from django.template.loader import render_to_string

from reports.documents import faces, grid, markup
from reports.documents.papers import chinese_date
from reports.documents.sheet_rows import (
    AREA_HEIGHT,
    AREA_WIDTH,
    PITCH,
    SIZE,
    Row,
    centered_cell,
    empty_cell,
    fill,
    head_cell,
    label_cell,
    text_cell,
    total,
)
from reports.documents.sheets import (
    ApprovalSheet,
    AttendanceSheet,
    CheckpointSheet,
    DutySheet,
    ParticipantSheet,
    ResearchSheet,
    RoomCheckSheet,
    SignatureSheet,
)
from reports.documents.titles import split_title

# Widths in mm; they add up to the 170 mm between the margins.
PAIRS = (34, 51, 34, 51)
PEOPLE = (12, 36, 22, 52, 30, 18)
SIGNERS = (14, 30, 62, 40, 24)
CHECKS = (12, 62, 22, 44, 30)
PARTIES = (14, 42, 26, 36, 26, 26)

TITLE_LINE = 32.0
DATE_LINE = 28.0
OFFICER_LINE = 30.0
HEAD_ROW = 31.0
PHOTO_ROW = 200.0
# Characters in half the width, for two short lines beside each other.
HALF_LINE = 19.0
# Borders, and the gap between title, line and table.
ALLOWANCE = 20.0
# More of them where text follows the table.
BELOW_GAP = 8.0


@singledispatch
def sheet_html(sheet):
    """Return the HTML of a table paper."""
    raise TypeError(type(sheet).__name__)


@sheet_html.register
def _(sheet: ApprovalSheet):
    rows = [
        wide("议题名称", sheet.topic),
        *pairs(sheet.entries),
        long("提出理由", sheet.reason),
        *(_opinion(opinion) for opinion in sheet.opinions),
    ]
    if sheet.note:
        rows.append(wide("备注", sheet.note))
    return page_html(sheet, widths=PAIRS, rows=rows, right=sheet.number)


@sheet_html.register
def _(sheet: ParticipantSheet):
    count = sum(len(category.people) for category in sheet.categories)
    merged = list(_people_rows(sheet.categories, merges=True))
    # A merged cell cannot be divided over two pages: a longer list repeats the category in every row.
    rows = merged if _fits(merged, lines=4) else list(_people_rows(sheet.categories, merges=False))
    rows.append(Row((label_cell("合计", width=AREA_WIDTH, span=2), text_cell(f"{count}人", width=AREA_WIDTH, span=4))))
    head = _head("序号", "类别", "姓名", "单位及职务", "联系电话", "备注")
    return page_html(sheet, widths=PEOPLE, rows=[head, *rows], above=(("议题", sheet.topic),), below=_note(sheet.note))


@sheet_html.register
def _(sheet: AttendanceSheet):
    people = [(person.name, person.duty, "", person.note) for person in sheet.people]
    rows = _attendance_rows([*people, *[("", "", "", "")] * sheet.spare_rows])
    # Rather than begin another page with empty rows, the form gives up all but two of them.
    while len(rows) > len(people) + 2 and not _fits(rows, lines=2 + len(sheet.entries)):
        rows.pop()
    above = (("议题", sheet.topic), *((entry.label, entry.value) for entry in sheet.entries))
    head = _head("序号", "姓名", "单位及职务", "签名", "备注")
    return page_html(sheet, widths=SIGNERS, rows=[head, *rows], above=above)


def _attendance_rows(people):
    return [
        _row(SIGNERS, str(number), *values, liked=34.0, least=29.0) for number, values in enumerate(people, start=1)
    ]


def _people_rows(categories, *, merges):
    number = 0
    for category in categories:
        for position, person in enumerate(category.people):
            number += 1
            values = (str(number), category.name, person.name, person.duty, person.phone, person.note)
            cells = list(_row(PEOPLE, *values).cells)
            if merges and position == 0:
                cells[1] = replace(cells[1], rows=len(category.people))
            elif merges:
                del cells[1]
            yield Row(tuple(cells))


def _fits(rows, *, lines):
    """Say whether rows at their least height fit on one page below title, head and so many lines of text."""
    around = TITLE_LINE + DATE_LINE + ALLOWANCE + HEAD_ROW + lines * PITCH
    return total(row.sized(row.least) for row in rows) <= AREA_HEIGHT - around


@sheet_html.register
def _(sheet: SignatureSheet):
    rows = [_head("序号", "代表方", "姓名", "签名", "日期", "备注")]
    for number, party in enumerate(sheet.parties, start=1):
        values = (str(number), party.side, party.name, "", "", party.note)
        rows.append(_row(PARTIES, *values, liked=42.0, least=34.0))
    officers = [markup.spans(f"{officer}（签名）：") for officer in sheet.officers]
    above = (("议题", sheet.topic), ("", sheet.statement))
    return page_html(sheet, widths=PARTIES, rows=rows, above=above, officers=officers)


@sheet_html.register
def _(sheet: ResearchSheet):
    rows = [wide("议题名称", sheet.topic), *pairs(sheet.entries)]
    rows += pairs(sheet.figures)
    rows += [long(finding.label, finding.value) for finding in sheet.findings]
    photos = [_photo(photo) for photo in sheet.photos]
    return page_html(sheet, widths=PAIRS, rows=rows, photos=photos)


@sheet_html.register
def _(sheet: CheckpointSheet):
    rows = [wide("议题名称", sheet.topic), *pairs(sheet.entries)]
    rows += [long(line.label, line.value) for line in sheet.lines]
    rows += [_opinion(opinion) for opinion in sheet.opinions]
    return page_html(sheet, widths=PAIRS, rows=rows)


@sheet_html.register
def _(sheet: DutySheet):
    rows = [*pairs(sheet.entries), *pairs(sheet.figures)]
    rows += [wide(line.label, line.value) for line in sheet.lines]
    rows += [_opinion(opinion) for opinion in sheet.opinions]
    officers = [markup.spans(f"{officer}（签名）：") for officer in sheet.officers]
    return page_html(sheet, widths=PAIRS, rows=rows, officers=officers)


@sheet_html.register
def _(sheet: RoomCheckSheet):
    rows = [_head("序号", "项目", "登记", "情况", "检查")]
    for number, row in enumerate(sheet.rows, start=1):
        rows.append(_row(CHECKS, str(number), row.name, row.state, row.note, "", liked=38.0))
    above = tuple((entry.label, entry.value) for entry in sheet.entries)
    officers = [markup.spans("检查人（签名）："), markup.spans("联络室（签名）：")]
    return page_html(sheet, widths=CHECKS, rows=rows, above=above, officers=officers)


def page_html(sheet, *, widths, rows, side="填报单位", right="", above=(), below=(), officers=(), photos=()):
    title = split_title(faces.printable(sheet.title))
    above = lines_above(above)
    head = [row.sized(row.liked) for row in rows if row.is_head]
    used = len(title) * TITLE_LINE + DATE_LINE + ALLOWANCE + _count(above, below) * PITCH + total(head)
    used += len(officers) * OFFICER_LINE + _photo_height(photos) + (BELOW_GAP if below else 0)
    context = {
        "author": faces.printable(sheet.unit),
        "title": [markup.spans(line, "xbs") for line in title],
        "plain_title": f"{''.join(title)}（{faces.printable(sheet.topic)}）",
        "left": markup.spans(f"{side}：{sheet.unit}"),
        "middle": markup.spans(f"编号：{right}") if right else "",
        "right": markup.spans(chinese_date(sheet.date)),
        "iso_date": sheet.date.isoformat(),
        "above": above,
        "widths": widths,
        "head": head,
        "rows": fill([row for row in rows if not row.is_head], AREA_HEIGHT - used),
        "below": below,
        "officers": officers,
        "photos": photos,
    }
    return render_to_string("reports/papers/sheet.html", context)


def _photo_height(photos):
    """Room for the photos below the table, unless they need a page of their own anyway."""
    height = -(-len(photos) // 2) * PHOTO_ROW
    return height if height <= AREA_HEIGHT / 2 else 0


def lines_above(entries):
    """Set lines above the table, each turned under its own text; two short ones share a line."""
    lines = []
    for label, text in entries:
        lead = f"{label}：" if label else ""
        indent = 0.0 if label else 2.0
        broken = markup.column_lines(lead + text, width=AREA_WIDTH, size=SIZE, first=indent, rest=float(len(lead)))
        is_short = len(broken) == 1 and broken[0].width <= HALF_LINE and lead
        html = markup.lines_html(broken, cell=SIZE, size=SIZE)
        if is_short and lines and lines[-1]["is_short"] and len(lines[-1]["parts"]) == 1:
            lines[-1]["parts"].append(html)
        else:
            lines.append({"parts": [html], "is_short": is_short, "count": len(broken)})
    return lines


def _count(*groups):
    return sum(line["count"] for group in groups for line in group)


def _note(text):
    return lines_above([("说明", text)]) if text else ()


def _points(widths, start, span):
    return sum(widths[start : start + span]) * grid.MM


def _head(*titles):
    return Row(tuple(head_cell(title) for title in titles), is_head=True)


def _row(widths, *values, liked=31.0, least=26.0):
    cells = [
        centered_cell(value, width=width * grid.MM) if value else empty_cell()
        for width, value in zip(widths, values, strict=True)
    ]
    return Row(tuple(cells), liked=liked, least=least)


def wide(label, text):
    width = _points(PAIRS, 1, 3)
    return Row((_label(label), text_cell(text, width=width, span=3)))


def long(label, text):
    width = _points(PAIRS, 1, 3)
    return Row(
        (_label(label), text_cell(text, width=width, span=3, indent=2.0)), liked=70.0, least=50.0, stretches=True
    )


def _label(text):
    return label_cell(text, width=PAIRS[0] * grid.MM)


def pairs(entries):
    """Two entries a row; a wide one alone."""
    waiting = None
    for entry in entries:
        if entry.is_wide:
            if waiting:
                yield _pair(waiting, None)
            waiting = None
            yield wide(entry.label, entry.value)
        elif waiting:
            yield _pair(waiting, entry)
            waiting = None
        else:
            waiting = entry
    if waiting:
        yield _pair(waiting, None)


def _pair(first, second):
    width = PAIRS[1] * grid.MM
    if second is None:
        return wide(first.label, first.value)
    left = (_label(first.label), text_cell(first.value, width=width))
    return Row((*left, _label(second.label), text_cell(second.value, width=width)))


def _opinion(opinion):
    """The opinion above, its basis below, name and day at the lower right as on any approval form."""
    text = opinion.text + (f"\n依据：{opinion.basis}" if opinion.basis else "")
    day = chinese_date(opinion.decided_on) if opinion.decided_on else "　　　年　　月　　日"
    signer = f"签名（盖章）：{opinion.signer or '　　　　　　'}"
    foot = (f"{signer}　　{day}", *([f"代录：{opinion.entered_by}"] if opinion.entered_by else []))
    cell = text_cell(text, width=_points(PAIRS, 1, 3), span=3, indent=2.0, foot=foot)
    return Row((_label(f"{opinion.body}{opinion.act}意见"), cell), liked=78.0, least=60.0, stretches=True)


def _photo(photo):
    content = base64.b64encode(photo.content).decode("ascii")
    caption = faces.printable(photo.caption)
    source = f"data:{photo.media_type};base64,{content}"
    return {"src": source, "caption": markup.spans(caption), "alt": caption or "照片"}
