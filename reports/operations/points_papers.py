"""Papers of an assessment: ordered by a button, made in the worker of documents, opened from the notice."""

from uuid import uuid4

from members.models import Job
from members.operations import order

PAPERS = "reports.print_points"
# Sheets in one file.
MOST_SHEETS = 300
FORMS = {"pdf": "PDF", "docx": "Word"}


def order_papers(a_round, *, by, title: str, what: str, form: str, query=None, subject=None) -> Job:
    """`what`: ranking, sheets (all that the list shows), or sheet (of one subject)."""
    about = {"region": a_round.region.pk, "scheme": a_round.scheme.code, "year": a_round.year}
    if subject:
        about |= {"subject": subject.kind, "pk": subject.pk}
    wanted = {**about, "what": what, "form": form, "query": query or {}}
    return order(PAPERS, key=f"points:{uuid4()}", by=by, title=title[:160], **wanted)
