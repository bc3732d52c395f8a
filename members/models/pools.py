"""人才库: whom one can ask about a thing. Members stand in it by their specialities, others by a row of their own."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from members.enums import PoolKind
from members.models.names import Named, NamedQuerySet
from members.models.places import Region, under
from members.permissions import Scope
from members.permissions.people import SEEKERS


def cities_of(user, *codes) -> list[str]:
    """The cities in which the person holds one of these roles: a pool belongs to all rooms of a city."""
    return list({f"/{role.place.city_code}/" for role in user.current_roles if role.code in codes})


class TagQuerySet(NamedQuerySet):
    def visible_to(self, user):
        return self.filter(under(cities_of(user, *SEEKERS), "region__path"))

    def for_page(self):
        return self.select_related("region")

    def within_any(self, paths):
        return self.filter(under(paths, "region__path"))


class Tag(Named):
    """标签: one word of a city's vocabulary, and other words by which a topic speaks of the same."""

    name = models.CharField("标签", max_length=20)
    region = models.ForeignKey(Region, models.PROTECT, related_name="tags", verbose_name="所属市")
    words = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="相关词")
    version = models.PositiveIntegerField(default=1)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人才库标签"
        ordering = ["pinyin", "pk"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="tag_once_per_city")]

    @property
    def ledger_label(self) -> str:
        return self.name

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)


class ExpertQuerySet(NamedQuerySet):
    def visible_to(self, user):
        return self.filter(under(cities_of(user, *SEEKERS), "region__path"))

    def for_page(self):
        return self.select_related("region__parent")

    def standing(self):
        return self.filter(is_active=True)


class Expert(Named):
    """人才库人员: somebody from outside of the conference: a specialist, or a worthy of a place (乡贤)."""

    pool = models.CharField("人才库", max_length=20, choices=PoolKind.choices)
    name = models.CharField("姓名", max_length=40)
    identity = models.CharField("身份、单位和职务", max_length=80, blank=True)
    specialities = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="特长")
    region = models.ForeignKey(Region, models.PROTECT, related_name="experts", verbose_name="所在区域")
    phone = models.CharField("手机", max_length=30, blank=True)
    # How the person agreed to stand in the pool: a private person is not entered without it.
    consent = models.CharField("本人同意的情况", max_length=200)
    is_active = models.BooleanField("在库", default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人才库人员"
        ordering = ["pinyin", "pk"]
        indexes = [
            models.Index(fields=["pinyin", "id"], name="expert_in_order"),
            GinIndex(fields=["specialities"], name="expert_specialities"),
        ]

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)
