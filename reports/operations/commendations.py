"""Verbs of 表彰决定: drafted out of a settled assessment, edited, issued with its number, or given up."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from members import ledger
from members.operations import draw_lettered, order
from members.operations.changes import overwrite
from members.workflow import Refused, advance, check_version, lock
from reports.enums import CommendationState
from reports.facts.points import Round
from reports.models import Commendation, PointsResult, PointsYear
from reports.models.commendation import SERIES
from reports.operations.commendation_paper import paper_of
from reports.operations.points.telling import tell_people
from reports.workflow import COMMENDATION

COMMEND = "reports.commend"
RELATED = ("unit__region", "year__region")
MEASURE_WORDS = {"member": "名", "room": "个", "unit": "个", "township": "个", "committee": "个", "sector": "个"}


@transaction.atomic
def draft(a_round: Round, *, by, unit, grade: str) -> Commendation:
    """Of everybody who has the grade in the settled results; its words can be changed until it is issued."""
    row = _settled(a_round)
    if grade not in commendable(a_round):
        raise Refused("请选择要表彰的等次。")
    if Commendation.objects.filter(year=row, grade=grade).exclude(state=CommendationState.DROPPED).exists():
        raise Refused(f"“{grade}”已经起草或者印发过表彰决定。")
    found = (
        PointsResult.objects.filter(year=row, grade=grade).select_related("member").order_by("place", "-total", "pk")
    )
    winners = [
        {"kind": a_round.kind, "key": each.key, "name": each.name, "note": _post(each), "place": each.place}
        for each in found
    ]
    if not winners:
        raise Refused(f"没有评为“{grade}”的，不用表彰。")
    made = Commendation.objects.create(
        year=row, unit=unit, grade=grade, winners=winners, written_by=by, **_words(a_round, unit, grade, len(winners))
    )
    tell(made, by=by, sentence=f"起草{made.ledger_label}")
    return made


def commendable(a_round: Round) -> list[str]:
    """Grades for the first ones, and the highest mark: what is left or comes last commends nobody."""
    return [
        grade.name
        for at, grade in enumerate(a_round.scheme.grades)
        if grade.top or grade.top_share or (at == 0 and grade.least is not None)
    ]


def _settled(a_round: Round) -> PointsYear:
    """Nothing of a settled year changes any more: whoever is commended stays so."""
    if a_round.row is None or not a_round.row.is_settled:
        raise Refused("考核结果定案以后才能起草表彰决定。")
    return lock(a_round.row, related=("region",))


def _post(result: PointsResult) -> str:
    """Of a member employer and post, as papers name people."""
    return result.member.employer if result.member else ""


def _words(a_round: Round, unit, grade: str, many: int) -> dict:
    year, scheme, word = a_round.year, a_round.scheme.name, a_round.word
    return {
        "title": f"{unit.name}关于表彰{year}年{scheme}“{grade}”{word}的决定"[:80],
        "recipients": "各乡镇（街道）党（工）委，各联络室，各有关单位",
        "opening": f"{year}年{scheme}已经公布结果并定案。根据考核结果，决定对评为“{grade}”的下列"
        f"{many}{MEASURE_WORDS[a_round.kind]}{word}予以表彰：",
        "closing": f"希望受到表彰的{word}珍惜荣誉，再接再厉。其他{word}要以他们为榜样，扎实做好各项工作。",
    }


@transaction.atomic
def edit(row: Commendation, *, by, **values) -> Commendation:
    """Save the texts. Raises Stale when somebody saved in between."""
    row = _locked_draft(row)
    row, changes = overwrite(row, values)
    if changes:
        tell(row, by=by, sentence=f"修改{row.ledger_label}", changes=changes)
    return row


@transaction.atomic
def issue(row: Commendation, *, by, version: int, decided_by: str, issued_on: date) -> Commendation:
    """印发: the number is drawn with it, what it says is frozen, and whoever is commended is told."""
    row = _locked_draft(row)
    check_version(row, version)
    if issued_on > timezone.localdate():
        raise Refused("成文日期不能晚于今天。")
    letters, number = draw_lettered(row.unit, SERIES, issued_on.year)
    numbered = {"letters": letters, "numbered_in": issued_on.year, "number": number}
    issued = {"issued_by": by, "issued_at": timezone.now(), "issued_on": issued_on, "decided_by": decided_by}
    advance(row, COMMENDATION, CommendationState.ISSUED, by=by, **numbered, **issued)
    row.paper = paper_of(row)
    row.save(update_fields=["paper"])
    title = f"《{row.title}》{row.issue}"[:160]
    order("reports.render", key=f"commendation:{row.pk}:1", by=by, title=title, paper="commendation", pk=row.pk)
    tell(row, by=by, sentence=f"印发{row.ledger_label}", entered_for=decided_by)
    _tell_winners(row)
    return row


def _tell_winners(row: Commendation) -> None:
    kind = row.winners[0]["kind"]
    keys = [each["key"] for each in row.winners]
    tell_people(kind, keys, f"已受到表彰：{row.title}"[:200], url=row.get_absolute_url())


@transaction.atomic
def drop(row: Commendation, *, by, reason: str) -> Commendation:
    """放弃 a draft: another one can be made of the same results."""
    row = _locked_draft(row)
    if not reason.strip():
        raise Refused("请写明放弃的原因。")
    advance(row, COMMENDATION, CommendationState.DROPPED, by=by)
    tell(row, by=by, sentence=f"放弃{row.ledger_label}草稿", note=reason)
    return row


def require_draft(row: Commendation) -> None:
    if not row.is_draft:
        raise Refused(f"这份决定{row.get_state_display()}，不能再修改。")


def _locked_draft(row: Commendation) -> Commendation:
    row = lock(row, related=RELATED)
    require_draft(row)
    return row


def tell(row, *, by, **details) -> None:
    ledger.record(row, COMMEND, by=by, unit=row.unit, **details)
