"""Layout of official documents by GB/T 9704-2012: positions that the standard gives, text already broken into lines."""

import math
from dataclasses import replace
from functools import singledispatch

from django.template.loader import render_to_string

from reports.documents import faces, flow, grid, markup, qr
from reports.documents.matters import TableBlock
from reports.documents.papers import (
    CircularPaper,
    FiguresTable,
    Head,
    MattersTable,
    MinutesPaper,
    Picture,
    PlanTable,
    SerialPaper,
    chinese_date,
)
from reports.documents.pictures import picture_block
from reports.documents.titles import split_title

NUMERALS = "一二三四五六七八九十"
TITLE_PITCH = 36.0
# Above the ink of 小标宋 stands this share of its size.
MARK_HEADROOM = 0.112
MARK_SIZE = 46.0
PLAIN_MARK_SIZE = 54.0
LONGEST_MARK = 18
# Lines of a last paragraph that go to the next page with the signature.
MOST_TAKEN_ALONG = 4


@singledispatch
def official_html(paper):
    """Return the HTML of an official paper."""
    raise TypeError(type(paper).__name__)


@official_html.register
def _(paper: MinutesPaper):
    number = f"{paper.number}（{paper.correction}）" if paper.correction else paper.number
    head = _head(paper.mark, number, line=(paper.organ, chinese_date(paper.date)), is_plain=paper.head is Head.PLAIN)
    blocks = [*_body(paper), *_attachments(paper.attachments), *_presence(paper), *_sign_off(paper.sign_off)]
    return _page(paper, head=head, blocks=blocks)


@official_html.register
def _(paper: CircularPaper):
    head = _head(paper.mark, paper.number, marking=paper.marking, side="right")
    recipients = markup.paragraph([(f"{paper.recipients}：", "")], first=0)
    body = [recipients, *_body(paper), *_attachments(paper.attachments)]
    signed = [*_ending(body, list(_signature(paper))), *_note(paper.note)]
    return _page(paper, head=head, blocks=[*signed, *_annex(paper.annex)])


@official_html.register
def _(paper: SerialPaper):
    head = _head(paper.mark, paper.number, line=(paper.organ, chinese_date(paper.date)), marking=paper.marking)
    blocks = [*_body(paper), *_attachments(paper.attachments), *_note(paper.contact)]
    return _page(paper, head=head, blocks=blocks)


def _page(paper, *, head, blocks):
    heading = _title(paper.title)
    # The title is followed by one blank line (7.3.2).
    start = round((head["height"] + heading["height"]) / grid.PITCH) + 1
    context = {
        "author": faces.printable(paper.organ),
        "title": faces.printable(paper.title).replace("\n", ""),
        "subject": f"{faces.printable(paper.mark)} {faces.printable(paper.number)}",
        "iso_date": paper.date.isoformat(),
        "head": head,
        "heading": heading,
        "blocks": flow.place(blocks, start=start),
        "imprint": _imprint(paper.imprint),
    }
    return render_to_string("reports/papers/official.html", context)


def _head(mark, number, *, line=None, is_plain=False, marking="", side="left"):
    """7.2.4 to 7.2.7: mark 35 mm below the type area's top, two blank lines, number, red rule 4 mm below."""
    lines = split_title(faces.printable(mark), longest=LONGEST_MARK)
    spread = 1.45 if is_plain else 1.0
    fitting = grid.AREA_WIDTH / (max(map(len, lines)) * spread)
    size = min(PLAIN_MARK_SIZE if is_plain else MARK_SIZE, math.floor(fitting * 2) / 2)
    pitch = size * 1.2
    top = grid.HALF_LEADING + 35 * grid.MM - MARK_HEADROOM * size
    bottom = top + (len(lines) - 1) * pitch + size
    first = math.ceil((bottom - grid.HALF_LEADING) / grid.PITCH - 0.15) + 2
    rows = [{"top": first * grid.PITCH, "center": markup.spans(number)}]
    # 7.2.2 sets 密级 on the second line at the left, in 黑体; an internal marking stands where it would.
    marked = [{"top": grid.PITCH, "corner": markup.spans(marking, "hei"), "side": side}] if marking else []
    if line:
        left, right = line
        rows += _issuing(left, right, first=first + 1)
    rule = rows[-1]["top"] + grid.PITCH - grid.HALF_LEADING + 4 * grid.MM
    marks = [{"text": text, "top": top + index * pitch} for index, text in enumerate(lines)]
    # The rest of the rule's line and one more are the two blank lines of 7.3.1.
    height = (math.ceil(rule / grid.PITCH) + 1) * grid.PITCH
    return {
        "marks": marks,
        "size": size,
        "pitch": pitch,
        "spread": (spread - 1) * size,
        "rows": [*marked, *rows],
        "rule": rule,
        "height": height,
    }


def _issuing(organ, day, *, first):
    """The organ at the left, the day at the right; an organ that leaves no room for it has a line of its own."""
    fits = _advance(organ + day) < grid.CELLS - 2
    parts = [{"left": organ, "right": day}] if fits else [{"left": organ}, {"right": day}]
    return [
        {"top": (first + at) * grid.PITCH, **{side: markup.spans(text) for side, text in part.items()}}
        for at, part in enumerate(parts)
    ]


def _advance(text):
    """How wide a line is, in characters."""
    return sum(faces.advance(character) for character in faces.printable(text))


def _title(title):
    """7.3.1: size 2, centered; the block takes whole lines of the grid, so that the text below stays on it."""
    lines = split_title(faces.printable(title))
    count = 1 if len(lines) == 1 else math.ceil(len(lines) * TITLE_PITCH / grid.PITCH)
    pitch = grid.PITCH if len(lines) == 1 else TITLE_PITCH
    height = count * grid.PITCH
    padding = (height - len(lines) * pitch) / 2
    return {
        "lines": [markup.spans(line, "xbs") for line in lines],
        "pitch": pitch,
        "padding": padding,
        "height": height,
    }


def _body(paper):
    for block in paper.opening:
        yield _paragraph(block)
    for position, section in enumerate(paper.sections):
        if section.heading:
            yield markup.paragraph([(section_heading(section, position), "hei")], is_heading=True)
        for block in section.blocks:
            yield _block(block)


def _block(block):
    if isinstance(block, Picture):
        return picture_block(block)
    return TableBlock(block) if isinstance(block, MattersTable | PlanTable | FiguresTable) else _paragraph(block)


def _paragraph(block):
    return markup.paragraph([(block.lead, "kai"), (block.text, "")])


def section_heading(section, position):
    """7.3.3: the first level is 一、; a heading that brings its own number keeps it."""
    heading = section.heading
    if "、" in heading[:4] and heading[0] in NUMERALS:
        return heading
    return f"{chinese_numeral(position + 1)}、{heading}"


def chinese_numeral(number):
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return lead + (NUMERALS[ones - 1] if ones else "")


def _note(text):
    """7.3.6: 附注 in round brackets, two characters in."""
    if text:
        yield markup.paragraph([(text, "")])


def _attachments(names):
    """7.3.4: blank line, 附件： with the names aligned, no mark at the end."""
    if names:
        yield markup.blank_line()
    for position, name in enumerate(names):
        label = "附件：" if position == 0 else "　　　"
        if len(names) == 1:
            yield markup.paragraph([(label + name, "")], rest=5)
        else:
            yield markup.paragraph([(f"{label}{position + 1}.{name}", "")], rest=6)


def _presence(paper):
    """10.3: blank line, label in 黑体, names aligned after the colon."""
    if paper.presence:
        yield markup.blank_line()
    for listing in paper.presence:
        label = f"{listing.label}："
        yield markup.paragraph([(label, "hei"), (listing.text, "")], rest=2 + len(label))


def _sign_off(listings):
    """Who signed, on one line when it fits, else one below the other."""
    if not listings:
        return
    yield markup.blank_line()
    if fits_one_line(listings):
        yield markup.paragraph(one_line(listings))
        return
    for listing in listings:
        label = f"{listing.label}："
        yield markup.paragraph([(label, "hei"), (listing.text, "")], rest=2 + len(label))


def fits_one_line(listings):
    length = sum(len(listing.label) + len(listing.text) + 1 for listing in listings) + 2 * (len(listings) - 1)
    return 0 < length <= grid.CELLS - 2


def one_line(listings):
    for position, listing in enumerate(listings):
        yield ("　　" if position else "") + f"{listing.label}：", "hei"
        yield listing.text, ""


def _signature(paper):
    """7.3.5.2, no seal: name 右空二字, date two characters right of the name's first; a longer date moves both."""
    organ, day = faces.printable(paper.organ), chinese_date(paper.date)
    organ_width, day_width = _advance(organ), _advance(day)
    left = max(0.0, grid.CELLS - 2 - organ_width)
    day_left = left + 2
    if day_left + day_width > grid.CELLS:
        day_left = grid.CELLS - 2 - day_width
        left = max(0.0, min(left, day_left - 2))
    yield markup.blank_line()
    # A page with nothing but the day would say nothing.
    name = markup.paragraph([(organ, "")], first=left, rest=left)
    yield markup.whole([name, markup.paragraph([(day, "")], first=day_left)])


def _ending(body, signature):
    """A page with nothing but the signature would be one without text: a short last paragraph goes along with it."""
    last = body[-1]
    if isinstance(last, TableBlock) or last.is_heading or last.lines > MOST_TAKEN_ALONG:
        return [*body, *signature]
    return [*body[:-1], markup.whole([last, *signature])]


def _annex(annex):
    """7.3.7: 附件 in 黑体 on the first line of a page of its own, its title on the third."""
    if annex is None:
        return
    yield replace(markup.paragraph([("附件", "hei")], first=0), starts_page=True)
    yield markup.blank_line()
    heading = _title(annex.title)
    html = render_to_string("reports/papers/annex_title.html", {"heading": heading})
    yield markup.Block(html, round(heading["height"] / grid.PITCH))
    yield markup.blank_line()
    yield TableBlock(annex.table)


def _imprint(imprint):
    """7.4: size 4, one character of margin; turned lines aligned after the colon; 句号 at the end of recipients."""
    width = grid.AREA_WIDTH - 2 * grid.SMALL_SIZE
    recipients = []
    for listing in imprint.recipients:
        text = f"{listing.label}：{listing.text.rstrip('。')}。"
        broken = markup.column_lines(text, width=width, size=grid.SMALL_SIZE, rest=len(listing.label) + 1)
        recipients.append(markup.lines_html(broken, cell=grid.SMALL_SIZE, size=grid.SMALL_SIZE))
    issued, copies = f"{chinese_date(imprint.date)}印发", imprint.copies
    # One character of margin on both sides; a long organ has the line to itself.
    if _advance(imprint.organ + issued) > grid.AREA_WIDTH / grid.SMALL_SIZE - 3:
        issued, copies = "", f"{issued}　{copies}".strip()
    return {
        "recipients": recipients,
        "organ": markup.spans(imprint.organ),
        "issued": markup.spans(issued),
        "copies": markup.spans(copies),
        "verification": _verification(imprint.verification),
    }


def _verification(verification):
    """7.4.3 lets other elements stand in the imprint, divided off by a thin rule."""
    if verification is None:
        return None
    return {
        "code": markup.spans(f"核验码：{verification.code}"),
        "checksum": markup.spans(f"校验值：{verification.checksum}"),
        "picture": qr.data_url(verification.url),
    }
