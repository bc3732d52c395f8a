"""What the public reads of key proposals that are tracked: nothing but what stands here is handed to the pages."""

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from consult.enums.evaluation import RatedSide, RoundState
from consult.models import EvaluationRound
from members.models import Unit
from proposals.enums import HandlingRole, KeyState, ProposalMode, ProposalState, ReplyClass
from proposals.models import KeyProposal, ReportItem
from proposals.queries.page import steps_at_head
from proposals.queries.reviewing import rule_of

STATES = {"running": "办理中", "closed": "已办结"}
MOST = 200
# How a classified or internal paper is marked; such a text must not be in the system, and never goes out.
MARKED = re.compile(r"(绝密|机密|秘密)\s*[★☆]|涉密|内部(资料|材料|文件)|不(得|宜|予)公开")
ICONS = {"done": "circle-check", "open": "circle-half-2", "ended": "circle-x", "later": "circle-dashed"}
STATUSES = {"done": "ok", "open": "now", "ended": "late", "later": ""}


@dataclass(frozen=True)
class Answered:
    """What one unit answered: the class of its letter, and no word of it."""

    unit: str
    name: str
    result: str
    on: object
    planned_until: object


@dataclass(frozen=True)
class Tracked:
    """One key proposal as the public reads it."""

    year: int
    rank: int
    called: str
    title: str
    issue: str
    kind: str
    # Its code, for the color of the badge, and its word.
    state: str
    state_word: str
    by_whom: str
    led_by: list[str]
    units: list[tuple[str, str]]
    way: list[dict]
    answers: list[Answered]
    summary: str
    closed_at: object
    round: int
    satisfaction: str
    # The round that everybody may join, where the office put up a code for it (嘉禾: 群众投票、留言).
    open_round: EvaluationRound | None


def _internal():
    """Taken up in a report that is 内部."""
    rows = ReportItem.objects.standing().filter(report__is_internal=True)
    return Exists(rows.filter(proposal=OuterRef("proposal")))


def public_keys(office: Unit):
    """What the office shows, the newest year first. Whatever made it impossible since then closes its page."""
    rows = KeyProposal.objects.chosen().filter(opened_at__isnull=False, proposal__office=office)
    rows = rows.filter(proposal__number__isnull=False).exclude(proposal__state=ProposalState.MERGED)
    return (
        rows.exclude(_internal()).select_related("proposal__room__unit", "proposal__member").order_by("-year", "rank")
    )


def why_not_public(key: KeyProposal) -> str:
    """Why it cannot be shown to the public, in a sentence; empty where it can."""
    row = key.proposal
    if key.state != KeyState.CHOSEN:
        return f"这件{key.get_state_display()}，确定为重点提案以后才能公开跟踪。"
    if not row.number or row.state == ProposalState.MERGED:
        return "这件提案还没有立案或者已经并案，不能公开跟踪。"
    if KeyProposal.objects.filter(_internal(), pk=key.pk).exists():
        return "这件提案已编入标为内部的要报、专报，不能公开跟踪。"
    if MARKED.search(f"{row.title}\n{row.situation}\n{row.advice}"):
        return "这件提案的文字带有涉密或者内部标识，不能公开跟踪。"
    return ""


def narrowed(rows, *, year: str, state: str):
    """The years and states that the public chooses from; what cannot be read narrows nothing."""
    if year.isascii() and year.isdecimal() and len(year) == 4:
        rows = rows.filter(year=int(year))
    if state == "closed":
        return rows.filter(proposal__state=ProposalState.CLOSED)
    return rows.exclude(proposal__state=ProposalState.CLOSED) if state == "running" else rows


def tracked(key: KeyProposal) -> Tracked:
    row = key.proposal
    answers = [_answered(each) for each in _replies(row)]
    rounds = EvaluationRound.objects.of(row).filter(side=RatedSide.HANDLING).order_by("closes_on", "pk")
    rated = rounds.filter(state=RoundState.CLOSED).last()
    voting = rounds.open().filter(opens_on__lte=timezone.localdate(), closes_on__gte=timezone.localdate())
    return Tracked(
        year=key.year,
        rank=key.rank,
        called=key.called,
        title=row.title,
        issue=row.issue,
        kind=row.get_kind_display(),
        state=row.state,
        state_word=row.get_state_display(),
        by_whom=_by_whom(row),
        led_by=[f"{place}{each.get_mode_display()}" for each in _supervisions(row) if (place := _place(each))],
        units=[(each.unit.name, HandlingRole(each.role).label) for each in _handlings(row)],
        way=[_stop(step) for step in steps_at_head(row, rule_of(row))],
        answers=answers,
        summary=key.public_summary if answers else "",
        closed_at=row.closed_at if row.state == ProposalState.CLOSED else None,
        round=row.round,
        satisfaction=rated.get_satisfaction_display() if rated else "",
        open_round=voting.exclude(public_code="").last(),
    )


def _by_whom(row) -> str:
    """Bodies by their name, persons by their number."""
    if row.mode == ProposalMode.ROOM or row.member is None:
        return row.room.unit.name
    if row.proposed_for and row.mode in (ProposalMode.SECTOR, ProposalMode.COLLECTIVE):
        return row.proposed_for
    count = 1 + len(row.co_signers)
    return f"政协委员 {count} 人联名" if count > 1 else "政协委员"


def _place(supervision) -> str:
    """The office that leads, and never who holds it."""
    return supervision.post or supervision.committee or (supervision.unit.name if supervision.unit else "")


def _supervisions(row):
    return row.supervisions.select_related("unit").order_by("tier", "pk")


def _handlings(row):
    """The units that it was given to for good."""
    order = {role: at for at, role in enumerate(HandlingRole)}
    rows = row.handlings.given().select_related("unit")
    return sorted(rows, key=lambda each: (order[each.role], each.pk))


def _replies(row):
    return row.replies.sent().filter(round=row.round).select_related("handling__unit").order_by("sent_at", "pk")


def _answered(reply) -> Answered:
    found = ReplyClass(reply.result_class)
    return Answered(
        reply.handling.unit.name, found.value, found.label, timezone.localdate(reply.sent_at), reply.planned_until
    )


def _stop(step: dict) -> dict:
    status = step["status"]
    return {"name": step["name"], "fact": step["fact"], "status": STATUSES[status], "icon": ICONS[status]}
