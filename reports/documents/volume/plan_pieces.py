"""The year's plan of a room as it was issued, with every notice of its changes."""

from collections.abc import Iterator

from consult.models import Plan
from members.models import Attachment
from reports import operations
from reports.documents.volume.case_pieces import pages_of
from reports.documents.volume.files import NOT_BOUND, is_bound, maker_of
from reports.documents.volume.pieces import Missing, Piece

SECTION = "年度计划"


def pieces_of(room, year: int) -> Iterator[Piece | Missing]:
    plan = Plan.objects.filter(room=room, year=year).select_related("unit").first()
    editions = list(plan.editions.select_related("plan__unit", "issued_by").order_by("edition")) if plan else []
    if not editions:
        yield Missing(SECTION, f"{year}年度协商计划", "还没有印发" if plan else "没有制定")
        return
    for edition in editions:
        yield _issued(edition)
    for decision in plan.decisions.all():
        for file in Attachment.objects.of(decision).order_by("pk"):
            title = f"计划审定附件：{file.name}"
            if is_bound(file):
                yield Piece(SECTION, title, maker_of(file), on=decision.basis_on)
            else:
                yield Missing(SECTION, title, NOT_BOUND)


def _issued(edition) -> Piece:
    def make(folder, name):
        return pages_of(operations.of_issued("plan", edition), folder, name)

    return Piece(SECTION, str(edition), make, author=edition.paper["organ"], on=edition.dated_on)
