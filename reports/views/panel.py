"""The panel of a document: its pages, how far it is, and whether it can be made anew. Looking makes nothing."""

from django.urls import reverse
from django.utils import timezone

from consult.enums import MinutesState
from members.models import Job
from members.models.keys import grouped
from members.workflow import Refused
from reports import operations
from reports.documents import content, serials
from reports.documents.content import Content
from reports.documents.finding import DutyPaper, MonthlyPaper, Wordings
from reports.models import Document
from reports.queries import documents as queries
from reports.queries.documents import DRAFT, Printed, Subject
from reports.queries.wording import wording_of


def panel_of(user, subject: Subject) -> dict:
    """The panel of a record's document: the signed one, or that of the record as it is now, or the last one made."""
    if operations.is_issued(subject.kind, subject.record):
        return _issued(user, subject)
    if _shows_signed(user, subject):
        return _signed(user, subject)
    now = content_now(user, subject)
    made = _made(user, subject).first()
    document = subject.documents().filter(version=now.version).first() if now else made
    if document:
        return panel_of_one(user, Printed(document, subject))
    return {"subject": subject, "shown": made, "orders": now is not None}


def panel_of_one(user, printed: Printed) -> dict:
    """The panel of one document: pages when they are there; until then the progress, above the draft before."""
    document, subject = printed.document, printed.subject
    before = _made(user, subject).first() if printed.is_draft and not document.made_at else None
    return {
        "subject": subject,
        "printed": printed,
        "document": document,
        "job": document.job,
        "progress": reverse("reports:document_progress", args=[document.pk]),
        "shown": document if document.made_at else before,
        "later": (queries.later_edition(document) or queries.corrected(document)) if document.is_official else None,
        "code": grouped(document.verify_code) if document.is_official else "",
        "may_retry": user.has_perm("reports.order_document", subject),
    }


def content_now(user, subject: Subject) -> Content | None:
    """What the document would say of the record as it is, for those who may order it."""
    if not user.has_perm("reports.order_document", subject):
        return None
    if isinstance(subject, DutyPaper):
        return content.of_duty(subject)
    if isinstance(subject, MonthlyPaper):
        return content.of_monthly(subject)
    if isinstance(subject, Wordings):
        return content.of_wording(subject, wording_of(subject.code, subject.record, timezone.localdate()))
    if subject.kind == "minutes":
        return None if _shows_signed(user, subject) else content.of_draft(subject.record)
    if operations.is_issued(subject.kind, subject.record):
        return None
    if subject.kind in serials.DRAFTED:
        return content.of_issue(subject.kind, subject.record)
    phones = user.has_perm("consult.view_phones", subject)
    return content.of_record(subject.kind, subject.record, phones=phones)


def order(user, subject: Subject, made: Content | None = None) -> Document:
    """Order the document of the record as it is, or of what is being typed (`made`)."""
    made = made or content_now(user, subject)
    if made:
        return operations.order_document(subject, version=made.version, title=made.title, data=made.data, by=user)
    document = operations.panel_document(subject)
    if document is None:
        raise Refused("纪要审签以后才有正式文本。")
    return document


def _shows_signed(user, subject: Subject) -> bool:
    """Signed minutes are shown as they were signed; before that the draft stays in the room."""
    if subject.kind != "minutes":
        return False
    return subject.record.state == MinutesState.SIGNED or not user.has_perm("consult.view_record", subject)


def _issued(user, subject: Subject) -> dict:
    """Issuing ordered the document: it is on its way even where its row is not written yet."""
    document = subject.documents().select_related("job").first()
    if document:
        return panel_of_one(user, Printed(document, subject))
    job = Job.objects.filter(key=operations.issued_key(subject.kind, subject.record)).first()
    progress = reverse("reports:document_panel", args=[subject.kind, subject.pk])
    return {"subject": subject, "job": job, "progress": progress if job else ""}


def _signed(user, subject: Subject) -> dict:
    """Signing off ordered the document: it is on its way even where its row is not written yet."""
    edition = queries.signed_edition(subject.record)
    if edition is None:
        return {"subject": subject}
    document = subject.documents().filter(version=str(edition.edition)).select_related("job").first()
    if document:
        return panel_of_one(user, Printed(document, subject))
    job = Job.objects.filter(key=operations.key_of(edition)).first()
    progress = reverse("reports:document_panel", args=[subject.kind, subject.pk])
    return {"subject": subject, "job": job, "progress": progress if job else ""}


def _made(user, subject: Subject):
    """Documents that were made of the record and that the person may read: of minutes the drafts, newest first."""
    made = subject.documents().filter(made_at__isnull=False)
    if subject.kind == "minutes":
        return made.filter(version__startswith=DRAFT)
    return made if user.has_perm("consult.view_phones", subject) else made.exclude(content__has_key="private")
