"""What pages show of the units that handle a proposal, of their lists and of their letters."""

from django.db.models import Prefetch

from consult.queries import out_of_reach
from members.enums import RoleCode
from members.queries import history_of
from proposals.enums import CoSigning, HandlingRole, HandlingState, ProposalState, ReplyState
from proposals.models import Advice, Handling, Proposal, Reply
from proposals.queries.evaluating import UNFINISHED, Rating, rounds_of
from proposals.queries.replying import holds_of_handling, holds_of_reply, lists_wanted
from proposals.queries.reviewing import rule_of
from rooms.models import ClockStop, TimeLimit

BESIDE = (HandlingRole.CO, HandlingRole.JOINT)
# The lists can still be written.
LISTED = (ProposalState.FILED, ProposalState.PREASSIGNED, ProposalState.RUNNING, ProposalState.REWORK)
# Acts whose notes are written between the units and the office.
BETWEEN_UNITS = ("proposals.handle_proposal", "proposals.assign_proposal")
UNITS = Handling.objects.select_related("unit", "better_unit", "accepted_by").order_by("pk")


def preassigned(user):
    """What an office gave to units for the time being. One above sees it as well, and gives nothing for good."""
    kept = Proposal.objects.filter(office__in=user.units_as(RoleCode.OFFICE))
    return kept.filter(state=ProposalState.PREASSIGNED)


def with_handlings(rows):
    """The rows of a list, each with its units."""
    return Proposal.objects.of_page(rows).prefetch_related(Prefetch("handlings", UNITS))


def suggested_units(proposal: Proposal) -> dict:
    """What the last review would give it to, as the form of assignment begins."""
    last = proposal.reviews.standing().filter(lead__isnull=False).order_by("-pk").first()
    if last is None:
        return {}
    return {"lead": last.lead, "co": list(last.helpers.all())}


def own_handling(proposal: Proposal, user) -> Handling | None:
    """The part of the person's unit in it."""
    units = user.units_as(RoleCode.DEPARTMENT)
    rows = proposal.handlings.open().select_related("unit", "proposal") if units else Handling.objects.none()
    return rows.filter(unit__in=units).first()


def sees_inside(proposal: Proposal, user, own: Handling | None) -> bool:
    """Why a unit objected, what others wrote to the lead: for the offices and the units that have a part in it now."""
    if own or user.has_perm("proposals.assign_proposal", proposal):
        return True
    return user.has_perm("proposals.view_reviews", proposal)


def events_of(proposal: Proposal, user):
    """What was done with it; what units and the office wrote to each other is no business of who put it forward."""
    rows = history_of(proposal)
    if sees_inside(proposal, user, own_handling(proposal, user)):
        return rows
    for row in rows:
        row.note = "" if row.verb in BETWEEN_UNITS else row.note
    return rows


def limits_of(handlings) -> dict:
    """The limits that run or stand still for these parts, by the key of the part, with why the clock was stopped."""
    keys = [each.pk for each in handlings]
    if not keys:
        return {}
    found = TimeLimit.objects.open().filter(owner_type__model="handling", owner_type__app_label="proposals")
    stops = ClockStop.objects.filter(resumed_on__isnull=True)
    found = found.prefetch_related(Prefetch("stops", stops, to_attr="standing_stops"))
    limits = {}
    for limit in found.filter(owner_id__in=keys).select_related("unit").order_by("due_on", "pk"):
        limits.setdefault(limit.owner_id, []).append(limit)
    return limits


def shown_of_units(proposal: Proposal, user) -> dict:
    """What the page of a proposal shows of its handling."""
    handlings = list(UNITS.filter(proposal=proposal))
    limits, silent = limits_of(handlings), out_of_reach([each.unit for each in handlings])
    for each in handlings:
        each.limits = limits.get(each.pk, ())
        each.proposal = proposal
        each.is_silent = each.unit in silent
    own, rating = own_handling(proposal, user), Rating(rounds_of(proposal))
    return {
        "handlings": handlings,
        "own": own,
        "assigns": user.has_perm("proposals.assign_proposal", proposal),
        "closes": user.has_perm("proposals.close_proposal", proposal),
        "advices": list(proposal.advices.select_related("handling__unit")),
        "contacts": _contacts(proposal),
        "replies": list(Reply.objects.visible_to(user).filter(proposal=proposal).for_page()),
        "rounds": rating.rounds,
        "rating": rating,
        "why_not_closed": UNFINISHED if rating.runs else "",
        "shows_all": sees_inside(proposal, user, own),
        "edits_lists": proposal.state in LISTED and user.has_perm("proposals.edit_lists", proposal),
        "merged_here": list(proposal.merged.select_related("member", "room__unit")),
    }


def _contacts(proposal) -> list:
    rows = proposal.handlings.model.contacts.rel.related_model.objects.filter(handling__proposal=proposal)
    return list(rows.select_related("handling__unit", "entered_by"))


def shown_of_handling(handling: Handling, user) -> dict:
    """The page of one unit's part: what is asked, until when, what it has done, what it is to do next."""
    proposal, rule = handling.proposal, rule_of(handling.proposal)
    handles = user.has_perm("proposals.handle_proposal", handling)
    replies = list(handling.replies.for_page().order_by("pk"))
    draft = next((each for each in replies if each.is_draft), None)
    runs = handling.state == HandlingState.ACCEPTED
    answers = handling.role not in BESIDE
    return {
        "handling": handling,
        "proposal": proposal,
        "rule": rule,
        "handles": handles,
        "limits": limits_of([handling]).get(handling.pk, ()),
        "others": list(UNITS.filter(proposal=proposal).exclude(pk=handling.pk)),
        "advices": list(Advice.objects.filter(proposal=proposal).select_related("handling__unit")),
        "wants_lists": lists_wanted(proposal, rule),
        "edits_lists": handles and proposal.state in LISTED,
        "contacts": list(handling.contacts.select_related("entered_by").prefetch_related("attachments")),
        "replies": replies,
        "draft": draft,
        "answers": answers,
        "holds": (holds_of_reply(draft) if draft else holds_of_handling(handling)) if runs and answers else [],
        "to_cosign": list(handling.cosigns.filter(state=CoSigning.ASKED, reply__state=ReplyState.DRAFT)),
        "waits_for_extension": bool(handling.extension_asked_at and not handling.extension_ruled_at),
    }


def shown_of_reply(reply: Reply, user) -> dict:
    """The letter with the signatures of others, and what the person can do with it."""
    handles = user.has_perm("proposals.handle_proposal", reply)
    cosigns = list(reply.cosigns.for_page().order_by("pk"))
    own = [each for each in cosigns if user.has_perm("proposals.handle_proposal", each)]
    for each in cosigns:
        each.can_sign = reply.is_draft and each in own
    joint = reply.proposal.handlings.open().filter(role=HandlingRole.JOINT).exists()
    return {
        "reply": reply,
        "proposal": reply.proposal,
        "handling": reply.handling,
        "handles": handles,
        "cosigns": cosigns,
        # What units say to each other before they answer is not the proposer's to read.
        "reads_cosigns": bool(handles or own or user.has_perm("proposals.view_reviews", reply.proposal)),
        "objected": any(each.state == CoSigning.OBJECTED for each in cosigns),
        "needs_cosign": joint and rule_of(reply.proposal).cosigned and reply.handling.role == HandlingRole.LEAD,
        "holds": holds_of_reply(reply) if reply.is_draft and handles else [],
        "receives": user.has_perm("proposals.receive_reply", reply) and reply.state == ReplyState.SENT,
    }
