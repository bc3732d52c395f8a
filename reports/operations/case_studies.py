"""Verbs of cases that are written up: begin, edit, submit, take back, adopt into the library, send back."""

from django.db import transaction
from django.utils import timezone

from consult.enums import ConsultationState
from members import ledger
from members.enums import UnitKind
from members.models import Unit
from members.models.places import lineage
from members.operations import draw_number, notify
from members.operations.changes import overwrite
from members.queries import people_of
from members.workflow import Refused, advance, check_version, lock
from reports.enums import CaseStudyState
from reports.models import CaseStudy
from reports.operations.case_draft import PARTS, composed, hits_of
from reports.workflow import CASE_STUDY

WRITE, JUDGE = "reports.write_case_study", "reports.judge_case_study"
RELATED = ("case__topic", "case__practice", "case__room__unit__region", "case__room__approver", "written_by")
TEXTS = ("title", *(key for key, _ in PARTS))
EDITABLE = (CaseStudyState.DRAFT, CaseStudyState.RETURNED)


@transaction.atomic
def begin(case, *, by) -> CaseStudy:
    """Compose the draft of a closed consultation; who asks again gets the one that there is."""
    case = lock(case, related=("topic", "practice", "room__unit__region"))
    if found := CaseStudy.objects.filter(case=case).first():
        return found
    if why := why_not(case):
        raise Refused(why)
    study = CaseStudy.objects.create(case=case, written_by=by, **composed(case))
    _tell(study, WRITE, by=by, sentence="编写案例")
    return study


def why_not(case) -> str:
    return "" if case.state == ConsultationState.CLOSED else "协商办结以后，才能编写案例。"


@transaction.atomic
def edit(study: CaseStudy, *, by, version, **values) -> CaseStudy:
    """Change the texts while they lie with whoever writes; the office may mend what lies before it."""
    study = lock(study, related=RELATED)
    if study.state not in EDITABLE and not by.has_perm(JUDGE, study):
        raise Refused("案例已经报送，不能修改；需要修改的，请先撤回。")
    if study.is_adopted:
        raise Refused("案例已经采用，不能修改；需要修改的，请先退回。")
    study, changes = overwrite(study, {"version": version, **values})
    if changes:
        _tell(study, WRITE, by=by, sentence="修改案例", changes=changes)
    return study


@transaction.atomic
def submit(study: CaseStudy, *, by) -> CaseStudy:
    study = lock(study, related=RELATED)
    _require_whole(study)
    told = {"submitted_by": by, "submitted_at": timezone.now(), "reason": "", "judged_by": None, "judged_at": None}
    advance(study, CASE_STUDY, CaseStudyState.SUBMITTED, by=by, **told)
    notify(
        _office_people(study, but=by), f"{study.unit.short_name}报送案例：{study.title}", url=study.get_absolute_url()
    )
    _tell(study, WRITE, by=by, sentence="报送案例")
    return study


@transaction.atomic
def take_back(study: CaseStudy, *, by) -> CaseStudy:
    study = lock(study, related=RELATED)
    advance(study, CASE_STUDY, CaseStudyState.DRAFT, by=by, submitted_by=None, submitted_at=None)
    _tell(study, WRITE, by=by, sentence="撤回案例")
    return study


@transaction.atomic
def adopt(study: CaseStudy, *, by, version: int | None = None) -> CaseStudy:
    """Take it into the library under the next number of the office's year: all of the city may read it then.

    With the `version` that the person read, one that was taken back and written anew since is refused.
    """
    study = lock(study, related=RELATED)
    if version is not None:
        check_version(study, version)
    _require_whole(study)
    told = {"judged_by": by, "judged_at": timezone.now(), "reason": ""}
    if not study.number:
        year = timezone.localdate().year
        told |= {"year": year, "number": draw_number(_office(study), "case_study", year)}
    advance(study, CASE_STUDY, CaseStudyState.ADOPTED, by=by, **told)
    _answer(study, f"案例已经采用，列入案例库：{study.title}", by=by)
    _tell(study, JUDGE, by=by, sentence="采用案例")
    return study


@transaction.atomic
def send_back(study: CaseStudy, *, by, reason: str) -> CaseStudy:
    """Return what was submitted, or take out of the library what has to be mended."""
    study = lock(study, related=RELATED)
    if not reason.strip():
        raise Refused("请写明退回的理由，联络室看得到。")
    told = {"judged_by": by, "judged_at": timezone.now(), "reason": reason}
    advance(study, CASE_STUDY, CaseStudyState.RETURNED, by=by, **told)
    _answer(study, f"案例已退回修改：{study.title}", by=by)
    _tell(study, JUDGE, by=by, sentence="退回案例", note=reason)
    return study


def _require_whole(study) -> None:
    empty = [name for key, name in PARTS if not getattr(study, key).strip()]
    if empty:
        raise Refused(f"“{'、'.join(empty)}”还没有写。")
    if found := [hit for hit in hits_of(study.case, texts_of(study)) if hit.blocks]:
        raise Refused(f"案例里不能写群众的姓名、电话和门牌。{found[0].sentence}")


def texts_of(study) -> dict:
    return {name: getattr(study, name) for name in TEXTS}


def _office(study) -> Unit:
    """The office that keeps the library: the leading office of the city, else that of the conference."""
    path = study.unit.region.path
    units = Unit.objects.active().filter(region__path__in=lineage(path))
    found = {unit.kind: unit for unit in units.filter(kind__in=(UnitKind.LEADING_OFFICE, UnitKind.OFFICE))}
    office = found.get(UnitKind.LEADING_OFFICE) or found.get(UnitKind.OFFICE)
    if office is None:
        raise Refused("这个地方还没有设置办公室，暂时不能采用案例。")
    return office


def _office_people(study, *, but) -> list:
    return [user for user in people_of(_office(study)) if user != but]


def _answer(study, sentence: str, *, by) -> None:
    people = {study.written_by, study.submitted_by} - {None, by}
    notify(sorted(people, key=lambda user: user.pk), sentence, url=study.get_absolute_url(), case=study.case)


def _tell(study, verb, *, by, **details) -> None:
    ledger.record(study, verb, by=by, unit=study.unit, case=study.case, **details)
