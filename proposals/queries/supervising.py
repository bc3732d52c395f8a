"""督办 in figures: what is looked after by whom, and how a month of supervision stands."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse

from proposals.enums import ContactWay, ProposalState, SupervisionTier
from proposals.models import Advice, HandlingContact, Proposal, Supervision, SupervisionVisit
from rooms import practice

# 面对面: somebody sat or stood before somebody.
FACE_TO_FACE = (ContactWay.VISIT, ContactWay.MEETING, ContactWay.SITE)


def handled_kinds(user) -> list[str]:
    """Kinds that units handle in the person's place: only these are supervised."""
    rules = practice.of_person(user).proposal_kinds or practice.load(practice.ROOT).proposal_kinds
    return [rule.kind for rule in rules if rule.handled]


def supervised_by(user):
    """What the person looks after as an office: filed, of a kind that units handle."""
    rows = Proposal.objects.cared_for_by(user).supervised()
    return rows.filter(kind__in=handled_kinds(user))


def with_supervision(rows):
    return rows.annotate(is_supervised=Exists(Supervision.objects.filter(proposal=OuterRef("pk"))))


def met_face_to_face():
    """A unit met the proposer, or a visit of whoever supervises did."""
    spoken = HandlingContact.objects.filter(handling__proposal=OuterRef("pk"), with_proposer=True, way__in=FACE_TO_FACE)
    visited = SupervisionVisit.objects.filter(supervision__proposal=OuterRef("pk"), met_proposer=True)
    return Q(Exists(spoken)) | Q(Exists(visited))


@dataclass(frozen=True)
class Part:
    """A figure with its whole, and the list behind it."""

    name: str
    part: int
    whole: int
    meaning: str
    url: str = ""

    @property
    def percent(self) -> str:
        return f"{self.part / self.whole * 100:.1f}%" if self.whole else ""


def figures(user, year: int) -> list[Part]:
    """Of the proposals of one year: supervised, met face to face, suggestions finished, closed."""
    rows = supervised_by(user).filter(year=year)
    supervised = Exists(Supervision.objects.filter(proposal=OuterRef("pk")))
    counted = rows.aggregate(
        whole=Count("pk"),
        supervised=Count("pk", filter=supervised),
        met=Count("pk", filter=met_face_to_face()),
        closed=Count("pk", filter=Q(state=ProposalState.CLOSED)),
    )
    advices = Advice.objects.filter(proposal__in=rows.values("pk")).aggregate(
        whole=Count("pk"), finished=Count("pk", filter=Q(is_finished=True))
    )
    whole = counted["whole"]
    listed = f"{reverse('proposals:supervisions')}?{urlencode({'year': year})}"
    return [
        Part("已安排督办", counted["supervised"], whole, "至少有一条督办记录的提案占全部立案提案", listed),
        Part(
            "面对面沟通",
            counted["met"],
            whole,
            "承办单位或者督办人与提出人当面沟通过的提案占全部立案提案",
            f"{listed}&view=met",
        ),
        Part("建议办结", advices["finished"], advices["whole"], "责任清单上已经办结的建议占全部建议"),
        Part("提案办结", counted["closed"], whole, "已经办结的提案占全部立案提案", f"{listed}&view=closed"),
    ]


def tiers(user, since: date, until: date) -> list[dict]:
    """Of each tier: who supervises how much, and what was done in the period."""
    own = Supervision.objects.filter(proposal__in=supervised_by(user).values("pk"))
    rows = own.values("tier").annotate(count=Count("pk"), proposals=Count("proposal", distinct=True)).order_by("tier")
    visits = SupervisionVisit.objects.filter(supervision__in=own.values("pk"), on__range=(since, until))
    visits = visits.values("supervision__tier").annotate(
        visits=Count("pk"), people=Sum("count"), visited=Count("supervision__proposal", distinct=True)
    )
    done = {row["supervision__tier"]: row for row in visits.order_by()}
    held = {row["tier"]: row for row in rows}
    none = {"count": 0, "proposals": 0}
    return [
        {
            "tier": tier.value,
            "name": tier.label,
            **{name: held.get(tier.value, none)[name] for name in none},
            **{name: done.get(tier.value, {}).get(name) or 0 for name in ("visits", "people", "visited")},
        }
        for tier in SupervisionTier
    ]


def months_of(user, year: int, name: str) -> tuple[date, date]:
    """The first and the last day of 督办月 or 评议月, by the pack of the person's place."""
    months = getattr(practice.of_person(user).proposal_year, name)
    last = max(months)
    return date(year, min(months), 1), date(year, last, monthrange(year, last)[1])


def waiting_in(user, since: date, until: date, *, most: int):
    """Supervisions without a visit in the period, the highest tier first."""
    visited = SupervisionVisit.objects.filter(supervision=OuterRef("pk"), on__range=(since, until))
    own = Supervision.objects.running().filter(proposal__in=supervised_by(user).values("pk"))
    return own.exclude(Exists(visited)).for_page().order_by("tier", "pk")[:most]
