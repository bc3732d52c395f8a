"""A room is opened, changed and taken out of use. Its name, region and roles hang on its unit."""

from django.db import transaction

from members import ledger
from members.enums import UnitKind
from members.operations.changes import overwrite
from members.operations.places import edit_unit, insert_unit
from members.workflow import Refused, check_version, lock
from rooms.models import Room

APPROVERS = (UnitKind.TOWNSHIP, UnitKind.PARTY_BODY)
OF_UNIT = ("name", "short_name", "is_active")


@transaction.atomic
def open_room(*, by, region, name: str, short_name: str, approver, guidance=None, **values) -> Room:
    _check_bodies(approver, guidance)
    unit = insert_unit(kind=UnitKind.ROOM, region=region, name=name, short_name=short_name)
    room = Room.objects.create(unit=unit, approver=approver, guidance=guidance, **values)
    ledger.record(room, "rooms.add_room", by=by, unit=unit, sentence=f"新建联络室{unit}，审定机关{approver}")
    return room


@transaction.atomic
def edit_room(room: Room, *, by, version, approver, guidance=None, **values) -> Room:
    """Change what the room is. Consultations under way go on before the body that approves from now on."""
    room = lock(room, related=("unit",))
    check_version(room, version)
    _check_bodies(approver, guidance)
    of_unit = {name: values.pop(name) for name in OF_UNIT if name in values}
    edit_unit(room.unit, by=by, version=room.unit.version, **of_unit)
    room, changes = overwrite(room, {"version": version, "approver": approver, "guidance": guidance, **values})
    if changes:
        ledger.record(
            room, "rooms.edit_room", by=by, unit=room.unit, sentence=f"修改联络室{room.unit}", changes=changes
        )
    return room


def _check_bodies(approver, guidance) -> None:
    if approver.kind not in APPROVERS:
        raise Refused("审定机关要是乡镇（街道）党（工）委，或者企业、行业党组织。")
    if guidance is not None and guidance.kind != UnitKind.GUIDANCE:
        raise Refused("工作指导组请从工作指导组中选择。")
