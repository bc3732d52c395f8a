"""活动日: the dates of a year on which every room under one rule is active (双月活动日)."""

from django.db import models
from django.utils import timezone

from members.models import Member, Region, User
from members.models.names import pair_constraint
from members.models.places import lineage
from members.permissions import Scope
from rooms.enums import DayAttendance
from rooms.models.room import OfRoomQuerySet, Representative, Room


class ActivityDayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The days of the places in which the person has a role, and of the regions that they lie in."""
        seen = models.Q(pk__in=[])
        for path in {role.place.path for role in user.current_roles}:
            seen |= models.Q(region__path__startswith=path) | models.Q(region__path__in=lineage(path))
        return self.filter(seen)

    def for_page(self):
        return self.select_related("region", "moved_by")

    def standing(self):
        """Without those that a later rule has given up."""
        return self.filter(dropped_at__isnull=True)

    def of_path(self, path: str):
        """Days of the regions that lie on the way from the city down to this path."""
        return self.filter(region__path__in=lineage(path))

    def with_record(self):
        """Days on which a room recorded something, or on which somebody was noted down as present."""
        recorded = self.model._meta.get_field("activities").related_model.objects.filter(removed_at__isnull=True)
        came = DayAttendee.objects.filter(attendance=DayAttendance.PRESENT)
        return self.filter(
            models.Exists(recorded.filter(day=models.OuterRef("pk")))
            | models.Exists(came.filter(room_day__day=models.OuterRef("pk")))
        )


class ActivityDay(models.Model):
    """One date that the rule of a region's pack gives, where it stands now, and why it was moved."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="activity_days", verbose_name="区域")
    name = models.CharField("名称", max_length=60)
    # What the rule says before any holiday; it identifies the day for good.
    nominal_on = models.DateField("按规则的日期")
    on = models.DateField("日期")
    # How the date came about, in a sentence: 2月最后一个周五是 2月23日，春节，顺延到 2月25日.
    words = models.CharField("日期说明", max_length=200, blank=True)
    moved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    moved_reason = models.CharField("调整原因", max_length=200, blank=True)
    # When its region came to follow a rule that does not have it; a day that no room has planned goes altogether.
    dropped_at = models.DateTimeField("不再安排", null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # The date of which people were reminded; a day that moves later is told again.
    reminded_for = models.DateField(null=True)
    # When the rooms that had recorded nothing were asked to. A day that is over moves no more: they are asked once.
    asked_at = models.DateTimeField(null=True)
    # Counted up whenever the date changes.
    version = models.PositiveIntegerField(default=1)

    objects = ActivityDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动日"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name", "nominal_on"], name="activity_day_once"),
            pair_constraint("moved_at", "moved_by", name="activity_day_moved_pair"),
        ]
        indexes = [models.Index(fields=["on"], name="activity_day_on")]

    def __str__(self):
        return f"{self.on:%Y年%-m月%-d日}{self.name}"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def is_over(self) -> bool:
        return self.on < timezone.localdate()

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)


class RoomDay(models.Model):
    """What one room plans for an activity day."""

    day = models.ForeignKey(ActivityDay, models.PROTECT, related_name="room_days")
    room = models.ForeignKey(Room, models.PROTECT, related_name="room_days")
    plan = models.TextField("活动安排", max_length=2000, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    starts_at = models.TimeField("时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动日安排"
        ordering = ["day__on", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "room"], name="room_day_once")]

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()


class DayAttendee(models.Model):
    """签到: a member or a representative on an activity day of a room."""

    room_day = models.ForeignKey(RoomDay, models.CASCADE, related_name="attendees")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="days_attended")
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="days_attended"
    )
    attendance = models.CharField("到场", max_length=10, choices=DayAttendance.choices)
    at = models.DateTimeField(default=timezone.now)
    # Somebody of the room, or the person himself with the code on the wall.
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_by_code = models.BooleanField("扫码签到", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "活动日签到"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, representative__isnull=True)
                | models.Q(member__isnull=True, representative__isnull=False),
                name="day_attendee_is_one",
            ),
            models.UniqueConstraint(fields=["room_day", "member"], name="day_member_once"),
            models.UniqueConstraint(fields=["room_day", "representative"], name="day_representative_once"),
        ]
