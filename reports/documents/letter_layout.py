"""Layout of papers that go from one unit to another: 任务单, 呈阅单 and their kin as tables, 邀请 as letters."""

from django.template.loader import render_to_string

from reports.documents import faces, grid, markup
from reports.documents.papers import chinese_date
from reports.documents.sheet_layout import PAIRS, lines_above, long, page_html, pairs, sheet_html, wide
from reports.documents.sheet_rows import AREA_WIDTH
from reports.documents.sheets import CertificateSheet, FormSheet, InvitationSheet, TaskSheet
from reports.documents.titles import split_title

# Letters are read at arm's length.
LETTER_SIZE = 16.0
# A certificate is hung up: A4 across, 217 mm between its frames.
CERTIFICATE_SIZE, CERTIFICATE_WIDTH = 24.0, 217 * grid.MM
# Room to write by hand.
BLANK = "　"


@sheet_html.register
def _(sheet: TaskSheet):
    rows = [wide(sheet.topic_label, sheet.topic), *pairs(sheet.entries), long("任务", sheet.task)]
    if sheet.decision:
        rows.append(wide("确定意见", sheet.decision))
    rows.append(long("办理情况", BLANK))
    above = ((sheet.to, ""), ("", sheet.lead)) if sheet.lead else ()
    below = lines_above(_foot(sheet))
    officers = [markup.spans("签收人（签名）：　　　　日期：")]
    return page_html(sheet, widths=PAIRS, rows=rows, side=sheet.side, above=above, below=below, officers=officers)


@sheet_html.register
def _(sheet: FormSheet):
    rows = [wide(sheet.topic_label, sheet.topic), *pairs(sheet.entries)]
    rows += [long(line.label, line.value or BLANK) for line in sheet.lines]
    officers = [markup.spans(f"{officer}（签名）：　　　　日期：") for officer in sheet.officers]
    return page_html(sheet, widths=PAIRS, rows=rows, side=sheet.side, officers=officers)


def _foot(sheet):
    named = (("联系方式", sheet.contact), ("抄送", sheet.copies), ("说明", sheet.footnote))
    return [*([("", sheet.closing)] if sheet.closing else []), *((label, text) for label, text in named if text)]


@sheet_html.register
def _(sheet: InvitationSheet):
    title = split_title(faces.printable(sheet.title))
    texts = [text for text in (sheet.lead, sheet.closing) if text]
    texts += [f"联系方式：{sheet.contact}"] if sheet.contact else []
    below = [f"{label}：{text}" for label, text in (("抄送", sheet.copies), ("说明", sheet.footnote)) if text]
    context = {
        "author": faces.printable(sheet.unit),
        "title": [markup.spans(line, "xbs") for line in title],
        "plain_title": f"{''.join(title)}（{faces.printable(sheet.topic)}）",
        "iso_date": sheet.date.isoformat(),
        "letters": [_lines(f"{name}：", first=0.0) for name in sheet.people or ("　　　　　　",)],
        "paragraphs": [_lines(line, first=2.0) for text in texts for line in text.splitlines() if line.strip()],
        "organ": markup.spans(sheet.unit),
        "day": markup.spans(chinese_date(sheet.date)),
        "below": lines_above([("", text) for text in below]),
    }
    return render_to_string("reports/papers/letters.html", context)


@sheet_html.register
def _(sheet: CertificateSheet):
    set_in = {"size": CERTIFICATE_SIZE, "width": CERTIFICATE_WIDTH}
    texts = [line for text in (sheet.lead, sheet.closing) for line in text.splitlines() if line.strip()]
    context = {
        "author": faces.printable(sheet.unit),
        "title": markup.spans(sheet.title, "xbs"),
        "plain_title": f"{sheet.title}（{faces.printable(sheet.topic)}）",
        "iso_date": sheet.date.isoformat(),
        "to": _lines(f"{sheet.to}：", first=0.0, **set_in),
        "paragraphs": [_lines(text, first=2.0, **set_in) for text in texts],
        "organ": markup.spans(sheet.unit),
        "day": markup.spans(chinese_date(sheet.date)),
        "number": markup.spans(f"证书编号：{sheet.number}") if sheet.number else "",
        "footnote": markup.spans(sheet.footnote),
    }
    return render_to_string("reports/papers/certificate.html", context)


def _lines(text: str, *, first: float, size: float = LETTER_SIZE, width: float = AREA_WIDTH):
    broken = markup.column_lines(text, width=width, size=size, first=first, rest=0.0)
    return markup.lines_html(broken, cell=size, size=size)
