"""Who could have taken part in what a room did, to which activity day it belongs, and what activities come to."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Prefetch, Q, Sum

from members.enums import RoleCode
from members.models import Member, Role, User
from rooms.enums import ActivityKind, VoiceKind
from rooms.models import Activity, ActivityDay, ActivityPerson, Posting, Representative, Room, Voice
from rooms.queries.days import is_of
from rooms.queries.rulers import Rulers

# How far from an activity day what belongs to it may have been done.
NEAR_DAYS = 14


@dataclass(frozen=True)
class Mate:
    """Somebody of a room's team, by the key with which a form names the person."""

    key: str
    person: object
    word: str

    @property
    def name(self) -> str:
        return self.person.name


def key_of(person) -> str:
    """m12 for a member, r3 for a representative, u7 for somebody by account."""
    return f"{PERSON_KEYS[type(person)]}{person.pk}"


PERSON_KEYS = {Member: "m", Representative: "r", User: "u"}


def team_on(room, day) -> list[Mate]:
    """Everybody who belonged to the room on the day; who is there in two ways stands once, first as a member."""
    postings = room.postings.on(day).select_related("member").order_by("member__pinyin")
    named = [Mate(key_of(each.member), each.member, "委员") for each in postings]
    representatives = room.representatives.on(day).order_by("kind", "pinyin")
    named += [Mate(key_of(each), each, each.get_kind_display()) for each in representatives]
    accounts = {each.person.user_id for each in named}
    conveners = room.conveners.on(day).select_related("user").order_by("rank")
    others = [Mate(key_of(each.user), each.user, each.get_rank_display()) for each in conveners]
    clerks = Role.objects.on(day).filter(unit=room.unit, code=RoleCode.CLERK).select_related("user")
    others += [Mate(key_of(role.user), role.user, "工作人员") for role in clerks.order_by("user__pinyin")]
    found = {each.key: each for each in [*named, *(each for each in others if each.person.pk not in accounts)]}
    return list(found.values())


def activity_day_near(room, day):
    """The activity day to which something done on the day may belong: on it, or the nearest within two weeks."""
    around = (day - timedelta(days=NEAR_DAYS), day + timedelta(days=NEAR_DAYS))
    days = _days(room).filter(Q(on__range=around) | Q(nominal_on__range=around))
    rulers = Rulers()
    near = [each for each in days if is_of(room, each, rulers)]
    return min(near, key=lambda each: distance_to(each, day), default=None)


def _days(room):
    days = ActivityDay.objects.standing().of_path(room.unit.region.path)
    return days.select_related("region").order_by("on", "pk")


def distance_to(activity_day, day) -> int:
    """Days between; records stay with an activity day that was moved after they were made."""
    return min(abs((day - activity_day.on).days), abs((day - activity_day.nominal_on).days))


def members_seen(user):
    """Whoever is or was posted to a room that the person sees: no filter tells the name of anybody else."""
    return Member.objects.filter(pk__in=Posting.objects.filter(room__in=Room.objects.visible_to(user)).values("member"))


def own_part(user, team) -> list[str]:
    """Whom the form names before anybody is chosen: the member who writes. Of others nobody has said it."""
    own = [mate.key for mate in team if getattr(mate.person, "user_id", mate.person.pk) == user.pk]
    return [key for key in own[:1] if not key.startswith("u")]


def days_since(room, since) -> list:
    """The dates of the room's activity days since a day."""
    rulers = Rulers()
    return [each.on for each in _days(room).filter(on__gte=since) if is_of(room, each, rulers)]


@dataclass(frozen=True)
class Figure:
    """One figure over a list of activities, and the filters that lead to its records."""

    word: str
    value: int
    unit: str
    kind: str
    is_voice: bool = False


def figures(activities) -> list[Figure]:
    """What these activities come to, each kind in its own unit; kinds of which there is nothing are left out."""
    keys = activities.order_by().values("pk")
    sums = Activity.objects.filter(pk__in=keys).order_by().values("kind").annotate(total=Sum("amount"))
    sums = dict(sums.values_list("kind", "total"))
    found = [Figure(kind.label, sums[kind], kind.unit, kind) for kind in ActivityKind if kind in sums]
    voices = Voice.objects.standing().filter(activity__in=keys).order_by().values("kind").annotate(total=Count("pk"))
    voices = dict(voices.values_list("kind", "total"))
    return found + [Figure(kind.label, voices[kind], "条", kind, True) for kind in VoiceKind if kind in voices]


def for_activity_list(activities, user):
    """These activities with what their list shows to the person."""
    voices = Count("voices", filter=Q(voices__removed_at__isnull=True))
    people = ActivityPerson.objects.select_related("member", "representative", "user")
    rows = Activity.objects.filter(pk__in=activities.values("pk")).told_to(user).annotate(voice_count=voices)
    return rows.select_related("room__unit", "day").prefetch_related(Prefetch("people", people))


def of_room_page(room, user, today) -> dict:
    """The sheet on a room's page: how often this year, and the latest ones."""
    standing = room.activities.standing()
    return {
        "activity_count": standing.filter(on__year=today.year).count(),
        "activities": standing.told_to(user).order_by("-on", "-pk")[:5],
    }
