"""What rooms ask of a person: an application to decide, a room to open; and what about them alarms."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from consult.queries import Task
from members.enums import RoleCode
from rooms.enums import RoomState
from rooms.models import Room
from rooms.workflow.standing import standings

TOWNSHIP = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK)
MOST_ALARMS = 20


def room_tasks(user) -> Iterator[Task]:
    """Applications that wait for the leading office."""
    if not user.holds(RoleCode.LEADING_OFFICE):
        return
    for room, last in _on_the_way(user, RoomState.APPLIED):
        if user.has_perm("rooms.approve_room", room):
            yield Task(
                "审定设立联络室的申请", room.name, f"/rooms/{room.pk}/decide/", last.at if last else timezone.now()
            )


def _on_the_way(user, *states):
    rows = Room.objects.visible_to(user).filter(state__in=states).prefetch_related("decisions")
    return [(room, next(iter(room.decisions.all()), None)) for room in rows.for_page()[:MOST_ALARMS]]


@dataclass(frozen=True)
class Alarm:
    """Something about a room that waits for nobody's single act, and does not go away by itself."""

    sentence: str
    room: str
    url: str
    is_late: bool = False


def room_alarms(user) -> list[Alarm]:
    """Vacant places for the bodies over the rooms; gaps of the list for a room's own staff."""
    return [*_vacancies(user), *_life(user), *_gaps(user)][:MOST_ALARMS]


def _life(user) -> Iterator[Alarm]:
    """Rooms on their way: to be mended or opened by the body that asked."""
    if not user.holds(RoleCode.LEADING_OFFICE, *TOWNSHIP):
        return
    own = user.units_as(*TOWNSHIP)
    for room, _ in _on_the_way(user, RoomState.RETURNED, RoomState.APPROVED):
        if room.state == RoomState.APPROVED and user.has_perm("rooms.open_room", room):
            yield Alarm("已审定，补齐条件后登记挂牌", room.name, f"/rooms/{room.pk}/open/")
        elif room.state == RoomState.RETURNED and room.approver_id in own:
            yield Alarm("申请已退回，补充后再报", room.name, f"/rooms/{room.pk}/")


def _vacancies(user) -> Iterator[Alarm]:
    if not user.holds(RoleCode.LEADING_OFFICE, *TOWNSHIP):
        return
    rooms = list(Room.objects.open().visible_to(user).without_convener().for_page().order_by("pk")[:MOST_ALARMS])
    for standing in sorted(standings(rooms) if rooms else (), key=lambda each: -each.vacant_days()):
        room, days = standing.room, standing.vacant_days()
        may_set = user.has_perm("rooms.set_convener", room)
        url = f"/rooms/{room.pk}/convener/?rank=first" if may_set else f"/rooms/{room.pk}/"
        yield Alarm(f"第一召集人空缺 {days} 天" if days else "第一召集人空缺", room.name, url, is_late=True)


def _gaps(user) -> Iterator[Alarm]:
    own = user.units_as(RoleCode.CLERK, RoleCode.CONVENER)
    rooms = list(Room.objects.open().filter(unit__in=own).for_page()) if own else []
    for standing in standings(rooms) if rooms else ():
        if standing.lacking:
            names = "、".join(item["name"] for _, item in standing.lacking[:3])
            more = f"等 {len(standing.lacking)} 项" if len(standing.lacking) > 3 else ""
            said = f"{standing.checklists[0]['name']}具备 {standing.completion}，缺{names}{more}"
            yield Alarm(said, standing.room.name, f"/rooms/{standing.room.pk}/checklist/")
