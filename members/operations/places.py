"""Regions, units and the roll of members."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from members import ledger
from members.enums import RegionKind, UnitKind
from members.models import Region, Unit
from members.operations.changes import overwrite
from members.workflow import Refused, lock

# What may lie in what: the tree is city, township, village.
PARENTS = {RegionKind.TOWNSHIP: RegionKind.CITY, RegionKind.VILLAGE: RegionKind.TOWNSHIP}


@transaction.atomic
def add_region(*, by, name: str, code: str, kind, parent: Region) -> Region:
    wanted = PARENTS.get(kind)
    if wanted is None or parent.kind != wanted:
        raise Refused("级别和上级不相称：市下面是乡镇（街道），乡镇（街道）下面是村（社区）。")
    # Two who add the same at once: the second waits, and is told of the first.
    parent = lock(parent)
    if Region.objects.filter(code=code).exists():
        raise Refused(f"区划代码 {code} 已经用在“{Region.objects.get(code=code)}”。")
    if parent.children.filter(name=name).exists():
        raise Refused(f"{parent}下面已经有“{name}”。")
    region = Region.objects.create(name=name, code=code, kind=kind, parent=parent)
    ledger.record(region, "members.add_region", by=by, region=parent, sentence=f"在{parent}下新建区域{name}（{code}）")
    return region


@transaction.atomic
def edit_region(region: Region, *, by, **values) -> Region:
    """Rename a region, or take it out of use. Its code and its place in the tree never change."""
    if values.get("is_active") is False and region.is_active:
        _refuse_region_in_use(region)
    region, changes = overwrite(region, values)
    if changes:
        ledger.record(
            region, "members.edit_region", by=by, region=region, sentence=f"修改区域{region}", changes=changes
        )
    return region


def _refuse_region_in_use(region: Region) -> None:
    if region.parent_id is None:
        raise Refused("最上一级区域不能停用。")
    children, units = region.children.filter(is_active=True).count(), region.units.active().count()
    if children or units:
        raise Refused(f"下面还有 {children} 个区域、{units} 个单位在使用，请先停用它们。")


@transaction.atomic
def add_unit(*, by, kind, region: Region, **values) -> Unit:
    if kind == UnitKind.ROOM:
        raise Refused("联络室请在“联络室”页新建。")
    unit = insert_unit(kind=kind, region=region, **values)
    ledger.record(unit, "members.add_unit", by=by, unit=unit, sentence=f"新建单位{unit}")
    return unit


def insert_unit(**values) -> Unit:
    """Write a unit inside the verb that decided it; its name is its own within the region."""
    try:
        with transaction.atomic():
            return Unit.objects.create(**values)
    except IntegrityError:
        raise Refused(f"{values['region']}已经有名为“{values['name']}”的单位。") from None


@transaction.atomic
def edit_unit(unit: Unit, *, by, **values) -> Unit:
    if values.get("is_active") is False and unit.is_active:
        refuse_unit_in_use(unit)
    if values.get("parent") and is_below(values["parent"], unit):
        raise Refused("上级单位不能是本单位或它的下级。")
    try:
        with transaction.atomic():
            unit, changes = overwrite(unit, values)
    except IntegrityError:
        raise Refused(f"{unit.region}已经有名为“{values['name']}”的单位。") from None
    if changes:
        ledger.record(unit, "members.edit_unit", by=by, unit=unit, sentence=f"修改单位{unit}", changes=changes)
    return unit


def is_below(unit: Unit, top: Unit) -> bool:
    while unit is not None:
        if unit.pk == top.pk:
            return True
        unit = unit.parent
    return False


def refuse_unit_in_use(unit: Unit) -> None:
    # A role that ends later, or begins later, is in the way as much as one without an end.
    roles = unit.roles.lasting(timezone.localdate()).filter(user__is_active=True)
    holders = roles.values("user").distinct().count()
    if holders:
        raise Refused(f"还有 {holders} 人在这里担任角色，请先由安全管理员终止。")


def unit_of(user) -> Unit | None:
    """The unit for which the person works: acts on a city's roll stand in the city's chain."""
    return next((role.unit for role in user.current_roles if role.unit_id), None)
