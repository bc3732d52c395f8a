"""调整隶属: a room comes to lie in another township. What it did until then stays with the one where it did it."""

from django.db import IntegrityError, transaction

from members.enums import RegionKind
from members.operations import notify
from members.queries import people_of
from members.workflow import Refused, lock
from rooms.enums import RoomAct, RoomState
from rooms.models import Room
from rooms.operations.life import RELATED, after_last, approvers_of, body_of, put_down, tell, url_of
from rooms.operations.room import check_bodies, guidance_of


@transaction.atomic
def move_room(room: Room, *, by, on, region, approver, reason: str, basis, paper="", attachments=()) -> Room:
    """Consultations under way go on before the new body. Figures of the month of the move are the new township's."""
    room = lock(room, related=RELATED)
    unit, was, approved_by = room.unit, room.unit.region, room.approver
    _check(room, on, region)
    check_bodies(approver, None)
    unit.region, room.approver = region, approver
    try:
        with transaction.atomic():
            unit.save(update_fields=["region"])
    except IntegrityError:
        raise Refused(f"{region}已经有名为“{unit.name}”的单位，请先改名。") from None
    if not room.guidance_by_hand:
        room.guidance = guidance_of(region)
    room.version += 1
    room.save(update_fields=["approver", "guidance", "version"])
    told = {"on": on, "basis": basis, "paper": paper, "reason": reason, "body": body_of(by)}
    told |= {"from_region": was, "from_approver": approved_by}
    decision = put_down(room, RoomAct.MOVED, by=by, attachments=attachments, **told)
    sentence = f"{unit}由{was}调整到{region}，{on:%Y年%-m月%-d日}起"
    tell(room, "rooms.move_room", by=by, sentence=sentence, decision=decision)
    people = people_of(unit).exclude(pk=by.pk) | approvers_of(room, but=by)
    notify(people.distinct(), sentence, url=url_of(room))
    return room


def _check(room: Room, on, region) -> None:
    if room.state != RoomState.OPENED:
        raise Refused("只有已挂牌的联络室才能调整隶属；还没有挂牌的，请修改登记。")
    if region == room.unit.region:
        raise Refused("联络室已经在这个区域，请选择调整后的区域。")
    if region.kind == RegionKind.CITY or region.city_code != room.unit.region.city_code:
        raise Refused("请选择本市的乡镇（街道）或者村（社区）。")
    after_last(room, on)
