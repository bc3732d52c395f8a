"""Workbooks for tests, as an office would fill them, and the way that one takes through the product."""

from io import BytesIO

from openpyxl import Workbook, load_workbook

from members.models import Job
from reports import tasks
from reports.models import WorkbookImport
from reports.workbooks import imports
from reports.workbooks.kinds import KINDS


class Upload(BytesIO):
    """What a form hands over."""

    def __init__(self, content: bytes, name="表.xlsx"):
        super().__init__(content)
        self.name, self.size = name, len(content)


class Formula(str):
    """A text that Excel is to compute."""

    __slots__ = ()


def filled(kind: str, *rows: dict, above=0, extra=()) -> bytes:
    """A workbook of the kind with these rows; each maps a title to what stands in the cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = KINDS[kind].title
    titles = list(dict.fromkeys([column.title for column in KINDS[kind].columns if column.required]))
    titles += [title for row in rows for title in row if title not in titles]
    titles = list(dict.fromkeys([*titles, *extra]))
    for _ in range(above):
        sheet.append(["说明"])
    sheet.append(titles)
    for row in rows:
        values = [row.get(title) for title in titles]
        sheet.append(values)
        for cell, value in zip(sheet[sheet.max_row], values, strict=False):
            if isinstance(value, str) and not isinstance(value, Formula):
                cell.data_type = "s"
    return saved(book)


def saved(book) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def opened(content: bytes):
    return load_workbook(BytesIO(content))


def marked(imported):
    """The copy with the mistakes marked."""
    with imported.marked.open("rb") as stored:
        return opened(stored.read())


def sent(kind: str, content: bytes, *, by, name="表.xlsx") -> WorkbookImport:
    """Received and checked."""
    imported = imports.receive(kind, Upload(content, name), by=by)
    return worked(imported)


def worked(imported) -> WorkbookImport:
    """Let the worker do what was ordered last."""
    task = {imports.CHECK: tasks.check_workbook, imports.WRITE: tasks.write_workbook}
    job = Job.objects.get(pk=imported.job_id)
    task[job.kind](job.pk)
    return WorkbookImport.objects.select_related("job").get(pk=imported.pk)


def written(imported, *, by, choice="all") -> WorkbookImport:
    return worked(imports.order_writing(imported, choice=choice, seen=imported.digest, by=by))
