"""The way of a workbook: received, checked, written by one act, or put aside. Nothing is written before it is said."""

import hashlib
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from members import ledger
from members.models import Job
from members.operations import notify, order
from members.operations.file_types import cleaned_name
from members.workflow import Refused, lock
from reports.models import WorkbookImport
from reports.workbooks import plan, reading
from reports.workbooks.checking import Check, check
from reports.workbooks.kinds import KINDS, Place
from reports.workbooks.untrusted.package import LARGEST_FILE

CHECK = "reports.check_workbook"
WRITE = "reports.write_workbook"
# Files that one person has under way at once.
MOST_WAITING = 20
LASTS = timedelta(days=30)
CHANGED = "检查以后，系统里的登记有变动，没有写入。已经重新检查，请再看一遍结果。"
NOT_ALL = "文件里有错误的行，不能全部写入。可以只写入正确的行，或者改好以后重新上传。"


@transaction.atomic
def receive(kind: str, file, *, by) -> WorkbookImport:
    """Keep the file as it came and order its check; it is opened by the worker's child alone."""
    if file.size > LARGEST_FILE:
        raise Refused("文件超过 10 MB，没有上传。一次最多导入两万行，请分成几个文件，或删去图片和多余的工作表。")
    if not file.size:
        raise Refused("这个文件是空的，没有上传。请重新选择。")
    waiting = WorkbookImport.objects.filter(uploaded_by=by, written_at__isnull=True, discarded_at__isnull=True)
    if waiting.count() >= MOST_WAITING:
        raise Refused(f"您有 {MOST_WAITING} 个文件传上来还没有写入，请先写入或放弃其中几个。")
    content = file.read()
    imported = WorkbookImport(kind=kind, uploaded_by=by, name=cleaned_name(file.name))
    imported.sha256 = hashlib.sha256(content).hexdigest()
    imported.file.save(f"{uuid4().hex}.xlsx", ContentFile(content), save=False)
    imported.save(force_insert=True)
    _order(imported, CHECK, f"检查《{imported.name}》")
    return imported


def _order(imported: WorkbookImport, kind: str, title: str) -> None:
    key = f"workbook:{imported.pk}:{kind}:{imported.round}"
    imported.job = order(kind, key=key, by=imported.uploaded_by, title=title[:160], workbook=imported.pk)
    imported.save(update_fields=["job"])


def check_file(job: Job, *, told=lambda progress, note: None) -> None:
    """The job of a check. A second run finds it checked and does nothing."""
    imported = WorkbookImport.objects.select_related("uploaded_by").get(pk=job.arguments["workbook"])
    if imported.checked_at or imported.discarded_at:
        return
    try:
        found, content = _checked(imported, told=told)
        plan.rehearse(found, Place(imported.uploaded_by, found.kind.permission), by=imported.uploaded_by)
    except Refused as reason:
        _keep(imported, fault=str(reason))
        return
    marked = None
    if found.counts["wrong"]:
        told(85, "正在标出错误的单元格")
        marked = _marked(imported, found, content)
    _keep(imported, found, marked=marked)


def _checked(imported: WorkbookImport, *, told) -> tuple[Check, bytes]:
    kind = KINDS[imported.kind]
    place = Place(imported.uploaded_by, kind.permission)
    if not place.roles:
        raise Refused(f"您现在没有登记“{kind.title}”的权限。")
    with imported.file.open("rb") as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != imported.sha256:
        raise Refused("保存的文件和上传时的不一致，请重新上传。")
    told(10, "正在读取文件")
    with NamedTemporaryFile(suffix=".xlsx") as copy:
        copy.write(content)
        copy.flush()
        sheet = reading.read(Path(copy.name), sheet=kind.title)
    told(40, f"正在检查 {len(sheet.lines)} 行")
    found = check(kind, sheet, place, each=lambda done, whole: told(40 + 40 * done // whole, f"已检查 {done} 行"))
    return found, content


def _marked(imported, found: Check, content: bytes) -> bytes | None:
    with NamedTemporaryFile(suffix=".xlsx") as copy:
        copy.write(content)
        copy.flush()
        return reading.marked(Path(copy.name), plan.marks(found))


@transaction.atomic
def _keep(imported: WorkbookImport, found: Check | None = None, *, fault="", marked: bytes | None = None) -> None:
    """Keep what the check found, and say so. Of a file that was given up meanwhile nothing is kept."""
    imported = lock(imported, related=("uploaded_by",))
    if imported.is_over:
        return
    imported.fault, imported.checked_at = fault[:300], timezone.now()
    if found is not None:
        imported.outcome, imported.digest = plan.outcome(found), found.digest
    _drop_marked(imported)
    if marked:
        imported.marked.save(f"{uuid4().hex}.xlsx", ContentFile(marked), save=False)
    imported.save(update_fields=["fault", "checked_at", "outcome", "digest", "marked"])
    notify([imported.uploaded_by], f"《{imported.name}》{plan.told(imported)}", url=f"/imports/{imported.pk}/")


def _drop_marked(imported: WorkbookImport) -> None:
    """The copy of an earlier check shows what was wrong then, and holds the same numbers as the file."""
    _delete_after(imported.marked)
    imported.marked = ""


def _delete_after(*files) -> None:
    stored = [(file.storage, file.name) for file in files if file]
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in stored])


@transaction.atomic
def order_writing(imported: WorkbookImport, *, choice: str, seen: str, by) -> WorkbookImport:
    """The person has seen the check and says: all, or the right rows alone."""
    imported = lock(imported, related=("uploaded_by",))
    if imported.written_at or imported.choice:
        raise Refused("这个文件已经在写入或者已经写入，不用再按。")
    if imported.discarded_at or not imported.checked_at or imported.fault:
        raise Refused("这个文件现在不能写入，请重新上传。")
    if imported.digest != seen:
        raise Refused("您打开以后，这个文件重新检查过。请看过新的结果再写入。")
    if choice == WorkbookImport.Choice.ALL and imported.outcome["counts"]["wrong"]:
        raise Refused(NOT_ALL)
    if not imported.to_write:
        raise Refused("没有要写入的行。")
    imported.choice = choice
    imported.save(update_fields=["choice"])
    _order(imported, WRITE, f"写入《{imported.name}》")
    return imported


def write_file(job: Job, *, told=lambda progress, note: None) -> None:
    """The job of writing: checked again, and written in one transaction, once."""
    try:
        _write(job, told=told)
    except Refused as reason:
        with transaction.atomic():
            imported = lock(WorkbookImport(pk=job.arguments["workbook"]), related=("uploaded_by",))
            if not imported.is_over:
                _put_back(imported, fault=f"没有写入任何一行。{reason}")


@transaction.atomic
def _write(job: Job, *, told) -> None:
    imported = lock(WorkbookImport(pk=job.arguments["workbook"]), related=("uploaded_by",))
    if imported.is_over or not imported.choice:
        return
    found, _ = _checked(imported, told=told)
    plan.recall(found, imported.outcome.get("refused", {}))
    if found.digest != imported.digest:
        _put_back(imported, found)
        return
    told(85, f"正在写入 {imported.to_write} 行")
    by, place = imported.uploaded_by, Place(imported.uploaded_by, found.kind.permission)
    with ledger.together(imported.ledger_label):
        plan.carry_out(found, place, by=by)
    imported.written_at = timezone.now()
    imported.save(update_fields=["written_at"])
    counts = found.counts
    sentence = f"用 Excel 导入{found.kind.title}：新增 {counts['new']} 条，修改 {counts['changed']} 条"
    ledger.record(imported, "reports.import_workbook", by=by, unit=_unit_of(by), sentence=sentence)
    notify([by], f"《{imported.name}》{plan.told(imported)}", url=f"/imports/{imported.pk}/")


@transaction.atomic
def check_again(imported: WorkbookImport, *, by) -> None:
    """After a refusal of the whole, or a job that was put down: the same file once more."""
    imported = lock(imported, related=("uploaded_by", "job"))
    if imported.is_over or not imported.file or not (imported.fault or imported.job.failed_at):
        raise Refused("这个文件不用重新检查。")
    imported.round, imported.choice, imported.fault, imported.checked_at = imported.round + 1, "", "", None
    imported.save(update_fields=["round", "choice", "fault", "checked_at"])
    _order(imported, CHECK, f"检查《{imported.name}》")


def _put_back(imported: WorkbookImport, found: Check | None = None, *, fault: str = "") -> None:
    """Nothing was written: the person looks at it again."""
    imported.choice, imported.round, imported.fault = "", imported.round + 1, fault[:300]
    if found is not None:
        imported.outcome, imported.digest = plan.outcome(found) | {"again": CHANGED}, found.digest
        _drop_marked(imported)
    imported.save(update_fields=["choice", "round", "fault", "outcome", "digest", "marked"])
    notify([imported.uploaded_by], f"《{imported.name}》没有写入，请看原因", url=f"/imports/{imported.pk}/")


def _unit_of(user):
    return next((role.unit for role in user.current_roles if role.unit_id), None)


@transaction.atomic
def discard(imported: WorkbookImport, *, by) -> None:
    """The person gives it up: the file and what it said are erased."""
    imported = lock(imported)
    if imported.written_at or imported.choice:
        raise Refused("这个文件已经在写入或者已经写入，不能放弃。")
    imported.discarded_at = timezone.now()
    _erase(imported, ["discarded_at"])


def _erase(imported: WorkbookImport, fields: list[str]) -> None:
    _delete_after(imported.file, imported.marked)
    counts = imported.outcome.get("counts")
    imported.file, imported.marked = "", ""
    imported.outcome = {"counts": counts} if counts else {}
    imported.save(update_fields=["file", "marked", "outcome", *fields])


def tidy() -> int:
    """Files hold telephone numbers of many: they go after a month; what was not written by then is given up."""
    old = WorkbookImport.objects.exclude(file="").filter(uploaded_at__lt=timezone.now() - LASTS)
    count = 0
    for key in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            imported = old.select_for_update(skip_locked=True).filter(pk=key).first()
            if imported:
                if not imported.written_at:
                    imported.discarded_at = timezone.now()
                _erase(imported, ["discarded_at"])
                count += 1
    return count
