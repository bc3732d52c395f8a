"""Reads about calls, nominations and plans."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from consult.enums import Audience, NominationSource, PlanItemState, PlanState
from consult.models import Consultation, Nomination, Plan, PlanItem
from consult.models.plan import NOT_BEGUN
from members.enums import RoleCode, UnitKind
from members.models import Member, Role, Unit, User
from members.permissions.plans import PLANNERS
from members.queries import people_of
from rooms.models import Room

STAFF = (RoleCode.CLERK, RoleCode.CONVENER)
TEAM = (*STAFF, RoleCode.MEMBER, RoleCode.REPRESENTATIVE)
# What the sum of a plan tells, in the order of its way.
COUNTED = {
    "whole": ~Q(state=PlanItemState.DROPPED),
    "begun": Q(state__in=[PlanItemState.RUNNING, PlanItemState.HELD, PlanItemState.DONE]),
    "held": Q(state__in=[PlanItemState.HELD, PlanItemState.DONE]),
    "done": Q(state=PlanItemState.DONE),
    "dropped": Q(state=PlanItemState.DROPPED),
}


def asked_roles(call):
    """The roles of today that a call speaks to."""
    roles, path, wanted = Role.objects.on(timezone.localdate()), call.region.path, Q(pk__in=[])
    here = Q(unit=call.issuer) if call.issuer.kind == UnitKind.ROOM else Q(unit__region__path__startswith=path)
    if Audience.ROOMS in call.asked:
        wanted |= Q(code__in=STAFF) & here
    if Audience.MEMBERS in call.asked:
        wanted |= Q(code__in=(RoleCode.MEMBER, RoleCode.REPRESENTATIVE)) & here
    if Audience.UNITS in call.asked:
        wanted |= Q(unit__in=[unit.pk for unit in call.units.all()])
    return roles.filter(wanted)


def asked_people(call):
    return User.objects.filter(is_active=True, pk__in=asked_roles(call).values("user"))


def is_asked(call, user) -> bool:
    """Whether the call speaks to the person; who made it may answer too."""
    return call.issuer_id in user.units_as(*PLANNERS) or asked_roles(call).filter(user=user).exists()


def keepers_of(unit):
    """Who works on the plan of a unit."""
    return people_of(unit, *PLANNERS)


@dataclass(frozen=True)
class Standing:
    """As whom a person puts a topic forward, from which sources, and to whom."""

    sources: tuple
    targets: list[Unit]
    room: Room | None = None
    unit: Unit | None = None
    member: Member | None = None

    @property
    def place(self):
        return self.room.unit.region if self.room else self.unit.region


def standing_of(user) -> Standing | None:
    """A member speaks for himself, staff for the room, others for their unit; what others said, they name."""
    roles = [role for role in user.current_roles if role.unit_id]
    in_room = next((role for role in roles if role.code in TEAM), None)
    if in_room:
        room = Room.objects.for_page().filter(unit=in_room.unit_id).first()
        targets = [room.unit, *_above(room)]
        if in_room.code == RoleCode.MEMBER:
            member = Member.objects.filter(user=user).first()
            return Standing((NominationSource.MEMBER,), targets, room=room, member=member)
        if in_room.code == RoleCode.REPRESENTATIVE:
            return Standing((NominationSource.REPRESENTATIVE,), targets, room=room)
        return Standing(OF_STAFF, targets, room=room)
    own = next((role.unit for role in roles), None)
    if own is None:
        return None
    targets = [unit for unit in (own, *_city_offices(own.region)) if unit.kind in (*BODIES, UnitKind.OFFICE)]
    return Standing(OF_UNITS, list(dict.fromkeys(targets)), unit=own)


OF_STAFF = (
    NominationSource.ROOM,
    NominationSource.MEMBER,
    NominationSource.REPRESENTATIVE,
    NominationSource.PUBLIC,
    NominationSource.VOICE,
    NominationSource.PROPOSAL,
)
OF_UNITS = (NominationSource.UNIT, NominationSource.PUBLIC, NominationSource.PROPOSAL)
BODIES = (UnitKind.TOWNSHIP, UnitKind.LEADING_OFFICE)


def _above(room) -> list[Unit]:
    township = [room.approver] if room.approver.kind == UnitKind.TOWNSHIP else []
    return [*township, *_city_offices(room.unit.region)]


def _city_offices(region):
    return Unit.objects.active().filter(kind=UnitKind.LEADING_OFFICE, region__code=region.city_code)


def own_units(user) -> list[Unit]:
    """The units of which the person makes the plan."""
    kinds = (UnitKind.ROOM, UnitKind.TOWNSHIP, UnitKind.LEADING_OFFICE, UnitKind.OFFICE)
    units = Unit.objects.active().filter(pk__in=user.units_as(*PLANNERS), kind__in=kinds)
    return list(units.select_related("region", "room"))


def similar_nominations(user, title: str, *, apart_from=None, most: int = 5) -> list[Nomination]:
    """Nominations that the person sees whose titles share two characters in a row with this one, best first."""
    wanted = _pieces(title)
    if not wanted:
        return []
    holds = Q()
    for piece in sorted(wanted)[:60]:
        holds |= Q(title__contains=piece)
    rows = Nomination.objects.visible_to(user).filter(holds).exclude(pk=getattr(apart_from, "pk", None))
    rows = rows.select_related("room__unit", "unit", "member")[:200]
    scored = [(len(wanted & _pieces(row.title)), row) for row in rows]
    least = max(2, len(wanted) // 3)
    return [row for score, row in sorted(scored, key=lambda each: (-each[0], -each[1].pk)) if score >= least][:most]


def _pieces(title: str) -> set[str]:
    text = "".join(title.split())
    return {text[at : at + 2] for at in range(len(text) - 1)}


def with_progress(plans):
    """Plans with how many of their topics are begun, held and done; the sum of each counts what was not dropped."""
    today = timezone.localdate()
    over = Q(items__plan__year__lt=today.year) | Q(items__plan__year=today.year, items__until_month__lt=today.month)
    counts = {name: Count("items", filter=_of_items(wanted), distinct=True) for name, wanted in COUNTED.items()}
    overdue = Q(state=PlanState.ISSUED) & over & Q(items__state__in=NOT_BEGUN)
    return plans.annotate(**counts, overdue=Count("items", filter=overdue, distinct=True))


def _of_items(wanted: Q) -> Q:
    """The same condition asked of the items of a plan."""
    turned = Q(*(Q((f"items__{name}", value)) for name, value in wanted.children), _negated=wanted.negated)
    # A plan without a topic has a row without one.
    return turned & Q(items__isnull=False)


def progress_of(items) -> dict[str, int]:
    """The same sums over items that were read already."""
    states = [item.state for item in items]
    begun = (PlanItemState.RUNNING, PlanItemState.HELD, PlanItemState.DONE)
    return {
        "whole": sum(state != PlanItemState.DROPPED for state in states),
        "begun": sum(state in begun for state in states),
        "held": sum(state in begun[1:] for state in states),
        "done": states.count(PlanItemState.DONE),
        "dropped": states.count(PlanItemState.DROPPED),
    }


def items_of(plan) -> list[PlanItem]:
    """The table of a plan, with all that its rows show."""
    items = plan.items.select_related("lead").prefetch_related("rooms__unit", "units", "nominations__member")
    rows = list(items.order_by("position", "pk"))
    for row in rows:
        row.plan = plan
    return rows


def cases_of(item, user=None):
    """Consultations that were begun from the item, in the order in which they were."""
    if item.topic_id is None:
        return Consultation.objects.none()
    rows = Consultation.objects.visible_to(user) if user else Consultation.objects.all()
    return rows.filter(topic=item.topic_id).select_related("room__unit", "topic").order_by("pk")


def held_months(items) -> dict[int, list[int]]:
    """Item → the months in which meetings of it ended; one query for a whole plan."""
    topics = [item.topic_id for item in items if item.topic_id]
    rows = Consultation.objects.filter(topic__in=topics, meeting_set__state="ended")
    found: dict[int, set] = {}
    for topic, at in rows.values_list("topic", "meeting_set__started_at"):
        found.setdefault(topic, set()).add(timezone.localdate(at).month)
    return {item.pk: sorted(found.get(item.topic_id, ())) for item in items}


def plan_of(unit, year: int) -> Plan | None:
    return Plan.objects.filter(unit=unit, year=year).first()
