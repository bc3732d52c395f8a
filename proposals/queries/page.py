"""What the page of one proposal shows of its way, by what the person may see."""

from datetime import date, datetime

from django.utils import timezone

from proposals.enums import ProposalState
from proposals.models import Proposal
from proposals.queries.proposal_handlings import shown_of_units
from proposals.queries.reviewing import rule_of, standing_of
from proposals.queries.standing import state_word
from rooms.calendar.words import short_words

# What the steps at the head of the page are, and in which states each is open.
S = ProposalState
WAY = (
    ("提交", (S.DRAFT, S.RETURNED, S.SUBMITTED)),
    ("审查", (S.RECEIVED,)),
    ("交办", (S.FILED, S.PREASSIGNED)),
    ("办理", (S.RUNNING, S.REWORK)),
    ("评议", (S.REPLIED,)),
    ("办结", (S.CLOSED,)),
)
UNHANDLED = ("交办", "办理", "评议")
ENDS = {S.NOT_FILED: "审查", S.CONVERTED: "审查", S.MERGED: "审查", S.DROPPED: "提交"}


def shown_of(proposal: Proposal, user) -> dict:
    rule = rule_of(proposal)
    shows_reviews = proposal.submitted_at is not None and user.has_perm("proposals.view_reviews", proposal)
    context = {"rule": rule, "shows_reviews": shows_reviews}
    context |= _reviews(proposal, rule, user) if shows_reviews else {}
    context |= shown_of_units(proposal, user) if proposal.filed_at else {}
    word = _word(proposal, context)
    return context | {"steps": steps_at_head(proposal, rule, word), "state_word": word}


def _word(proposal, context) -> str:
    """With how many have rated, to whoever is to end it."""
    rating = context.get("rating") if proposal.state == S.REPLIED else None
    word = state_word(proposal, rating)
    return f"{word}，{rating.count}" if rating and rating.runs and context["closes"] else word


def _reviews(proposal, rule, user) -> dict:
    rows = list(proposal.reviews.select_related("lead", "into", "entered_by").prefetch_related("helpers"))
    names = rule.outcome_names()
    for row in rows:
        row.word = names.get(row.outcome, row.get_outcome_display())
        row.others = [unit.short_name for unit in row.helpers.all()]
    can_review = user.has_perm("proposals.review_proposal", proposal)
    return {"reviews": rows, "standing": standing_of(proposal, rows), "can_review": can_review}


def steps_at_head(proposal: Proposal, rule, word: str = "") -> list[dict]:
    """The way of the kind, as far as it has come; a way that ended early says how."""
    way = [(name, states) for name, states in WAY if rule.handled or name not in UNHANDLED]
    ended = ENDS.get(proposal.state)
    here = next((at for at, (name, states) in enumerate(way) if proposal.state in states or name == ended), 0)
    if proposal.state == S.FILED and not rule.handled:
        here = len(way) - 1
    facts = _facts(proposal, rule)
    steps = [
        {"name": name, "status": _status(at, here), "fact": facts.get(name, "") if at < here else ""}
        for at, (name, _) in enumerate(way)
    ]
    if ended:
        steps[here] |= {"status": "ended", "fact": proposal.get_state_display()}
    elif proposal.state == S.CLOSED:
        steps[-1] |= {"status": "done", "fact": facts["办结"]}
    else:
        steps[here]["fact"] = word or state_word(proposal)
    return steps


def _facts(proposal: Proposal, rule) -> dict[str, str]:
    """What closed each step, as the step bar tells it."""
    replied = proposal.replies.sent().order_by("sent_at", "pk").last()
    days = {
        "提交": (proposal.submitted_at, "提交"),
        "审查": (proposal.filed_at, rule.filed),
        "交办": (proposal.assigned_on, "交办"),
        "办理": (replied and replied.sent_at, "答复"),
        "办结": (proposal.closed_at, "办结"),
    }
    year = timezone.localdate().year
    return {name: f"{short_words(_local(on), year)}{act}" for name, (on, act) in days.items() if on}


def _local(on) -> date:
    return timezone.localdate(on) if isinstance(on, datetime) else on


def _status(at: int, here: int) -> str:
    return "done" if at < here else "open" if at == here else "later"
