"""Which guidance group looks after which regions; rooms follow unless their group was set by hand."""

from django.db import transaction

from members import ledger
from members.enums import UnitKind
from members.models import Region, Unit
from members.workflow import Refused, lock
from rooms.models import GuidanceArea, Room
from rooms.operations.room import nearest


@transaction.atomic
def set_guidance(unit: Unit, *, by, regions) -> list[Room]:
    """Give the group these regions and no others. Return the rooms whose group changed."""
    unit = lock(unit, related=("region",))
    if unit.kind != UnitKind.GUIDANCE:
        raise Refused("工作指导组请从工作指导组中选择。")
    wanted = {region.pk for region in regions}
    before = set(unit.guidance_areas.values_list("region", flat=True))
    touched = list(Region.objects.filter(pk__in=wanted ^ before))
    unit.guidance_areas.exclude(region__in=wanted).delete()
    for pk in wanted - before:
        # A region has one group: the new one takes it over from the former.
        GuidanceArea.objects.update_or_create(region_id=pk, defaults={"unit": unit})
    moved = [room for region in touched for room in follow_area(region)]
    names = "、".join(str(region) for region in Region.objects.filter(pk__in=wanted).order_by("path")) or "没有"
    sentence = f"{unit}的指导区域：{names}"
    ledger.record(unit, "rooms.edit_guidance", by=by, unit=unit, sentence=sentence)
    return list({room.pk: room for room in moved}.values())


def follow_area(region: Region) -> list[Room]:
    """Let the rooms below a region follow the nearest group, but for those whose group was set by hand."""
    rows = Room.objects.filter(unit__region__path__startswith=region.path, guidance_by_hand=False)
    # Read once for all of them: a city has hundreds of rooms.
    areas = {area.region.path: area.unit for area in GuidanceArea.objects.select_related("region", "unit")}
    moved = []
    for room in rows.select_related("unit__region").select_for_update(of=("self",)):
        group = nearest(areas, room.unit.region)
        if room.guidance_id != (group and group.pk):
            room.guidance = group
            room.save(update_fields=["guidance"])
            moved.append(room)
    return moved
