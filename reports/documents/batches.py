"""Many papers in one file (合并打印): what can be printed so, and how it is put together.

A kind of paper registers itself in BATCHES: the list that chooses its records, and how the paper of one record is made.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from reports.documents import content, pdf, tables
from reports.documents.exports import rows_of
from reports.documents.frozen import thaw
from reports.documents.listings import LISTINGS
from reports.documents.tables import Column, TableSheet
from reports.documents.volume import binding
from reports.models import Inspection
from reports.queries.documents import Subject

# What a worker lays out within its limits, and a person takes out of a printer.
MOST = 200
A4 = (595.28, 841.89)
CONTENTS = (Column("序号", 14), Column("文书", 96, is_centered=False), Column("单位", 40), Column("页码", 20))
NOT_ALLOWED = "您没有查看这份文书的权限"


@dataclass(frozen=True)
class Batch:
    """One kind of batch: `kind_of` a record is its paper, or none; `told` is its line of the contents."""

    title: str
    listing: str
    kind_of: Callable
    told: Callable
    related: tuple = ()
    # For papers that are not made of a sheet.
    paper_of: Callable | None = None
    # For a list of something else: from its rows to the records that have papers.
    records_of: Callable | None = None

    @property
    def permission(self) -> str:
        return LISTINGS[self.listing].permission

    def paper(self, record):
        if self.paper_of:
            return self.paper_of(record)
        return thaw(content.of_record(self.kind_of(record), record).data["sheet"])


@dataclass
class Printed:
    """Pages in files, a line of the contents for each paper, and what could not be printed, with why."""

    paths: list[Path] = field(default_factory=list)
    lines: list[tuple] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    pages: int = 0


def inspections_of(rooms):
    """Of rooms in the coverage of a month those inspections that were sent."""
    return Inspection.objects.standing().filter(pk__in=rooms.order_by().values("inspection_pk"))


OF_HANDLING = ("unit__region", "issued_by_unit", "report__office", "proposal__room__unit", "proposal__office")
BATCHES = {
    "assignments": Batch(
        title="任务单和商请函",
        listing="assignments",
        kind_of=lambda row: "" if row.matter_id is None else "request" if row.asked else "assignment",
        told=lambda row: (row.task, row.unit.name),
        related=(
            "unit",
            "issued_by_unit__region",
            "matter__consultation__topic",
            "matter__consultation__practice",
            "matter__consultation__room__unit__region",
            "matter__consultation__room__approver",
        ),
    ),
    "handlings": Batch(
        title="交办单",
        listing="handlings",
        kind_of=lambda row: "dispatch_sheet",
        told=lambda row: (row.subject.title, row.unit.name),
        related=OF_HANDLING,
    ),
    "feedback_sheets": Batch(
        title="反馈单",
        listing="handlings",
        kind_of=lambda row: "feedback_sheet",
        told=lambda row: (row.subject.title, row.unit.name),
        related=OF_HANDLING,
    ),
    "inspections": Batch(
        title="督办检查反馈单",
        listing="inspections",
        kind_of=lambda row: "inspection_sheet",
        told=lambda row: (str(row), row.room.unit.short_name),
        related=("room__unit__region", "room__approver", "unit"),
        records_of=inspections_of,
    ),
    "evaluations": Batch(
        title="评议表",
        listing="evaluations",
        kind_of=lambda row: "evaluation_form",
        told=lambda row: (row.about, row.ranked_unit.name if row.ranked_unit else row.keeper.name),
        related=("keeper__region", "region", "ranked_unit"),
    ),
    "awards": Batch(
        title="荣誉证书",
        listing="awards",
        kind_of=lambda row: "award_certificate",
        told=lambda row: (f"{row.ledger_label}：{row.to_whom}", row.winner),
        related=("office__region", "proposal__member", "proposal__room__unit", "unit"),
    ),
}


def chosen(code: str, user, query: dict, keys):
    """The rows of the list under its filters that this person sees now; of these the ticked ones, or all."""
    rows = rows_of(BATCHES[code].listing, user, MultiValueDict(query))
    rows = rows.filter(pk__in=keys) if keys else rows
    records_of = BATCHES[code].records_of
    return records_of(rows) if records_of else rows


def make(code: str, user, rows, folder: Path, *, duplex: bool, contents: bool, told: Callable) -> tuple[bytes, Printed]:
    """Lay every paper out, each beginning on a page of its own: with `duplex` on the front of a sheet."""
    batch, printed = BATCHES[code], Printed()
    blank = _blank(folder)
    rows = list(rows.select_related(*batch.related).order_by("pk")[:MOST])
    for number, record in enumerate(rows, 1):
        told(number, len(rows))
        _add(printed, batch, record, user, folder / f"paper-{number:03d}.pdf")
        if duplex and printed.pages % 2:
            printed.paths.append(blank)
            printed.pages += 1
    if not printed.lines:
        return b"", printed
    front = _contents(printed, batch, folder, blank, duplex=duplex) if contents else []
    return binding.one_file(
        [*front, *printed.paths], folder, numbered_from=len_of(front) + 1 if contents else 0
    ), printed


def _add(printed: Printed, batch: Batch, record, user, path: Path) -> None:
    what, unit = batch.told(record)
    kind = batch.kind_of(record)
    if not kind:
        printed.left_out.append(f"{what[:40]}：没有可以打印的文书")
        return
    if not user.has_perm("reports.view_document", Subject(kind, record)):
        printed.left_out.append(f"{what[:40]}：{NOT_ALLOWED}")
        return
    try:
        path.write_bytes(pdf.render(batch.paper(record)))
    except pdf.PaperTooLong as fault:
        printed.left_out.append(f"{what[:40]}：{fault}")
        return
    printed.lines.append((what, unit, printed.pages + 1))
    printed.paths.append(path)
    printed.pages += binding.page_count(path)


def _contents(printed: Printed, batch: Batch, folder: Path, blank: Path, *, duplex: bool) -> list[Path]:
    """Contents in front, laid out twice: how many pages they take decides where each paper begins."""
    before = tables.length(_sheet(printed, batch, 0))
    before += before % 2 if duplex else 0
    paths = tables.write(_sheet(printed, batch, before), folder, "contents")
    if len_of(paths) < before:
        paths.append(blank)
    printed.pages += before
    return paths


def _sheet(printed: Printed, batch: Batch, before: int) -> TableSheet:
    rows = tuple((str(at), what, unit, str(page + before)) for at, (what, unit, page) in enumerate(printed.lines, 1))
    title = f"{batch.title}目录"
    below = (f"没有印：{'；'.join(printed.left_out)}。",) if printed.left_out else ()
    return TableSheet(title, f"共 {len(rows)} 份", timezone.localdate(), CONTENTS, rows, (), below)


def _blank(folder: Path) -> Path:
    path = folder / "blank.pdf"
    with pikepdf.new() as made:
        made.add_blank_page(page_size=A4)
        made.save(path)
    return path


def len_of(paths: list[Path]) -> int:
    return sum(map(binding.page_count, paths))
