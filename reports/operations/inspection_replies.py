"""After a 督办检查反馈单 was sent: the room mends or objects, the office looks at it and answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members import ledger
from members.operations import attach, notify
from members.workflow import Refused, advance, check_version, lock
from reports.enums import FindingState
from reports.models import Inspection, InspectionProblem
from reports.operations.inspections import RELATED, locked_problems, room_people, settle
from reports.queries import inspections as queries
from reports.queries.inspections import MEND
from reports.workflow import FINDING
from rooms.enums import LimitState, RoomState
from rooms.models import TimeLimit
from rooms.operations import time_limits

REPLY, JUDGE = "reports.reply_inspection", "reports.judge_inspection"
MENDED, OBJECTED, LATER = "mended", "objected", "later"
WAYS = ((MENDED, "已整改"), (OBJECTED, "有异议"), (LATER, "整改中"))


@dataclass(frozen=True)
class Answer:
    """What the room says of one problem: `way` is one of WAYS."""

    problem: int
    way: str
    text: str = ""
    photos: tuple = ()


@transaction.atomic
def reply(inspection: Inspection, *, by, version: int, answers: Iterable[Answer], text: str = "") -> Inspection:
    """The room answers its problems one by one; what it leaves stays to be mended."""
    inspection = lock(inspection, related=RELATED)
    check_version(inspection, version)
    problems = {each.pk: each for each in locked_problems(inspection)}
    if not any(each.state == FindingState.OPEN for each in problems.values()):
        raise Refused("这份反馈单没有需要答复的问题，请刷新页面查看最新情况。")
    told = [_answer(problems[each.problem], each, by=by) for each in answers if each.problem in problems]
    if not (said := [word for word in told if word]):
        raise Refused("请至少答复一个问题：写明整改情况，或者提出异议。")
    inspection.reply, inspection.replied_by, inspection.replied_at = text, by, timezone.now()
    inspection.version += 1
    inspection.save(update_fields=["reply", "replied_by", "replied_at", "version"])
    settle(inspection, by=by)
    changes = {"reply": ("联络室答复", "", text)}
    sentence = f"答复{inspection}：{'，'.join(said)}"
    ledger.record(inspection, REPLY, by=by, unit=inspection.room.unit, sentence=sentence, changes=changes)
    notify(_office(inspection), sentence, url=inspection.get_absolute_url())
    return inspection


def _answer(problem: InspectionProblem, answer: Answer, *, by) -> str:
    """What the ledger says of it; nothing where nothing was said."""
    if problem.state != FindingState.OPEN:
        raise Refused(f"问题 {problem.position} 已经答复过，请刷新页面查看最新情况。")
    said = {"replied_by": by, "replied_at": timezone.now(), "version": problem.version + 1}
    if answer.way == MENDED:
        _require(answer.text, f"请写明问题 {problem.position} 的整改情况。")
        advance(problem, FINDING, FindingState.REPORTED, by=by, reply=answer.text, **said)
        time_limits.meet_all(problem, MEND, by=by)
    elif answer.way == OBJECTED:
        _require(answer.text, f"请写明对问题 {problem.position} 的异议理由。")
        advance(problem, FINDING, FindingState.OBJECTED, by=by, objection=answer.text, **said)
        _stop_clock(problem, by=by)
    elif answer.text or answer.photos:
        for name, value in {"reply": answer.text, **said}.items():
            setattr(problem, name, value)
        problem.save(update_fields=["reply", *said])
    else:
        return ""
    attach(problem, answer.photos, by=by)
    return f"问题 {problem.position} {dict(WAYS)[answer.way]}"


@transaction.atomic
def judge(problem: InspectionProblem, *, by, version: int, verdict: str, opinion: str = "") -> InspectionProblem:
    """The office looks at the mending, out of the photos or on the spot: mended, not mended, or struck."""
    inspection, problem = _locked(problem, version)
    said = {"opinion": opinion, "judged_by": by, "judged_at": timezone.now(), "version": problem.version + 1}
    if verdict == "mended":
        advance(problem, FINDING, FindingState.MENDED, by=by, mended_on=timezone.localdate(), **said)
        time_limits.meet_all(problem, MEND, by=by)
    elif verdict == "struck":
        _require(opinion, "请写明不再要求整改的原因。")
        advance(problem, FINDING, FindingState.STRUCK, by=by, **said)
        time_limits.void_all(problem, MEND, by=by, reason="不再要求整改")
    else:
        _require(opinion, "请写明还有哪些没有整改到位。")
        advance(problem, FINDING, FindingState.OPEN, by=by, **said)
        _run_on(problem, by=by)
    _tell(inspection, problem, f"{problem}核查为“{problem.get_state_display()}”", by=by, note=opinion)
    return problem


@transaction.atomic
def answer_objection(problem: InspectionProblem, *, by, version: int, is_upheld: bool, opinion: str):
    """The office is convinced and strikes the problem, or says why it stays."""
    inspection, problem = _locked(problem, version)
    if problem.state != FindingState.OBJECTED:
        raise Refused("这个问题没有等待答复的异议，请刷新页面查看最新情况。")
    _require(opinion, "请写明答复异议的理由。")
    to = FindingState.STRUCK if is_upheld else FindingState.OPEN
    said = {"opinion": opinion, "judged_by": by, "judged_at": timezone.now(), "version": problem.version + 1}
    advance(problem, FINDING, to, by=by, **said)
    if is_upheld:
        time_limits.void_all(problem, MEND, by=by, reason="异议成立")
    else:
        for limit in TimeLimit.objects.of(problem, MEND).filter(state=LimitState.PAUSED):
            time_limits.resume(limit, by=by)
    told = "异议成立，不再要求整改" if is_upheld else "异议不成立，请继续整改"
    _tell(inspection, problem, f"{problem}{told}", by=by, note=opinion)
    return problem


def strike_of_withdrawn() -> int:
    """A room that was withdrawn mends nothing any more: what it still owed is struck, once."""
    gone = InspectionProblem.objects.sent().unmended().filter(inspection__room__state=RoomState.WITHDRAWN)
    keys = sorted(set(gone.values_list("inspection", flat=True)))
    return sum(_strike_all(key) for key in keys)


@transaction.atomic
def _strike_all(key: int) -> int:
    inspection = lock(Inspection(pk=key), related=RELATED)
    rows = [each for each in locked_problems(inspection) if each.is_unmended]
    for problem in rows:
        told = {"opinion": "联络室已撤销。", "version": problem.version + 1}
        advance(problem, FINDING, FindingState.STRUCK, by=None, **told)
        time_limits.void_all(problem, MEND, by=None, reason="联络室已撤销")
    settle(inspection, by=None)
    for problem in rows:
        sentence = f"联络室已撤销，{problem}不再要求整改"
        ledger.record(problem, JUDGE, by=None, unit=inspection.room.unit, sentence=sentence)
    return len(rows)


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _locked(problem: InspectionProblem, version: int) -> tuple[Inspection, InspectionProblem]:
    inspection = lock(problem.inspection, related=RELATED)
    problem = next(each for each in locked_problems(inspection) if each.pk == problem.pk)
    check_version(problem, version)
    return inspection, problem


def _tell(inspection: Inspection, problem: InspectionProblem, sentence: str, *, by, note: str) -> None:
    settle(inspection, by=by)
    ledger.record(problem, JUDGE, by=by, unit=inspection.room.unit, sentence=sentence, note=note)
    notify(room_people(inspection.room), sentence, url=problem.get_absolute_url())


def _stop_clock(problem: InspectionProblem, *, by) -> None:
    """While the office thinks about an objection no day counts; a day that had passed before stays passed."""
    for limit in TimeLimit.objects.of(problem, MEND).running().filter(Q(due_on__gte=timezone.localdate())):
        time_limits.pause(limit, by=by, reason="联络室提出异议")


def _run_on(problem: InspectionProblem, *, by) -> None:
    for limit in TimeLimit.objects.of(problem, MEND).filter(state=LimitState.MET).order_by("-pk")[:1]:
        time_limits.reopen(limit, by=by, reason="整改情况退回")


def _office(inspection: Inspection) -> list:
    """The leading office, and the group that inspected."""
    own = [role.user for role in inspection.unit.roles.on(timezone.localdate()).select_related("user")]
    found = {user.pk: user for user in [*queries.leading_people(inspection.room), *own]}
    return list(found.values())


def _require(text: str, sentence: str) -> None:
    if not text.strip():
        raise Refused(sentence)
