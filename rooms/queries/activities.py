"""Who could have taken part in what a room did on a day, and to which activity day it belongs."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from members.enums import RoleCode
from members.models import Member, Role, User
from rooms.models import ActivityDay, Representative
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
    days = ActivityDay.objects.standing().of_path(room.unit.region.path).select_related("region")
    days = days.filter(Q(on__range=around) | Q(nominal_on__range=around)).order_by("on", "pk")
    rulers = Rulers()
    own = (each for each in days if is_of(room, each, rulers))
    return min(own, key=lambda each: distance_to(each, day), default=None)


def distance_to(activity_day, day) -> int:
    """Days between; records stay with an activity day that was moved after they were made."""
    return min(abs((day - activity_day.on).days), abs((day - activity_day.nominal_on).days))
