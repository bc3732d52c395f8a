"""Papers that are issued once: the act that issued the record ordered the document, and nothing alters it later."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from consult.models import PlanEdition
from consult.steps.paper import digest
from members.models import Job, User
from proposals.models import Reply, SpecialReport
from proposals.operations.report_paper import paper_of
from reports.models import Bulletin, Commendation, Document, PeriodicReport
from reports.operations import bulletin_paper, commendation_paper, reply_paper
from reports.operations.periodic import circular_paper
from reports.queries.documents import Subject

# What is issued has one version: a change is another notice.
ISSUED = "1"


@dataclass(frozen=True)
class IssuedKind:
    model: type
    related: tuple[str, ...]
    # What it says, as it was frozen or as the record holds it for good.
    paper: Callable[[object], dict]
    # Who issued it; nobody while it is a draft.
    issuer: Callable[[object], User | None]
    # Whether everybody who holds the paper may ask if it is genuine.
    is_open: Callable[[object], bool] = lambda record: True


KINDS = {
    "plan": IssuedKind(
        model=PlanEdition,
        related=("plan__unit", "issued_by"),
        paper=lambda edition: edition.paper,
        issuer=lambda edition: edition.issued_by,
    ),
    "special_report": IssuedKind(
        model=SpecialReport,
        related=("office__region", "issued_by"),
        paper=paper_of,
        issuer=lambda report: report.issued_by,
        # The page of verification shows the title, and that of an internal serial is nobody else's.
        is_open=lambda report: not report.is_internal,
    ),
    "bulletin": IssuedKind(
        model=Bulletin,
        related=("unit__region", "issued_by"),
        paper=bulletin_paper.paper_of,
        issuer=lambda bulletin: bulletin.issued_by,
    ),
    "reply": IssuedKind(
        model=Reply,
        related=("handling__unit__region", "proposal__room__unit", "proposal__member", "proposal__office", "sent_by"),
        paper=reply_paper.paper_of,
        issuer=lambda reply: reply.sent_by,
    ),
    "circular": IssuedKind(
        model=PeriodicReport,
        related=("round", "office__region", "region", "room__unit", "published_by"),
        paper=circular_paper.paper_of,
        issuer=lambda report: report.published_by,
    ),
    "commendation": IssuedKind(
        model=Commendation,
        related=("unit__region", "year__region", "issued_by"),
        paper=commendation_paper.paper_of,
        issuer=lambda row: row.issued_by,
    ),
}


@transaction.atomic
def of_issued(kind: str, record) -> Document:
    """The document of what was issued. Issuing it ordered the job; whoever comes first writes the row."""
    rule = KINDS[kind]
    paper = rule.paper(record)
    document, _ = (
        Subject(kind, record)
        .documents()
        .get_or_create(
            version=ISSUED,
            defaults={
                "kind": kind,
                "object": record,
                "object_id": str(record.pk),
                "title": f"《{paper['title']}》{paper['number']}"[:160],
                "content": {"paper": paper, "sha256": digest(paper), "room": paper["organ"]},
                "is_official": rule.is_open(record),
                "ordered_by": rule.issuer(record),
            },
        )
    )
    if document.job_id is None:
        document.job = Job.objects.filter(key=issued_key(kind, record)).first()
        document.save(update_fields=["job"])
    return document


def issued_of(job: Job) -> Document:
    """The document that a job of an issuing act is to make."""
    kind = job.arguments["paper"]
    rule = KINDS[kind]
    return of_issued(kind, rule.model.objects.select_related(*rule.related).get(pk=job.arguments["pk"]))


def is_issued(kind: str, record) -> bool:
    return kind in KINDS and KINDS[kind].issuer(record) is not None


def issued_key(kind: str, record) -> str:
    """The key under which issuing ordered the document."""
    return f"{kind}:{record.pk}:{ISSUED}"
