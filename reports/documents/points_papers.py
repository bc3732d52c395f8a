"""The file of a job: sheets and rankings, chosen again under the rights of whoever ordered them."""

from pathlib import Path

from reports.documents import pdf, points_sheets, word_sheet
from reports.documents.sheets import PartsSheet
from reports.documents.volume import binding
from reports.facts.points import Round, access, result_of
from reports.facts.points.board import board
from reports.models import PointsMark, PointsResult
from reports.operations.points_papers import MOST_SHEETS


def sheets_of(wanted: dict, user) -> list[PartsSheet]:
    """What the person may read now of what was ordered; nothing where nothing is left."""
    if wanted["what"] == "sheet":
        return _one(wanted, user)
    a_round = access.round_seen(user, pk=wanted["region"], scheme=wanted["scheme"], year=wanted["year"])
    if a_round is None:
        return []
    shown = board(a_round, user, wanted["query"])
    if wanted["what"] == "ranking":
        return points_sheets.ranking(shown)
    marks, rows = _marks(a_round), _rows(a_round)
    found = shown.rows[:MOST_SHEETS]
    return [points_sheets.score_sheet(a_round, each, marks.get(each.key, ()), rows.get(each.key)) for each in found]


def _one(wanted: dict, user) -> list[PartsSheet]:
    about = {name: wanted[name] for name in ("pk", "year", "scheme")}
    found = access.account(user, kind=wanted["subject"], **about)
    if found is None or not user.has_perm("reports.view_points", found):
        return []
    a_round, subject = found.round, found.subject
    result = result_of(a_round, subject)
    if result is None:
        return []
    key = subject.key
    return [points_sheets.score_sheet(a_round, result, _marks(a_round).get(key, ()), _rows(a_round).get(key))]


def _marks(a_round: Round) -> dict:
    """Of each subject the marks that everybody may read who reads its account."""
    found: dict = {}
    if a_round.row:
        for mark in (
            PointsMark.objects.standing().filter(year=a_round.row, is_sealed=False).order_by("item", "on", "pk")
        ):
            found.setdefault(mark.key, []).append(mark)
    return found


def _rows(a_round: Round) -> dict:
    if not a_round.is_published:
        return {}
    return {row.key: row for row in PointsResult.objects.filter(year=a_round.row).exclude(corrected_at=None)}


def write(sheets: list[PartsSheet], form: str, folder: Path, told) -> bytes:
    if form == "docx":
        return word_sheet.parts_drafts(sheets)
    paths = []
    for number, sheet in enumerate(sheets, 1):
        told(number, len(sheets))
        path = folder / f"sheet-{number:04d}.pdf"
        path.write_bytes(pdf.render(sheet))
        paths.append(path)
    return binding.one_file(paths, folder)
