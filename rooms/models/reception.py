"""接待日: on which days a room receives people, who is on duty, and who has an appointment."""

from django.db import models
from django.utils import timezone

from members.enums import RoleCode
from members.models import Member, User
from members.permissions import ROOM_STAFF, Scope
from rooms.enums import AppointmentState
from rooms.models.activity import Activity
from rooms.models.room import OfRoomQuerySet, Room


class ReceptionDay(models.Model):
    """One day on which a room receives people, by its roster or by hand; kept from the first thing that hangs on it."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="reception_days")
    name = models.CharField("名称", max_length=60)
    on = models.DateField("日期")
    # 上午、下午、晚上, as the roster says it.
    half = models.CharField("时段", max_length=10, blank=True)
    # Counted up whenever who is on duty changes.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    # When those on duty were reminded.
    reminded_at = models.DateTimeField(null=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接待日"
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["room", "name", "on"], name="reception_day_once")]
        indexes = [models.Index(fields=["on"], name="reception_day_on")]

    def __str__(self):
        return f"{self.on:%Y年%-m月%-d日}{self.half}{self.name}"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def is_over(self) -> bool:
        return self.on < timezone.localdate()

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()


class OnDuty(models.Model):
    """值班: a member or a convener on a reception day."""

    day = models.ForeignKey(ReceptionDay, models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="duties")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="duties")

    class Meta:
        verbose_name = verbose_name_plural = "值班"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, user__isnull=True)
                | models.Q(member__isnull=True, user__isnull=False),
                name="on_duty_is_one",
            ),
            models.UniqueConstraint(fields=["day", "member"], name="on_duty_member_once"),
            models.UniqueConstraint(fields=["day", "user"], name="on_duty_user_once"),
        ]

    def __str__(self):
        return self.person.name

    @property
    def person(self) -> Member | User:
        return self.member or self.user

    @property
    def account(self) -> User | None:
        return self.member.user if self.member else self.user


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What visitors come for is the room's own: its staff, and whoever is on duty that day."""
        staffed = models.Q(day__room__unit__in=user.units_as(*ROOM_STAFF))
        here = models.Q(day__room__unit__in=user.units_as(RoleCode.MEMBER))
        return self.filter(staffed | (here & models.Q(day__in=own_days(user))))

    def for_page(self):
        return self.select_related("day__room__unit__region", "day__room__approver").prefetch_related(
            models.Prefetch("day__people", OnDuty.objects.select_related("member__user", "user"))
        )


def own_days(user):
    """Reception days on which the person is on duty."""
    own = models.Q(people__user=user) | models.Q(people__member__user=user)
    return ReceptionDay.objects.filter(own).order_by().values("pk")


class Appointment(models.Model):
    """预约: somebody who wants to come on a reception day, and whether he came."""

    day = models.ForeignKey(ReceptionDay, models.PROTECT, related_name="appointments")
    at = models.TimeField("时间", null=True, blank=True)
    # A private person: never printed, never in a feed, and the number only for the staff of the room.
    visitor = models.CharField("来访人", max_length=40)
    phone = models.CharField("手机", max_length=30, blank=True)
    matter = models.TextField("反映事项", max_length=500)
    state = models.CharField("状态", max_length=20, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    # What became of a visit that was kept.
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="appointments")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预约"
        ordering = ["day__on", "at", "pk"]

    @property
    def ledger_label(self) -> str:
        return f"{self.day}预约"

    def rights_scope(self) -> Scope:
        scope = self.day.room.rights_scope()
        people = {each.account.pk for each in self.day.people.all() if each.account}
        return Scope(rooms=scope.rooms, path=scope.path, persons=frozenset(people))
