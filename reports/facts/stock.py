"""What a place has on a day: rooms, members and representatives. It is no sum over months."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from members.models import Member
from reports.facts.places import Place, rooms_on
from rooms.enums import RepresentativeKind
from rooms.models import Posting, Representative, Room


@dataclass(frozen=True)
class Had:
    code: str
    name: str
    unit: str
    meaning: str


ROOMS = Had("rooms", "政协委员联络室", "个", "这一天已经挂牌、还没有撤销的联络室")
MEMBERS = Had("members", "三级政协委员", "人", "在任的三级委员，按今天的名册，同时担任几级的计一人")
POSTED = Had("posted", "驻室委员", "人", "这一天派驻在联络室的委员，派驻几个联络室的计一人")
PARTY = Had("party", "党员代表", "人", "这一天在联络室的党员代表")
MASS = Had("mass", "群众代表", "人", "这一天在联络室的群众代表")
ALL = (ROOMS, MEMBERS, POSTED, PARTY, MASS)


def stock(place: Place, day: date) -> dict[str, int]:
    """How many of each by code; members of the roll belong to the whole city and are told there alone."""
    rooms = Room.objects.working_on(day).filter(pk__in=rooms_on(place, day))
    keys = list(rooms.order_by().values_list("pk", flat=True))
    people = (
        Representative.objects.on(day)
        .filter(room__in=keys)
        .aggregate(
            party=Count("pk", filter=Q(kind=RepresentativeKind.PARTY)),
            mass=Count("pk", filter=Q(kind=RepresentativeKind.MASS)),
        )
    )
    posted = Posting.objects.on(day).filter(room__in=keys).aggregate(n=Count("member", distinct=True))["n"]
    found = {"rooms": len(keys), "posted": posted, **people}
    if place.is_city:
        found["members"] = Member.objects.active().filter(region__path__startswith=place.path).count()
    return found
