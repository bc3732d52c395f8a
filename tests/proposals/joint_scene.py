"""Members who put one proposal forward together."""

from datetime import timedelta

from django.utils import timezone

from members.enums import RoleCode
from members.templatetags.dates import day
from proposals import operations
from tests import factories as make

FULL = {"title": "关于增设充电设施的建议", "situation": "充电车位不足", "advice": "由市住建局统一增设"}


def soon(days: int = 7):
    return timezone.now() + timedelta(days=days)


def deputy(house):
    """The member of the room as the roll knows him."""
    return make.posted_member(house.room, name="邓国梁", user=house.member)


def signer(house, name="周佩兰"):
    """Another member, with an account of his own."""
    user = make.person(RoleCode.MEMBER, unit=house.room.unit, name=name)
    return make.posted_member(house.room, name=name, user=user)


def drafted(house, **fields):
    """A proposal of the member's own."""
    member = fields.pop("member", None) or deputy(house)
    return operations.draft(
        house.room, by=house.member, **{"kind": "proposal", "member": member, "mode": "joint", **FULL, **fields}
    )


def invited(house, *members, **fields):
    return operations.invite(drafted(house, **fields), by=house.member, members=members, until=soon())


def day_told(moment) -> str:
    return day(moment)
