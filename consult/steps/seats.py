"""Ways onto the list besides the clerk's hand: last time's people again (名单固定), and a member who claims a seat."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consult.models import Consultation, Participant
from consult.steps import participants
from consult.steps.telling import notify_rooms
from consult.workflow import Refused, guards, lock, pack_of, recording
from rooms.models import Posting

RELATED = ("topic", "room__unit__region", "practice", "approval")
COPIED = ("name", "kind", "member", "representative", "convener", "unit", "title", "phone")


def last_list(consultation) -> Consultation | None:
    """The room's last case whose list was fixed."""
    others = Consultation.objects.filter(room=consultation.room, participants_fixed_at__isnull=False)
    return others.exclude(pk=consultation.pk).order_by("-participants_fixed_at").first()


@transaction.atomic
def take_over(consultation, *, by) -> int:
    """Put the people of the room's last list on this one, each once; return how many were added.

    Categories that the place has no more, and members who are posted elsewhere by now, are left out.
    """
    consultation = lock(consultation, related=RELATED)
    guards.require(recording.listing(consultation))
    before = last_list(consultation)
    if before is None:
        raise Refused(consultation.say("这个{room_short}还没有确定过名单，没有可以沿用的。"))
    known = {each.code for each in pack_of(consultation).categories}
    posted = set(
        Posting.objects.on(timezone.localdate()).filter(room=consultation.room).values_list("member", flat=True)
    )
    added = 0
    for person in before.participant_set.standing().filter(came_unlisted=False, category__in=known):
        if not (person.member_id and person.member_id not in posted):
            added += _add(consultation, person, by=by)
    return added


def _add(consultation, person, *, by) -> int:
    fields = {name: getattr(person, name) for name in COPIED}
    same = Q(name=person.name, category=person.category)
    # The same person may be there in another category by now.
    if person.convener:
        same |= Q(convener__user=person.convener.user_id)
    for source in ("member", "representative"):
        same |= Q(**{source: fields[source]}) if fields[source] else Q()
    if consultation.participant_set.standing().filter(same).exists():
        return 0
    participants.add(consultation, by=by, category=person.category, **fields)
    return 1


def why_not_claim(consultation, user) -> str:
    """Why the member cannot take a seat by himself now; empty where he can."""
    if why := recording.listing(consultation):
        return why
    takes_members = participants.category_from("member", consultation.pack) is not None
    if "claimed" not in consultation.pack.participants.join or not takes_members:
        return consultation.say("这里的{participant}由{convener}确定。")
    if consultation.participants_fixed_at:
        return "名单已经确定，不能再报名。"
    member = getattr(user, "member", None)
    if member is None or not _is_posted(consultation, member):
        return consultation.say("只有派驻这个{room_short}的委员可以认领。")
    if consultation.participant_set.standing().filter(member=member).exists():
        return "您已经在名单里。"
    return ""


def _is_posted(consultation, member) -> bool:
    rooms = consultation.joined_rooms.values("room")
    return Posting.objects.on(timezone.localdate()).filter(room__in=rooms, member=member).exists()


@transaction.atomic
def claim(consultation, *, by) -> Participant:
    """The member puts himself on the list (委员认领), where the place works in that way."""
    consultation = lock(consultation, related=RELATED)
    guards.require(why_not_claim(consultation, by))
    participants.add_team(consultation, by=by, members=[by.member])
    seat = consultation.participant_set.standing().get(member=by.member)
    notify_rooms(consultation, consultation.say("{who}认领参加：{title}", who=by.name, title=consultation.title), by=by)
    return seat
