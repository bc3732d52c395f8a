"""A room that exists is entered, and any room is changed. How rooms come to be and end is in `life`."""

from django.db import transaction

from members import ledger
from members.enums import UnitKind
from members.models.places import lineage
from members.operations.changes import overwrite
from members.operations.places import edit_unit, insert_unit
from members.workflow import Refused, check_version, lock
from rooms.enums import RoomState
from rooms.models import GuidanceArea, Room

APPROVERS = (UnitKind.TOWNSHIP, UnitKind.PARTY_BODY)
OF_UNIT = ("name", "short_name", "is_active")


@transaction.atomic
def add_room(*, by, region, name: str, short_name: str, approver, guidance=None, **values) -> Room:
    """Enter a room that is there already: with the day of its opening as opened, else as approved."""
    check_bodies(approver, guidance)
    unit = insert_unit(kind=UnitKind.ROOM, region=region, name=name, short_name=short_name)
    values["state"] = RoomState.OPENED if values.get("opened_on") else RoomState.APPROVED
    values["guidance_by_hand"] = guidance is not None
    room = Room.objects.create(unit=unit, approver=approver, guidance=guidance or guidance_of(region), **values)
    ledger.record(room, "rooms.add_room", by=by, unit=unit, sentence=f"新建联络室{unit}，审定机关{approver}")
    return room


@transaction.atomic
def edit_room(room: Room, *, by, version, approver, guidance=None, **values) -> Room:
    """Change what the room is. Consultations under way go on before the body that approves from now on."""
    room = lock(room, related=("unit",))
    check_version(room, version)
    check_bodies(approver, guidance)
    if "opened_on" in values and values["opened_on"] is None and room.state == RoomState.OPENED:
        raise Refused("已挂牌的联络室要有挂牌日期。不再使用的，请办理撤销。")
    if values.get("opened_on") and room.state in (RoomState.APPLIED, RoomState.RETURNED, RoomState.APPROVED):
        raise Refused("还没有挂牌，挂牌日期请在“登记挂牌”时填写。")
    of_unit = {name: values.pop(name) for name in OF_UNIT if name in values}
    edit_unit(room.unit, by=by, version=room.unit.version, **of_unit)
    if guidance != room.guidance:
        values["guidance_by_hand"] = guidance is not None
    guidance = guidance or guidance_of(room.unit.region)
    room, changes = overwrite(room, {"version": version, "approver": approver, "guidance": guidance, **values})
    if changes:
        ledger.record(
            room, "rooms.edit_room", by=by, unit=room.unit, sentence=f"修改联络室{room.unit}", changes=changes
        )
    return room


def check_bodies(approver, guidance) -> None:
    if approver.kind not in APPROVERS:
        raise Refused("审定机关要是乡镇（街道）党（工）委，或者企业、行业党组织。")
    if guidance is not None and guidance.kind != UnitKind.GUIDANCE:
        raise Refused("工作指导组请从工作指导组中选择。")


def guidance_of(region):
    """The guidance group of the nearest region that has one: the region itself, or what lies above it."""
    rows = GuidanceArea.objects.filter(region__path__in=lineage(region.path)).select_related("region", "unit")
    return nearest({area.region.path: area.unit for area in rows}, region)


def nearest(areas: dict, region):
    """Of groups by the path of their region, that of the nearest one over this region."""
    return next((areas[path] for path in reversed(lineage(region.path)) if path in areas), None)
