"""Verbs of documents: order one, keep what a worker made of it, try a failed one again."""

import re
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.utils import timezone

from consult.models import Minutes
from members import ledger
from members.models import Job
from members.operations import notify, order, put_again
from members.workflow import Refused
from reports.models import Document, Volume
from reports.operations import issued
from reports.queries import documents as queries
from reports.queries.documents import DRAFT, Subject

RENDER = "reports.render"


@transaction.atomic
def order_document(subject: Subject, *, version: str, title: str, data: dict, by) -> Document:
    """Order a document of these data; the same data again are the same document, and the same file."""
    document, created = subject.documents().get_or_create(
        version=version,
        defaults={
            "kind": subject.kind,
            "object": subject.record,
            "object_id": str(subject.pk),
            "title": title[:160],
            "content": data,
            "ordered_by": by,
        },
    )
    if created:
        # By the row and not by its text: a draft that was dropped and is typed anew has to be made anew.
        key = f"{subject.kind}:{subject.pk}:{version}:{document.pk}"
        document.job = order(RENDER, key=key, by=by, title=title[:160], document=document.pk)
        document.save(update_fields=["job"])
        if not version.startswith(DRAFT):
            _tell(subject, "reports.order_document", by=by, sentence=f"生成{subject.name}")
    return document


@transaction.atomic
def of_edition(edition) -> Document:
    """The document of signed minutes. Signing off ordered its job; whoever comes first writes the row."""
    minutes = edition.minutes
    subject = Subject("minutes", minutes)
    version = str(edition.edition)
    document, _ = subject.documents().get_or_create(
        version=version,
        defaults={
            "kind": "minutes",
            "object": minutes,
            "object_id": str(minutes.pk),
            "title": f"《{edition.paper['title']}》{label_of(edition.paper)}"[:160],
            "content": {"paper": edition.paper, "sha256": edition.sha256, "room": minutes.consultation.room.name},
            "is_official": True,
            "ordered_by": edition.signed_by,
        },
    )
    if document.job_id is None:
        document.job = Job.objects.filter(key=key_of(edition)).first()
        document.save(update_fields=["job"])
    return document


def key_of(edition) -> str:
    """The key under which signing off ordered the document."""
    return f"minutes:{edition.minutes_id}:{edition.edition}"


def label_of(paper: dict) -> str:
    """第3期, or 第3期（更正1）."""
    return f"{paper['number']}（{paper['correction']}）" if paper["correction"] else paper["number"]


def document_of(job: Job) -> Document:
    """The document that a job is to make."""
    wanted = job.arguments
    if "document" in wanted:
        return Document.objects.get(pk=wanted["document"])
    if wanted.get("paper") in issued.KINDS:
        return issued.issued_of(job)
    minutes = Minutes.objects.select_related("consultation__room__unit").get(pk=wanted["pk"])
    return of_edition(minutes.editions.select_related("signed_by").get(edition=int(wanted["version"])))


def show_progress(job: Job, progress: int, note: str) -> None:
    Job.objects.filter(pk=job.pk).update(progress=progress, progress_note=note)


def show_progress_meanwhile(job: Job, progress: int, note: str) -> None:
    """From a connection of its own: work that is one transaction would show how far it is only when it is over."""
    own, told = connections.create_connection(DEFAULT_DB_ALIAS), [progress, note[:120], job.pk]
    try:
        # The work goes on whether or not it can be told.
        with suppress(DatabaseError), own.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
            cursor.execute("UPDATE members_job SET progress = %s, progress_note = %s WHERE id = %s", told)
    finally:
        own.close()


def keep(document: Document, *, pdf: bytes, word: bytes | None, pictures, marks, sha256: str) -> Document:
    """Store the files of a document; a second run of the job stores nothing twice."""
    stem = f"{document.kind}-{document.pk}"
    file = default_storage.save(_path(document, f"{stem}.pdf"), ContentFile(pdf))
    stored = [file]
    for number, picture in enumerate(pictures, 1):
        stored.append(default_storage.save(picture_name(file, number), ContentFile(picture)))
    written = default_storage.save(_path(document, f"{stem}.docx"), ContentFile(word)) if word else ""
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=document.pk)
        if row.made_at:
            _drop([*stored, written])
            return row
        row.file, row.word = file, written
        row.sha256, row.pages, row.marks, row.made_at = sha256, len(pictures), marks, timezone.now()
        row.save(update_fields=["file", "word", "sha256", "pages", "marks", "made_at"])
        _tell_orderer(row)
    _drop_older_drafts(row)
    return row


def picture_name(file: str, number: int) -> str:
    """Where the picture of a page lies: beside the file."""
    return f"{file.removesuffix('.pdf')}-{number}.png"


def give_up(document: Document, fault: str) -> None:
    """Say why a document cannot be made; trying again with the same data would not help."""
    Document.objects.filter(pk=document.pk).update(fault=fault[:200])


@transaction.atomic
def try_again(document: Document, *, subject: Subject, by) -> None:
    """Put a failed job to the workers again."""
    job = Job.objects.select_for_update().filter(pk=document.job_id).first()
    # Of one that still runs the lease would be lost, and it would run twice at once.
    if job is None or document.made_at or not (job.failed_at or job.done_at):
        raise Refused("这份文书不需要重试，请刷新页面查看最新情况。")
    put_again(job)
    Document.objects.filter(pk=document.pk).update(fault="")
    _tell(subject, "reports.retry_document", by=by, sentence=f"重新生成{subject.name}")


def _path(document, name: str) -> str:
    return f"documents/{document.ordered_at:%Y/%m}/{name}"


def _tell_orderer(document) -> None:
    if document.ordered_by and not document.version.startswith(DRAFT):
        notify([document.ordered_by], f"已生成：{document.title}"[:200], url=f"/documents/{document.pk}/")


def _drop_older_drafts(document) -> None:
    """Keep the preview that this one replaces, whose pages a browser may still be loading, and none before it."""
    if not document.version.startswith(DRAFT):
        return
    older = Document.objects.filter(
        kind=document.kind,
        object_type=document.object_type,
        object_id=document.object_id,
        version__startswith=DRAFT,
        pk__lt=document.pk,
        made_at__isnull=False,
    ).order_by("-pk")[1:]
    for each in older:
        names = [each.file.name, each.word.name]
        names += [picture_name(each.file.name, number) for number in range(1, each.pages + 1)]
        each.delete()
        _drop(names)


def _drop(names) -> None:
    for name in filter(None, names):
        default_storage.delete(name)


def _tell(subject, verb, *, by, sentence) -> None:
    case, unit = subject.consultation, subject.unit
    ledger.record(subject.record, verb, by=by, sentence=sentence, case=case, unit=unit)


def panel_document(subject: Subject) -> Document | None:
    """The newest signed document of minutes, or what was issued, with its row written before the worker comes to it."""
    if issued.is_issued(subject.kind, subject.record):
        return issued.of_issued(subject.kind, subject.record)
    edition = queries.signed_edition(subject.record)
    return of_edition(edition) if edition else None


def keep_export(job: Job, file, *, told: str, roles: list[int], suffix: str = "xlsx") -> dict:
    """Keep the file of an export and tell the person who ordered it; a second run finds it kept."""
    name = f"exports/{job.pk}.{suffix}"
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, file)
    url = f"/exports/files/{job.pk}/"
    notify([job.ordered_by], f"《{job.title}》已生成，{told}", url=url)
    return {"file": name, "url": url, "roles": roles}


def tidy() -> dict:
    """Clear away what nobody can reach any more: old exports, and files of a making that was ended half-way."""
    now = timezone.now()
    return {"exports": _old_exports(now), "orphans": _orphans(now) + _orphaned_volumes(now)}


def _old_exports(now) -> int:
    before = now - timedelta(days=settings.EXPORT_DAYS)
    return _drop_older("exports", before, keep=lambda name: False)


def _orphans(now) -> int:
    """Files beside no document; only of the months in which documents are still being made."""
    count = 0
    for month in {f"{now - timedelta(days=days):%Y/%m}" for days in (0, 31)}:
        rows = Document.objects.filter(file__startswith=f"documents/{month}/").values_list("file", "word")
        known = {name for row in rows for name in row}
        # A picture belongs to the PDF beside which it lies.
        count += _drop_older(
            f"documents/{month}",
            now - timedelta(days=1),
            keep=lambda name, known=known: re.sub(r"-\d+\.png$", ".pdf", name) in known,
        )
    return count


def _orphaned_volumes(now) -> int:
    """Files beside no volume: a worker that was ended between storing them and writing the row left them."""
    count = 0
    for year in _folders("volumes"):
        rows = Volume.objects.filter(year=year).values_list("file", "copy_file")
        known = {name for row in rows for name in row}
        count += _drop_older(f"volumes/{year}", now - timedelta(days=1), keep=known.__contains__)
    return count


def _folders(of: str) -> list[str]:
    found = default_storage.listdir(of)[0] if default_storage.exists(of) else []
    return [name for name in found if name.isdecimal()]


def _drop_older(folder: str, before, *, keep) -> int:
    if not default_storage.exists(folder):
        return 0
    names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    old = [name for name in names if not keep(name) and default_storage.get_modified_time(name) < before]
    _drop(old)
    return len(old)
