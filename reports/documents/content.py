"""What a document is made from: frozen data with its checksum, from the record as it is now or as it was signed."""

import hashlib
import json
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from PIL import Image

from consult.models import Research
from consult.steps import draft, privacy
from consult.steps.paper import paper_of
from members.models import Attachment
from members.models.keys import grouped
from reports.documents import (
    case_sheets,
    certificates,
    evaluation_sheets,
    gate_sheets,
    inspection_sheets,
    report_sheets,
    room_sheets,
    task_sheets,
)
from reports.documents.cases import case_data, case_paper
from reports.documents.circulars import circular_paper
from reports.documents.commendations import commendation_paper
from reports.documents.duty_sheets import duty_sheet
from reports.documents.frozen import freeze, thaw
from reports.documents.minutes import minutes_paper
from reports.documents.monthly_sheet import monthly_sheet
from reports.documents.papers import Picture, Verification
from reports.documents.periodic_sheets import periodic_sheet
from reports.documents.plans import plan_paper
from reports.documents.replies import reply_letter
from reports.documents.serials import bulletin_paper, photos_in, serial_paper
from reports.models import CaseStudy
from reports.operations.issued import KINDS
from reports.queries.asked.monthly import month_asked, monthly
from reports.queries.documents import DRAFT

# Kind of the paper → what makes its sheet.
SHEETS = {
    **case_sheets.SHEETS,
    **certificates.SHEETS,
    **evaluation_sheets.SHEETS,
    **gate_sheets.SHEETS,
    **inspection_sheets.SHEETS,
    **report_sheets.SHEETS,
    **room_sheets.SHEETS,
    **task_sheets.SHEETS,
    "periodic_report": periodic_sheet,
}
# Kind of an issued paper → what makes the paper of its data.
PAPERS = {
    "plan": plan_paper,
    "special_report": serial_paper,
    "reply": reply_letter,
    "case_study": case_paper,
    "circular": circular_paper,
    "commendation": commendation_paper,
}
# A sheet's photo is at most 85 mm wide: this many pixels print at 300 dpi.
PHOTO_SIZE = (1000, 1000)


@dataclass(frozen=True)
class Content:
    """The data of one version of a document; the same data is the same version."""

    title: str
    version: str
    data: dict


def of_draft(minutes, *, title="", texts=None) -> Content:
    """Minutes as they stand or as they are being typed, with the places that still have to be mended."""
    record = draft.gather(minutes.consultation)
    paper = paper_of(minutes, record=record, title=title, texts=texts)
    hits = privacy.hits(paper, record.private)
    marks = [{"word": hit.word, "sentence": hit.sentence} for hit in hits]
    data = {"paper": paper, "marks": marks}
    return Content(f"《{paper['title']}》（草稿）", f"{DRAFT}{_digest(data)[:24]}", data)


def of_issue(kind: str, record) -> Content:
    """A paper that is still to be issued, as its record stands now."""
    data = {"paper": KINDS[kind].paper(record)}
    return Content(f"《{data['paper']['title']}》（草稿）"[:160], f"{DRAFT}{_digest(data)[:24]}", data)


def of_record(kind: str, record, *, phones: bool = False) -> Content:
    """A table paper of a record as it is now; with telephone numbers only the room may read it."""
    if isinstance(record, CaseStudy):
        return of_case_study(record)
    sheet = SHEETS[kind](record, phones=phones)
    data = {"sheet": freeze(sheet)}
    if isinstance(record, Research):
        data["photos"] = case_sheets.photos_of(record)
    if kind == "room_poster":
        data["photos"] = room_sheets.faces_of(sheet)
    if phones and kind in ("participant_list", "attendance"):
        data["private"] = True
    return Content(title_of(sheet)[:160], _digest(data)[:24], data)


def of_case_study(study) -> Content:
    """A case as it stands now: one that is edited is another version."""
    data = {"paper": case_data(study)}
    return Content(f"案例《{study.title}》"[:160], _digest(data)[:24], data)


def of_wording(about, wording) -> Content:
    """The sample of a paper, worded as somebody is typing it; only that person sees it."""
    data = {"sheet": freeze(task_sheets.sample(about.code, about.record, wording))}
    return Content(about.name, f"{DRAFT}{_digest(data)[:20]}-{about.reader.pk}", data)


def title_of(sheet) -> str:
    """What the document is called in lists; a letter has its subject in its title, a report its span."""
    topic = getattr(sheet, "topic", "")
    return f"{sheet.title}：{topic}" if topic and topic not in sheet.title else sheet.title


def of_monthly(paper) -> Content:
    """承办工作月报 as the records are now: a month that changes afterwards is another version, and the first stays."""
    sheet = monthly_sheet(monthly(paper.record, month_asked(paper.month)))
    data = {"sheet": freeze(sheet)}
    return Content(sheet.title, _digest(data)[:24], data)


def of_duty(paper) -> Content:
    """A paper of a member's duty, as its reader sees the records now; every reader has a version of the own."""
    with_lines = paper.form == "file"
    sheet = duty_sheet(paper.record, paper.about, paper.reader, year=paper.year, with_lines=with_lines)
    data = {"sheet": freeze(sheet)}
    return Content(f"{sheet.title}：{sheet.topic}"[:160], f"{_digest(data)[:24]}-{paper.reader.pk}", data)


def paper_from(document):
    """The paper of a document, ready to be laid out."""
    data = document.content
    if "sheet" in data:
        sheet = thaw(data["sheet"])
        photos = data.get("photos")
        if document.kind == "room_poster":
            return room_sheets.with_faces(sheet, _files(photos))
        return case_sheets.with_photos(sheet, photos, _files(photos)) if photos else sheet
    verification = verification_of(document) if document.is_official else None
    if document.kind == "bulletin":
        files = {pk: _picture(content) for pk, content in _files(photos_in(data["paper"])).items()}
        return bulletin_paper(data["paper"], files=files, verification=verification)
    return PAPERS.get(document.kind, minutes_paper)(data["paper"], verification=verification)


def verification_of(document) -> Verification:
    code = grouped(document.verify_code)
    return Verification(
        code=code,
        checksum=short_checksum(document.content["sha256"]),
        url=f"{settings.SITE_URL}/verify/{document.verify_code}/",
    )


def short_checksum(sha256: str) -> str:
    """The first 16 digits, in groups: as much as somebody compares by eye."""
    return " ".join(sha256[start : start + 4].upper() for start in range(0, 16, 4))


def _files(photos) -> dict:
    found = Attachment.objects.in_bulk([photo["attachment"] for photo in photos])
    return {pk: _small(attachment) for pk, attachment in found.items()}


def _small(attachment) -> bytes:
    target = BytesIO()
    with attachment.file.open("rb") as source, Image.open(source) as picture:
        # Read no larger than needed: a JPEG of a camera has ten times as many pixels.
        picture.draft("RGB", PHOTO_SIZE)
        small = picture.convert("RGB")
        small.thumbnail(PHOTO_SIZE)
        small.save(target, "JPEG", quality=85)
    return target.getvalue()


def _picture(content: bytes) -> Picture:
    with Image.open(BytesIO(content)) as opened:
        return Picture(content, opened.size)


def _digest(data: dict) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
