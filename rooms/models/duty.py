"""联络员、指导员、协调员、宣传员: who has which duty for a room or a unit, from a day to a day."""

from django.db import models

from members.enums import RoleCode
from members.models import Unit, User
from members.models.names import DatedQuerySet, Named, NamedQuerySet, dated_constraint
from members.models.places import under
from members.permissions import TOWNSHIP, Scope
from rooms.enums import StaffDutyKind
from rooms.models.room import CITY_ROLES, Room


class StaffDutyQuerySet(DatedQuerySet, NamedQuerySet):
    def visible_to(self, user):
        """With the room; duties for other units are seen from the unit itself and from above."""
        rooms = Room.objects.visible_to(user).order_by().values("unit")
        own = user.units_as(*TOWNSHIP, RoleCode.GUIDANCE, RoleCode.DEPARTMENT)
        above = under(user.paths_as(*CITY_ROLES), "unit__region__path")
        return self.filter(models.Q(unit__in=rooms) | models.Q(unit__in=own) | above)

    def for_page(self):
        return self.select_related("unit__region", "unit__room", "user")


class StaffDuty(Named):
    """One duty of one person. Most are office staff, who need no account for it."""

    name = models.CharField("姓名", max_length=40)
    kind = models.CharField("职责", max_length=20, choices=StaffDutyKind.choices)
    # A room's own unit, or a body that has somebody for this work.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff_duties", verbose_name="联络室、单位")
    title = models.CharField("单位和职务", max_length=80, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="staff_duties", verbose_name="登录账号"
    )
    tasks = models.TextField("工作任务", max_length=2000, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StaffDutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作人员职责"
        ordering = ["unit__pinyin", "kind", "starts_on"]
        constraints = [dated_constraint("staff_duty_dates_in_order")]
        indexes = [models.Index(fields=["unit", "kind"], name="staff_duty_of_unit")]

    def rights_scope(self) -> Scope:
        room = getattr(self.unit, "room", None)
        if room is not None:
            return room.rights_scope()
        return Scope(
            approvers=frozenset([self.unit_id]),
            guides=frozenset([self.unit_id]),
            assigned=frozenset([self.unit_id]),
            path=self.unit.region.path,
        )
