"""The papers of one consultation in the order of its six steps."""

from collections.abc import Iterator
from itertools import chain

from django.utils import timezone

from consult.enums import ConsultationState, EntryRole, MinutesState
from consult.models import CheckpointEntry, Consultation, Decision, Progress
from consult.steps.products import UNASKED
from members.enums import AttachmentKind
from members.models import Attachment
from reports import operations
from reports.documents import content, pdf
from reports.documents.content import paper_from
from reports.documents.papers import chinese_date
from reports.documents.tables import Column, TableSheet
from reports.documents.volume.files import NOT_BOUND, is_bound, maker_of, maker_of_stored
from reports.documents.volume.pieces import ALL, COPY, WHOLE, Missing, Piece, of_table
from reports.models import Document
from reports.queries.documents import Subject

SECTION = "协商案卷"
MATTERS = (
    Column("序号", 12),
    Column("事项", 48, is_centered=False),
    Column("确定意见", 40, is_centered=False),
    Column("责任单位和进展", 44, is_centered=False),
    Column("结果", 26),
)


def pieces_of(case: Consultation) -> Iterator[Piece | Missing]:
    """All papers of a case, and what it lacks."""
    yield from chain(
        _approval(case),
        _people(case),
        _research(case),
        _meetings(case),
        _minutes(case),
        _checkpoints(case),
        _results(case),
    )


def part_of(case) -> str:
    return f"{case.label}　{case.title}"


def _approval(case):
    yield _paper(case, "approval_form", case)
    yield from _files(case, case.topic, "议题附件")
    for step in case.approval.steps.all():
        yield from _files(case, step, f"{step.name}附件")


def _people(case):
    if case.participants_fixed_at is None and not case.is_backfilled:
        if _went_on(case):
            yield Missing(part_of(case), case.pack.document("participant_list").name, "名单还没有确定")
        return
    yield from _with_phones(case, "participant_list", case)


def _research(case):
    rows = list(case.research_set.filter(removed_at__isnull=True).order_by("on", "pk"))
    for row in rows:
        # Its photos are printed with it; papers that were sent up follow it.
        yield _paper(case, "research_record", row)
        yield from _files(case, row, "调研附件", but=(AttachmentKind.PHOTO,))
    if not rows and _went_on(case):
        yield Missing(part_of(case), "调研记录", "没有登记调研")


def _meetings(case):
    rows = [row for row in case.meeting_set.order_by("pk") if row.started_at]
    for row in rows:
        yield from _with_phones(case, "attendance", row)
        yield from _files(case, row, "会议附件", readers=WHOLE)
    if not rows and _went_on(case):
        yield Missing(part_of(case), case.pack.say("{meeting}记录"), "还没有开会")


def _minutes(case):
    minutes = getattr(case, "minutes", None)
    if minutes is None or minutes.state != MinutesState.SIGNED:
        if _went_on(case):
            yield Missing(part_of(case), case.pack.words["minutes"], "还没有审签")
        return
    for edition in minutes.editions.select_related("signed_by").order_by("edition"):
        yield _signed(case, edition)
    scans = list(_files(case, minutes, "签字页、原件", readers=WHOLE))
    if scans:
        yield from scans
        return
    yield Missing(part_of(case), "签字页扫描件", "没有上传")
    yield _paper(case, "signature_page", minutes)


def _checkpoints(case):
    """One form for each checkpoint of which something is written down, then its files."""
    entries = CheckpointEntry.objects.for_page().filter(consultation=case, removed_at__isnull=True)
    known = set()
    for entry in entries.exclude(code=UNASKED).order_by("on", "pk"):
        if (entry.stage, entry.code) not in known:
            known.add((entry.stage, entry.code))
            yield _paper(case, "checkpoint", entry)
        named = entry.role in (EntryRole.SIGNATURE, EntryRole.BALLOT)
        yield from _files(case, entry, entry.get_role_display(), readers=WHOLE if named else ALL)


def _results(case):
    """What became of the matters, with the papers of decisions and progress."""
    matters = list(
        case.matter_set.filter(removed_at__isnull=True)
        .order_by("number")
        .prefetch_related("decisions__body", "assignments__unit", "assignments__progress")
    )
    if not matters:
        return
    rows = tuple(_matter_row(matter) for matter in matters)
    title = case.pack.say("{matter}办理情况")
    closed = [timezone.localdate(matter.closed_at) for matter in matters if matter.closed_at]
    # While one of them is open, the table tells of today.
    day = max(closed) if len(closed) == len(matters) else timezone.localdate()
    yield of_table(SECTION, TableSheet(title, case.room.name, day, MATTERS, rows), part=part_of(case))
    still = [str(matter.number) for matter in matters if matter.is_open and matter.consensus]
    if still:
        yield Missing(part_of(case), f"事项 {'、'.join(still)} 的办理结果", "还没有办结")
    for decision in Decision.objects.filter(matter__in=matters):
        yield from _files(case, decision, "确定意见附件")
    for matter in matters:
        yield from _files(case, matter, f"事项 {matter.number} 附件")
    for progress in Progress.objects.filter(assignment__matter__in=matters):
        yield from _files(case, progress, "进展佐证")


def _matter_row(matter) -> tuple:
    decided = [
        f"{decision.body.short_name}{decision.get_adoption_display()}，{chinese_date(decision.basis_on)}。{decision.opinion}"
        for decision in matter.decisions.all()
    ]
    tasks = []
    for task in matter.assignments.all():
        last = list(task.progress.all())[-1:]
        tasks.append(f"{task.unit.short_name}（{task.get_state_display()}）" + "".join(row.text for row in last))
    closed = f"{matter.outcome}（{chinese_date(timezone.localdate(matter.closed_at))}）" if matter.closed_at else ""
    return str(matter.number), matter.text, "\n".join(decided), "\n".join(tasks), closed or matter.get_state_display()


def _went_on(case) -> bool:
    """A topic that was turned down or merged has no papers beyond its form."""
    return case.state != ConsultationState.STOPPED and case.step != "topic"


def _with_phones(case, kind: str, record):
    """With telephone numbers for the room; masked for all others."""
    yield _paper(case, kind, record, phones=True, readers=WHOLE)
    yield _paper(case, kind, record, readers=COPY)


def _paper(case, kind: str, record, *, phones: bool = False, readers: str = ALL) -> Piece:
    """A table paper: the document that was made of the record as it is, or laid out now."""
    sheet = content.SHEETS[kind](record, phones=phones)

    def make(folder, name):
        made = content.of_record(kind, record, phones=phones)
        subject = Subject(kind, record)
        document = subject.documents().filter(version=made.version, made_at__isnull=False).first()
        if document:
            return maker_of_stored(document.file)(folder, name)
        path = folder / f"{name}.pdf"
        path.write_bytes(pdf.render(paper_from(Document(kind=kind, content=made.data))))
        return [path]

    return Piece(SECTION, sheet.title, make, part=part_of(case), author=case.room.name, on=sheet.date, readers=readers)


def _signed(case, edition) -> Piece:
    """Minutes as they were signed, each edition of them."""

    def make(folder, name):
        return pages_of(operations.of_edition(edition), folder, name)

    title = f"《{edition.paper['title']}》{operations.label_of(edition.paper)}"
    author = edition.paper["organ"]
    return Piece(SECTION, title, make, part=part_of(case), author=author, on=timezone.localdate(edition.signed_at))


def pages_of(document: Document, folder, name: str) -> list:
    """The file of what was signed or issued; where it is still on its way, the same data give the same pages."""
    if document.made_at:
        return maker_of_stored(document.file)(folder, name)
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf.render(paper_from(document)))
    return [path]


def _files(case, owner, title: str, *, readers: str = ALL, but=()):
    """The files of a record; what cannot be bound is told of."""
    for file in Attachment.objects.of(owner).exclude(kind__in=but).order_by("pk"):
        if is_bound(file):
            day = timezone.localdate(file.uploaded_at)
            yield Piece(SECTION, f"{title}：{file.name}", maker_of(file), part=part_of(case), on=day, readers=readers)
        else:
            yield Missing(part_of(case), f"{title}：{file.name}", NOT_BOUND, readers=readers)
