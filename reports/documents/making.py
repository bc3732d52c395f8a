"""One document out of its data: PDF, Word, the pictures of its pages. Only workers and commands import this."""

import hashlib
from dataclasses import dataclass

from reports.documents import pdf, word, word_sheet
from reports.documents.content import paper_from
from reports.documents.papers import OfficialPaper
from reports.documents.places import places
from reports.documents.sheets import DutySheet, FormSheet, PartsSheet


@dataclass(frozen=True)
class Made:
    pdf: bytes
    word: bytes | None
    pictures: list
    marks: list
    sha256: str


def make(document) -> Made:
    """Lay a document out. Raises PaperTooLong when it cannot be printed."""
    paper = paper_from(document)
    content = pdf.render(paper)
    return Made(
        pdf=content,
        word=_word(paper),
        pictures=pdf.pages_as_png(content),
        marks=places(content, document.content.get("marks", ())),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _word(paper) -> bytes | None:
    if isinstance(paper, DutySheet):
        return word_sheet.sheet_draft(paper)
    if isinstance(paper, FormSheet):
        return word_sheet.form_draft(paper)
    if isinstance(paper, PartsSheet):
        return word_sheet.parts_draft(paper)
    return word.draft(paper) if isinstance(paper, OfficialPaper) else None
