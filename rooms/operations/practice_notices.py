"""Who is told that another method holds for what begins: the conveners and clerks of the rooms that it concerns."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from members.models import Role, User
from members.operations import notify_each
from members.permissions import ROOM_STAFF
from rooms import queries
from rooms.models import RegionPractice, Room, RoomPractice

RUNNING = "正在进行的协商仍按开始时的做法办理"


def tell_adopted(chosen: RegionPractice, *, by: User | None) -> None:
    """Tell the rooms of the region, but for those where something nearer holds."""
    region, version, day = chosen.region, chosen.practice, written(chosen.starts_on)
    rooms = queries.rooms_that_follow(region, version=version, on=chosen.starts_on)
    said = f"{region.name}自{day}起采用《{version.name}》{version.version} 版，新开始的协商按它办理，{RUNNING}"
    tell_staff(rooms, said, by=by)


def tell_room(chosen: RoomPractice, *, by: User) -> None:
    room, version, day = chosen.room, chosen.base, written(chosen.starts_on)
    base = f"《{version.name}》{version.version} 版"
    said = f"采用自己的设置（{base}）" if chosen.practice_id else f"不再采用自己的设置，随区域采用{base}"
    tell_staff(Room.objects.filter(pk=room.pk), f"{room.name}自{day}起{said}，新开始的协商按它办理，{RUNNING}", by=by)


def tell_staff(rooms, sentence: str, *, by: User | None) -> None:
    """Each is led to the method of the room that he works in."""
    roles = Role.objects.on(timezone.localdate()).filter(unit__room__in=rooms, code__in=ROOM_STAFF)
    roles = roles.exclude(user=by) if by else roles
    people = [
        (role.user, reverse("rooms:room_practice", args=[role.unit.room.pk]))
        for role in roles.select_related("user", "unit__room").order_by("pk")
    ]
    notify_each(people, sentence)


def written(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
