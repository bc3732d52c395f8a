"""A small city in which every relation of the permission table occurs."""

from types import SimpleNamespace

from members.enums import RoleCode
from tests import factories as make


def house() -> SimpleNamespace:
    """The room of 周敏, its township, a room elsewhere, a department, and the bodies of the city."""
    room, other_room = make.RoomFactory(), make.RoomFactory()
    department = make.UnitFactory(name="市住建局", short_name="市住建局")
    make.leading_office(), make.office(), make.city_committee()
    city = make.city()
    return SimpleNamespace(
        room=room,
        other_room=other_room,
        department_unit=department,
        city=city,
        clerk=make.person(RoleCode.CLERK, unit=room.unit, name="周敏"),
        convener=make.convener(room, name="罗建平"),
        second_convener=make.convener(room, "second", name="沈雅琴"),
        member=make.person(RoleCode.MEMBER, unit=room.unit, name="邓国梁"),
        township=make.person(RoleCode.TOWNSHIP, unit=room.approver, name="陈立新"),
        township_clerk=make.person(RoleCode.TOWNSHIP_CLERK, unit=room.approver, name="孙倩"),
        other_clerk=make.person(RoleCode.CLERK, unit=other_room.unit, name="何玉珍"),
        other_convener=make.convener(other_room, name="黄文斌"),
        other_township=make.person(RoleCode.TOWNSHIP, unit=other_room.approver, name="高翔"),
        leading_office=make.person(RoleCode.LEADING_OFFICE, unit=make.leading_office(), name="方志明"),
        office=make.person(RoleCode.OFFICE, unit=make.office(), name="吴建华"),
        city_committee=make.person(RoleCode.CITY_COMMITTEE, unit=make.city_committee(), name="郑家明"),
        department=make.person(RoleCode.DEPARTMENT, unit=department, name="曹伟"),
        auditor=make.person(RoleCode.AUDITOR, region=city, name="林静"),
        admin=make.person(RoleCode.ADMIN, region=city, name="许强"),
        security=make.person(RoleCode.SECURITY, region=city, name="何健"),
        stranger=make.UserFactory(name="路人"),
    )
