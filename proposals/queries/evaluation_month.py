"""评议月 in figures: which proposals that were replied to are rated, and who has still not answered."""

from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from consult.enums.evaluation import RatedSide, RaterWay, RoundState, Satisfaction
from consult.models import EvaluationInvitation, EvaluationRound
from consult.queries import evaluation
from members.enums import RoleCode
from members.models import Role
from proposals.enums import ProposalState
from proposals.models import Proposal, Reply
from proposals.queries.supervising import Part, months_of, supervised_by


def replied(user, year: int):
    """The proposals of the year that the person looks after and that a letter went out for."""
    sent = Reply.objects.sent().filter(proposal=OuterRef("pk"))
    return supervised_by(user).filter(Exists(sent), year=year)


def unrated(rows):
    """Replied, and nobody was asked since the last letter."""
    later = Reply.objects.sent().filter(proposal=OuterRef("target_id"), sent_at__gt=OuterRef("created_at"))
    asked = _of_proposals().filter(~Exists(later), target_id=OuterRef("pk"), side=RatedSide.HANDLING)
    return rows.filter(~Exists(asked), state=ProposalState.REPLIED)


def rounds_of_year(user, year: int):
    """The newest round of each proposal and side: what was handled again is rated again, and counted once."""
    newer = EvaluationRound.objects.not_void().filter(
        target_type=OuterRef("target_type"),
        target_id=OuterRef("target_id"),
        side=OuterRef("side"),
        pk__gt=OuterRef("pk"),
    )
    own = _of_proposals().filter(~Exists(newer), target_id__in=replied(user, year).values("pk"))
    left = EvaluationInvitation.objects.unanswered().filter(round=OuterRef("pk"))
    came = EvaluationInvitation.objects.standing().filter(round=OuterRef("pk"))
    return own.annotate(has_left=Exists(left), is_complete=Q(~Exists(left) & Exists(came)))


def in_months(rows, since, until):
    """Those that run on some day of the period."""
    return rows.filter(opens_on__lte=until, closes_on__gte=since)


def figures(user, year: int) -> list[Part]:
    """By the newest round in which the proposers rate the handling."""
    rows = rounds_of_year(user, year).filter(side=RatedSide.HANDLING)
    since, until = months_of(user, year, "evaluation_months")
    closed = Q(state=RoundState.CLOSED)
    found = rows.aggregate(
        opened=Count("pk"),
        now=Count("pk", filter=Q(opens_on__lte=until, closes_on__gte=since)),
        complete=Count("pk", filter=Q(is_complete=True)),
        closed=Count("pk", filter=closed),
        yes=Count("pk", filter=closed & Q(satisfaction=Satisfaction.YES)),
        no=Count("pk", filter=closed & Q(satisfaction=Satisfaction.NO)),
    )
    whole, opened, ended = replied(user, year).count(), found["opened"], found["closed"]
    asked, again = unrated(replied(user, year)).count(), replied(user, year).filter(round__gt=1).count()
    here, cared = _listed("evaluation_month", year, side=RatedSide.HANDLING.value), _listed("supervisions", year)
    return [
        Part("已发起评议", opened, whole, "请提出人评过办理的提案占已答复的提案", here),
        Part("在评议月评议", found["now"], opened, "最近一次评议有一天在评议月里的", f"{here}&period=month"),
        Part("待发起评议", asked, whole, "最近一次答复以后还没有发起评议的提案占已答复的提案", f"{cared}&view=unrated"),
        Part("全部评完", found["complete"], opened, "请的人都已经评了的占已发起的", f"{here}&view=answered"),
        Part("已结束", ended, opened, "评议已经结束的占已发起的", f"{here}&view=closed"),
        Part("满意", found["yes"], ended, "结论为满意的占已结束的", f"{here}&view=yes"),
        Part("不满意", found["no"], ended, "结论为不满意的占已结束的", f"{here}&view=no"),
        Part("二次办理", again, whole, "评议不满意或者回头看没有落实、重新办理的占已答复的提案", f"{cared}&view=again"),
    ]


def with_waiting(rows, user) -> list:
    """Each round of a page with its proposal and with who has not answered: by name, links and paper as numbers.

    Of a round in which the person is rated nothing is told before its end.
    """
    rows = evaluation.told_apart(list(rows), user)
    keys = [row.pk for row in rows if row.shows_counts]
    left = EvaluationInvitation.objects.unanswered().filter(round__in=keys)
    left = list(left.select_related("user", "unit").order_by("pk"))
    places = _places([each.user_id for each in left if each.user_id])
    proposals = Proposal.objects.in_bulk([row.target_id for row in rows])
    seen = EvaluationRound.objects.visible_to(user).filter(pk__in=[row.pk for row in rows])
    seen = set(seen.values_list("pk", flat=True))
    for row in rows:
        own = [each for each in left if each.round_id == row.pk]
        row.proposal, row.is_seen = proposals[row.target_id], row.pk in seen
        row.names = [_named(each, places) for each in own if each.user_id or each.unit_id]
        row.links = sum(each.way == RaterWay.LINK for each in own)
        row.papers = sum(each.way == RaterWay.PAPER for each in own)
    return rows


def to_remind(user, year: int):
    """Open rounds that the person's office runs, in which somebody with an account has not answered."""
    left = EvaluationInvitation.objects.unanswered().filter(round=OuterRef("pk"), way=RaterWay.ACCOUNT)
    rows = EvaluationRound.objects.filter(pk__in=rounds_of_year(user, year).values("pk")).open()
    return rows.filter(Exists(left), keeper__in=user.units_as(RoleCode.OFFICE), closes_on__gte=timezone.localdate())


def _of_proposals():
    kind = ContentType.objects.get_for_model(Proposal)
    return EvaluationRound.objects.not_void().filter(target_type=kind)


def _listed(name: str, year: int, **query) -> str:
    return f"{reverse(f'proposals:{name}')}?{urlencode({'year': year, **query})}"


def _places(users) -> dict[int, str]:
    """Where each of them stands, by the first role that is held today."""
    roles = (
        Role.objects.on(timezone.localdate()).filter(user__in=users).select_related("unit", "region").order_by("-pk")
    )
    return {role.user_id: (role.unit.short_name if role.unit else role.region.name) for role in roles}


def _named(each: EvaluationInvitation, places) -> str:
    if each.unit_id:
        return each.unit.short_name
    place = places.get(each.user_id, "")
    return f"{each.user.name}（{place}）" if place else each.user.name
