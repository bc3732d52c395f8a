"""A small city in which every relation of the permission table occurs."""

from types import SimpleNamespace

from members.enums import RoleCode
from tests import factories as make


def house() -> SimpleNamespace:
    """The room of 周敏, its township, a room elsewhere, a department, and the bodies of the city."""
    room, other_room = make.RoomFactory(), make.RoomFactory()
    department = make.UnitFactory(name="市住建局", short_name="市住建局")
    city = make.city()
    people = {
        "clerk": ("周敏", RoleCode.CLERK, room.unit),
        "convener": ("罗建平", RoleCode.CONVENER, room.unit),
        "second_convener": ("沈雅琴", RoleCode.CONVENER, room.unit),
        "member": ("邓国梁", RoleCode.MEMBER, room.unit),
        "township": ("陈立新", RoleCode.TOWNSHIP, room.approver),
        "township_clerk": ("孙倩", RoleCode.TOWNSHIP_CLERK, room.approver),
        "other_clerk": ("何玉珍", RoleCode.CLERK, other_room.unit),
        "other_convener": ("黄文斌", RoleCode.CONVENER, other_room.unit),
        "other_township": ("高翔", RoleCode.TOWNSHIP, other_room.approver),
        "leading_office": ("方志明", RoleCode.LEADING_OFFICE, make.leading_office()),
        "office": ("吴建华", RoleCode.OFFICE, make.office()),
        "city_committee": ("郑家明", RoleCode.CITY_COMMITTEE, make.city_committee()),
        "department": ("曹伟", RoleCode.DEPARTMENT, department),
        "auditor": ("林静", RoleCode.AUDITOR, city),
        "admin": ("许强", RoleCode.ADMIN, city),
        "security": ("何健", RoleCode.SECURITY, city),
    }
    users = make.people(people)
    make.convenes(room, users["convener"])
    make.convenes(room, users["second_convener"], "second")
    make.convenes(other_room, users["other_convener"])
    return SimpleNamespace(
        room=room,
        other_room=other_room,
        department_unit=department,
        city=city,
        stranger=make.UserFactory(name="路人"),
        **users,
    )
