"""The pages in front of a volume: cover, contents with page numbers, 备考表; and the numbers stamped on every page."""

from django.template.loader import render_to_string
from django.utils import timezone

from members.models.keys import grouped
from reports.documents import faces, markup, pdf, tables
from reports.documents.papers import chinese_date
from reports.documents.tables import Column, TableSheet
from reports.documents.titles import split_title

STYLES = "volume.css"
CONTENTS = (
    Column("序号", 12),
    Column("题名", 78, is_centered=False),
    Column("责任者", 36),
    Column("日期", 28),
    Column("页号", 16),
)
NOTES = (
    Column("序号", 12),
    Column("卷内位置", 58, is_centered=False),
    Column("材料", 52, is_centered=False),
    Column("情况", 48, is_centered=False),
)


def cover(volume, *, code: str, pages: int, is_whole: bool) -> bytes:
    """档号, year, room, how long it is kept, how many pages, and the code by which the file is proved genuine."""
    facts = [
        ("档　　号", volume.reference),
        ("年　　度", f"{volume.year}年"),
        ("版　　次", f"第{volume.edition}版"),
        ("保管期限", volume.keeping),
        ("页　　数", f"{pages}页"),
        ("组卷日期", chinese_date(timezone.localdate())),
        ("文　　本", "联络室自存全卷" if is_whole else "查阅副本（不含不公开材料）"),
        ("核 验 码", grouped(code)),
    ]
    title = f"{volume.year}年度协商工作归档卷"
    context = {
        "plain_title": f"{volume.room.name}{title}",
        "owner": [markup.spans(line, "song") for line in split_title(faces.printable(volume.room.name), longest=16)],
        "title": [markup.spans(line, "xbs") for line in split_title(title, longest=9)],
        "facts": [(markup.spans(name, "hei"), markup.spans(value)) for name, value in facts],
    }
    return pdf.render_html(render_to_string("reports/papers/volume_cover.html", context), stylesheet=STYLES)


def contents_sheet(volume, entries) -> TableSheet:
    """卷内文件目录: entries are what the volume keeps of each piece, with the page on which it begins."""
    rows, part, section = [], "", ""
    for at, entry in enumerate(entries, 1):
        if entry["section"] != section or entry["part"] != part:
            section, part = entry["section"], entry["part"]
            rows.append(("", f"【{part or section}】", "", "", ""))
        page = str(entry["page"])
        rows.append((str(at), entry["title"], entry["author"], entry["on"].replace("-", "."), page))
    return TableSheet("卷内文件目录", volume.room.name, timezone.localdate(), CONTENTS, tuple(rows))


def notes_sheet(volume, *, missing, left_out: int, pages: int, is_whole: bool) -> TableSheet:
    """备考表: how many pages there are, what is missing and why, and what the copy leaves out."""
    rows = tuple((str(at), row["part"], row["what"], row["why"]) for at, row in enumerate(missing, 1))
    lines = [f"本卷为{volume.room.name}{volume.year}年度第{volume.edition}版，共{pages}页，由系统按登记的记录组卷。"]
    if volume.reason:
        lines.append(f"重新组卷的原因：{volume.reason}")
    if not is_whole and left_out:
        lines.append(f"不公开的材料{left_out}件存于联络室自存的全卷，本副本没有收入。")
    lines.append("缺少的材料列在下面，没有列出的材料都已收入。" if rows else "应有的材料都已收入。")
    rows = rows or (("", "", "没有缺少的材料", ""),)
    return TableSheet("备考表", volume.room.name, timezone.localdate(), NOTES, rows, above=tuple(lines))


def stamps(first: int, count: int) -> bytes:
    """Empty pages with the running number at the outer corner, to be laid over those of the volume."""
    numbers = [(number, "odd" if number % 2 else "even") for number in range(first, first + count)]
    return pdf.render_html(
        render_to_string("reports/papers/volume_stamps.html", {"stamps": numbers}), stylesheet=STYLES, most=None
    )


def write(sheet: TableSheet, folder, name: str):
    return tables.write(sheet, folder, name)
