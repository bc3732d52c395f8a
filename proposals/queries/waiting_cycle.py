"""What waits for a person on the way of proposals from 收件 to 办结."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from consult.queries import MOST_TASKS, Task
from members.enums import RoleCode
from members.permissions import ROOM_TEAM
from proposals.enums import CoSigning, HandlingState, ProposalState, ReplyState
from proposals.models import CoSign, Handling, Proposal, Reply
from proposals.queries.evaluating import Rating, ratings_of

S = ProposalState
TO_DO = {
    HandlingState.PROPOSED: "答复{who}的预交办",
    HandlingState.ISSUED: "签收{who}交办的提案",
    HandlingState.ACCEPTED: "办理{who}交办的提案",
}


def of_cycle(user) -> Iterator[Task]:
    if units := user.units_as(RoleCode.OFFICE):
        yield from _of_office(units)
    if units := user.units_as(RoleCode.DEPARTMENT):
        yield from _of_unit(units)
    if user.holds(*ROOM_TEAM):
        yield from _of_proposer(user)


def _of_office(units) -> Iterator[Task]:
    """Reviews and assignments are worked off in their lists: one task each. What somebody asks is a task of its own."""
    rows = Proposal.objects.filter(office__in=units)
    counted = rows.aggregate(
        received=Count("pk", filter=Q(state=S.RECEIVED)),
        since=Min("answered_at", filter=Q(state=S.RECEIVED)),
    )
    if counted["received"]:
        told = f"{counted['received']} 件待审查"
        yield Task("登记审查意见", told, reverse("proposals:reviews"), counted["since"])
    asked = Q(state=HandlingState.OBJECTED) | Q(
        state=HandlingState.ACCEPTED, extension_asked_at__isnull=False, extension_ruled_at__isnull=True
    )
    handlings = Handling.objects.filter(asked, proposal__office__in=units).select_related("unit", "proposal")
    for each in handlings.order_by("pk")[:MOST_TASKS]:
        objects = each.state == HandlingState.OBJECTED
        word, since = ("退办", each.objected_at) if objects else ("延期", each.extension_asked_at)
        name = "adjust_handling" if objects else "rule_extension"
        url = reverse(f"proposals:{name}", args=[each.pk])
        yield Task(f"答复{each.unit.short_name}的{word}申请", each.proposal.title, url, since)
    replied = rows.filter(state=S.REPLIED).annotate(since=Max("replies__sent_at"))
    replied = list(replied.order_by("since", "pk")[:MOST_TASKS])
    ratings = ratings_of(replied)
    for row in replied:
        yield Task(_after_reply(ratings.get(row.pk)), row.title, row.get_absolute_url(), row.since)


def _after_reply(rating: Rating | None) -> str:
    if rating is None:
        return "单位已答复，发起评议或者办结"
    if rating.can_end:
        return f"结束评议（{rating.count}）"
    return f"评议中，{rating.count}" if rating.runs else "评议已结束，办结或者重新办理"


def _of_unit(units) -> Iterator[Task]:
    """What it is asked, what it handles, and the letters of others that wait for its signature."""
    rows = Handling.objects.filter(unit__in=units, proposal__isnull=False, state__in=TO_DO)
    for each in rows.select_related("issued_by_unit", "proposal").order_by("issued_at", "pk")[:MOST_TASKS]:
        sentence = TO_DO[each.state].format(who=each.issued_by_unit.short_name)
        yield Task(sentence, each.proposal.title, each.get_absolute_url(), each.accepted_at or each.issued_at)
    cosigns = CoSign.objects.filter(
        handling__unit__in=units, state=CoSigning.ASKED, reply__state=ReplyState.DRAFT
    ).select_related("reply__handling__unit", "reply__proposal")
    for each in cosigns.order_by("pk")[:MOST_TASKS]:
        reply = each.reply
        told = f"会签{reply.handling.unit.short_name}的答复函"
        yield Task(told, reply.proposal.title, reply.get_absolute_url(), reply.cosign_asked_at)


def _of_proposer(user) -> Iterator[Task]:
    own = Q(proposal__member__user=user) | Q(proposal__written_by=user)
    replies = Reply.objects.sent().filter(own, received_at__isnull=True).select_related("proposal")
    for each in replies.order_by("pk")[:MOST_TASKS]:
        yield Task("签收答复函", each.proposal.title, each.get_absolute_url(), each.sent_at)
