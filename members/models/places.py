from django.db import models

from members.enums import RegionKind, RoleCode, UnitKind
from members.models.names import Named, NamedQuerySet
from members.models.pinyin import pinyin_of, pinyin_of_unit
from members.permissions import Scope


def under(paths, field: str = "path") -> models.Q:
    """The condition that a row lies under one of these region paths; none of them: nothing."""
    found = models.Q(pk__in=[])
    for path in paths:
        found |= models.Q(**{f"{field}__startswith": path})
    return found


def lineage(path: str) -> list[str]:
    """The paths of the region with this path and of all above it, the city first."""
    return [path[: at + 1] for at, letter in enumerate(path) if letter == "/" and at]


class RegionQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """The regions that the person keeps up."""
        return self.filter(under(user.paths_as(RoleCode.ADMIN)))

    def active(self):
        return self.filter(is_active=True)

    def within_any(self, paths):
        return self.filter(under(paths))

    def within(self, region):
        """The region itself and everything below it."""
        return self.filter(path__startswith=region.path)


class Region(Named):
    """One node of the tree city → township → village; `path` makes "everything below" one prefix."""

    code = models.CharField("区划代码", max_length=12, unique=True)
    kind = models.CharField("级别", max_length=20, choices=RegionKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, editable=False, default="")
    is_active = models.BooleanField("使用中", default=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区域"
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="region_path")]

    def save(self, *args, update_fields=None, **kwargs):
        # Codes never change and are unique, so the path can be built before the row has a key.
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        if update_fields is not None and "parent" in update_fields:
            update_fields = {*update_fields, "path"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def spell(self):
        return pinyin_of(self.name, is_person=False)

    @property
    def ledger_label(self) -> str:
        return str(self)

    def rights_scope(self) -> Scope:
        return Scope(path=self.path)

    @property
    def city_code(self) -> str:
        """The code of the city at the root: ledger chains and city-wide settings hang on it."""
        return self.path.split("/")[1]


class UnitQuerySet(NamedQuerySet):
    def visible_to(self, user):
        """The units that the person keeps up."""
        return self.filter(under(user.paths_as(RoleCode.ADMIN), "region__path"))

    def within_any(self, paths):
        return self.filter(under(paths, "region__path"))

    def for_page(self):
        return self.select_related("region", "parent")

    def active(self):
        return self.filter(is_active=True)

    def handling(self):
        """Units that can be made responsible for a matter."""
        return self.active().filter(kind__in=[UnitKind.DEPARTMENT, UnitKind.ROOM, UnitKind.PARTY_BODY])


class Unit(Named):
    """Anything a role can be scoped to: a room, a committee, a department, an office, a guidance group."""

    SPELLED = ("name", "short_name")

    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices, db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name="所在区域")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    phone = models.CharField("电话", max_length=30, blank=True)
    # 冶协商办发: what the numbers of its official papers begin with.
    letters = models.CharField("发文代字", max_length=20, blank=True)
    is_active = models.BooleanField("使用中", default=True)
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["pinyin"]
        constraints = [models.UniqueConstraint(fields=["name", "region"], name="unit_name_once_per_region")]

    def spell(self):
        return pinyin_of_unit(self.name, self.short_name)

    @property
    def ledger_label(self) -> str:
        return str(self)

    def rights_scope(self) -> Scope:
        # Who handles for it settles with the others who handles what, and what they write again and again.
        own = frozenset([self.pk])
        return Scope(path=self.region.path, assigned=own, keepers=own)
