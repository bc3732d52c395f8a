"""What a room has besides its team: money by year, further services, being a model for others, who guides it."""

from django.db import models
from django.utils import timezone

from members.models import Region, Unit, User
from members.models.names import dated_constraint
from members.permissions import Scope
from rooms.models.room import OfRoomQuerySet, Room


class OfRoom(models.Model):
    class Meta:
        abstract = True

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()


class RoomBudget(OfRoom):
    """经费: what one source gives a room in one year, and what of it was spent, in 万元."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField("年度")
    source = models.CharField("来源", max_length=60)
    amount = models.DecimalField("安排（万元）", max_digits=9, decimal_places=2)
    spent = models.DecimalField("已用（万元）", max_digits=9, decimal_places=2, default=0)
    note = models.CharField("说明", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络室经费"
        ordering = ["-year", "source", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "year", "source"], name="budget_source_once_a_year"),
            models.CheckConstraint(condition=models.Q(amount__gte=0, spent__gte=0), name="budget_not_negative"),
        ]

    def __str__(self):
        return f"{self.year}年{self.source}"


class RoomService(OfRoom):
    """便民服务点: what else a room offers (舒心小屋, 帮帮团), when, and by whom."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="services")
    name = models.CharField("名称", max_length=40)
    hours = models.CharField("服务时间", max_length=80, blank=True)
    who = models.CharField("服务人员", max_length=120, blank=True)
    note = models.CharField("服务内容", max_length=200, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "特色服务"
        ordering = ["starts_on", "pk"]
        constraints = [
            dated_constraint("service_dates_in_order"),
            models.UniqueConstraint(
                fields=["room", "name"], condition=models.Q(ends_on__isnull=True), name="service_named_once_in_a_room"
            ),
        ]

    def __str__(self):
        return self.name


class Demonstration(OfRoom):
    """示范点: a room was named a model in a year, by whom and by which paper."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="demonstrations")
    year = models.PositiveSmallIntegerField("年度")
    decided_by = models.CharField("确定单位", max_length=80)
    paper = models.CharField("文号", max_length=120, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "示范点"
        ordering = ["-year", "pk"]
        constraints = [models.UniqueConstraint(fields=["room", "year", "decided_by"], name="demonstration_named_once")]

    def __str__(self):
        return f"{self.year}年{self.decided_by}示范点"


class GuidanceArea(models.Model):
    """指导区域: which guidance group looks after a region; the nearest region above a room counts."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="guidance_areas", verbose_name="工作指导组")
    region = models.OneToOneField(Region, models.PROTECT, related_name="guidance_area", verbose_name="区域")

    class Meta:
        verbose_name = verbose_name_plural = "指导区域"
        ordering = ["region__path"]

    def __str__(self):
        return f"{self.unit} {self.region}"

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)
