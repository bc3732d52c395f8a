"""What comes next for one member: meetings, cases to take part in, activity days, contacts."""

from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone

from consult.enums import MeetingState, Step
from consult.models import Consultation, Meeting, Nomination
from consult.steps import seats
from members.models import Member
from proposals import queries as proposal_queries
from proposals.models import Proposal
from rooms import queries
from rooms.models import ActivityDay, Room

MOST = 10
MOST_NOMINATIONS = MOST_PROPOSALS = 3


@dataclass(frozen=True)
class Coming:
    """One activity day of one of the rooms, and whether the member said to come."""

    room: Room
    day: ActivityDay
    noted: object


def meetings_of(member: Member) -> list[Meeting]:
    """Planned sittings of cases on whose list the member stands, and those going on now."""
    listed = Consultation.objects.running().filter(
        participant_set__member=member, participant_set__removed_at__isnull=True
    )
    rows = Meeting.objects.filter(
        consultation__in=listed.values("pk"), state__in=(MeetingState.PLANNED, MeetingState.RUNNING)
    )
    return list(rows.select_related("consultation__topic", "consultation__room__unit").order_by("planned_at")[:MOST])


def cases_to_join(user, rooms) -> list[Consultation]:
    """Cases of the member's rooms whose list is open, and on which the member may put himself."""
    found = Consultation.objects.running().filter(
        joined_rooms__room__in=rooms, step=Step.PARTICIPANTS, participants_fixed_at__isnull=True
    )
    cases = found.for_page().distinct().order_by("-pk")[:MOST]
    return [case for case in cases if user.has_perm("consult.claim_seat", case) and not seats.why_not_claim(case, user)]


def nominations_of(user) -> list[Nomination]:
    """The last that the person put forward for a plan, with what became of each."""
    return list(Nomination.objects.filter(proposed_by=user).select_related("to").order_by("-pk")[:MOST_NOMINATIONS])


def proposals_of(user) -> list[Proposal]:
    """The last that the person wrote or puts forward, with where each stands."""
    return list(proposal_queries.mine(user)[:MOST_PROPOSALS])


def days_of(member: Member, rooms) -> list[Coming]:
    """The next activity day of each room."""
    today, found = timezone.localdate(), []
    for room in rooms:
        if day := queries.coming_day(room, today):
            noted = member.days_attended.filter(room_day__room=room, room_day__day=day).first()
            found.append(Coming(room, day, noted))
    return sorted(found, key=lambda each: (each.day.on, each.room.pk))


def contacts_of(member: Member):
    rows = member.contacts.standing().annotate(visited=Count("visits"), last_visit=Max("visits__on"))
    return rows.order_by("pinyin", "pk")
