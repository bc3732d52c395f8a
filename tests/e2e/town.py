"""Who takes the consultation through its six steps: one street, its room with its team, the city's bodies."""

from types import SimpleNamespace

from consult.steps import topic
from members.enums import RegionKind, RoleCode
from members.models import Region
from reports.management.demo.photos import draw
from rooms.enums import RepresentativeKind
from tests import factories as make
from tests import scenes

PASSWORD = "Baiyang-2026-shequ"
EARLIER = "水泥厂宿舍小区下水道疏通"


def town(folder) -> SimpleNamespace:
    """The house of the permission table with names as they are in life, and what the six steps need besides."""
    house = scenes.house()
    _name(house.room.unit, "白杨社区委员联络室", "白杨社区")
    _name(house.room.approver, "柳湖街道党工委", "柳湖街道党工委")
    _name(house.other_room.unit, "青山社区委员联络室", "青山社区")
    _name(house.other_room.approver, "青山街道党工委", "青山街道党工委")
    street = house.room.approver.region
    Region.objects.filter(pk=street.pk).update(name="柳湖街道", kind=RegionKind.TOWNSHIP)
    for name, sector in (("沈雅琴", "教育界"), ("邓国梁", "经济界")):
        make.posted_member(house.room, name=name, sector=sector)
    for name, kind in (("胡长庚", RepresentativeKind.PARTY), ("余秀兰", RepresentativeKind.MASS)):
        make.RepresentativeFactory(room=house.room, name=name, kind=kind)
    house.works = make.UnitFactory(
        name="柳湖街道城建办", short_name="街道城建办", region=street, parent=house.room.approver
    )
    house.worker = make.person(RoleCode.DEPARTMENT, unit=house.works, name="魏波")
    for user in (house.clerk, house.convener):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    earlier = make.consultation(house.room, by=house.clerk, title=EARLIER)
    topic.stop(earlier, by=house.convener, reason="物业公司已经疏通，住户同意不再协商。")
    house.photos = _photos(folder)
    return house


def _name(unit, name, short_name):
    unit.name, unit.short_name = name, short_name
    unit.save()


def _photos(folder) -> dict:
    found = {}
    for kind in ("drain", "research", "road"):
        found[kind] = folder / f"{kind}.jpg"
        found[kind].write_bytes(draw(kind))
    return found
