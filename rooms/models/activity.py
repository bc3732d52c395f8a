"""履职活动: what a room and its people did on a day, counted in the unit of its kind."""

from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Contact, Keeping, Member, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions.activities import SEE_ACTIVITY
from rooms.enums import ActivityContext, ActivityKind, AttendingAs, ResponseKind, VoiceKind
from rooms.models.activity_day import ActivityDay
from rooms.models.room import BODY_ROLES, ROOM_ROLES, Representative, Room


def _is_readable(user) -> models.Q:
    own = models.Q(room__unit__in=user.units_as(*ROOM_ROLES))
    audited = under(user.paths_as(RoleCode.AUDITOR), "room__unit__region__path")
    return models.Q(is_confidential=False) | own | audited


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works with the room sees that something was done; who keeps accounts or settings does not."""
        units = user.units_as(*ROOM_ROLES, *BODY_ROLES)
        seen = models.Q(room__unit__in=units) | models.Q(room__approver__in=units) | models.Q(room__guidance__in=units)
        return self.filter(seen | under(user.paths_as(*SEE_ACTIVITY["region"]), "room__unit__region__path"))

    def readable_by(self, user):
        """Those of which the person reads more than kind, day and amount."""
        return self.filter(_is_readable(user))

    def told_to(self, user):
        """Each with `is_readable`: whether the person reads more of it than kind, day and amount."""
        return self.annotate(is_readable=models.Case(models.When(_is_readable(user), then=True), default=False))

    def for_page(self):
        return self.select_related("room__unit__region", "room__approver", "day")

    def standing(self):
        """Activities that were not taken out; taken-out ones stay in the record."""
        return self.filter(removed_at__isnull=True)


class Activity(models.Model):
    """One entry of a room: kind, context, day, and how much of the kind's own unit."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="activities")
    kind = models.CharField("活动类别", max_length=20, choices=ActivityKind.choices)
    context = models.CharField("场合", max_length=20, choices=ActivityContext.choices, default=ActivityContext.ORDINARY)
    # The activity day on which it was; none in any other context.
    day = models.ForeignKey(ActivityDay, models.PROTECT, null=True, blank=True, related_name="activities")
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=120, blank=True)
    what = models.TextField("主要内容", max_length=2000)
    result = models.TextField("结果", max_length=2000, blank=True)
    # In the unit of the kind: 人次, 件次, 场次, 件; see ActivityKind.unit.
    amount = models.PositiveIntegerField("数量", default=1)
    # Whoever came or was visited, as the room writes it; never printed and never public.
    visitor = models.CharField("来访人、走访对象", max_length=120, blank=True)
    # 走访 to somebody with whom the member keeps contact.
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="固定联系群众"
    )
    response = models.CharField("答复方式", max_length=20, choices=ResponseKind.choices, blank=True)
    # Charity: money in yuan; what was given in kind stands in Goods.
    money = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField("时长（小时）", max_digits=5, decimal_places=1, null=True, blank=True)
    is_confidential = models.BooleanField("不公开", default=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    # Made in the browser: sending the same entry twice writes one row.
    token = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "履职活动"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(context=ActivityContext.ACTIVITY_DAY, day__isnull=False)
                | (~models.Q(context=ActivityContext.ACTIVITY_DAY) & models.Q(day__isnull=True)),
                name="activity_day_with_its_context",
            ),
            pair_constraint("removed_at", "removed_by", name="activity_removed_pair"),
        ]
        indexes = [
            models.Index(fields=["room", "-on", "-id"], name="activity_of_room"),
            models.Index(fields=["-on", "-id"], name="activity_latest"),
        ]

    def __str__(self):
        return f"{self.on:%Y年%-m月%-d日}{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("rooms:activity", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def unit(self) -> str:
        return ActivityKind(self.kind).unit

    @property
    def counted(self) -> str:
        return f"{self.amount} {self.unit}"

    @property
    def files_need(self) -> str:
        """Pictures of what is not to be told, or was taken out, stay with the room, as its page does."""
        return "rooms.view_activity_record" if self.is_confidential or self.removed_at else ""

    def rights_scope(self):
        """Its room's, and whoever wrote it down may set it right."""
        return replace(self.room.rights_scope(), persons=frozenset([self.created_by_id]))

    def keeping(self):
        why = "这次活动已经移出，附件随记录保留。" if self.removed_at else ""
        return Keeping(self.rights_scope(), unit=self.room.unit, url=self.get_absolute_url(), why_stays=why)


class OfActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(activity__in=Activity.objects.visible_to(user))


class VoiceQuerySet(OfActivityQuerySet):
    def for_page(self):
        return self.select_related("activity__room__unit__region", "activity__room__approver", "member")

    def standing(self):
        """Neither taken out itself nor with its activity."""
        return self.filter(removed_at__isnull=True, activity__removed_at__isnull=True)

    def readable_by(self, user):
        return self.filter(activity__in=Activity.objects.visible_to(user).readable_by(user))


class ActivityPerson(models.Model):
    """Who took part: a member, a representative, or somebody of the room by account."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="activity_parts")
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, related_name="activity_parts"
    )
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="activity_parts")
    attending_as = models.CharField("身份", max_length=20, choices=AttendingAs.choices, default=AttendingAs.TAKING_PART)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加人"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, representative__isnull=True, user__isnull=True)
                | models.Q(member__isnull=True, representative__isnull=False, user__isnull=True)
                | models.Q(member__isnull=True, representative__isnull=True, user__isnull=False),
                name="activity_person_is_one",
            ),
            models.UniqueConstraint(fields=["activity", "member"], name="activity_member_once"),
            models.UniqueConstraint(fields=["activity", "representative"], name="activity_representative_once"),
            models.UniqueConstraint(fields=["activity", "user"], name="activity_user_once"),
        ]

    def __str__(self):
        return self.person.name

    @property
    def person(self) -> Member | Representative | User:
        return self.member or self.representative or self.user


class Goods(models.Model):
    """捐赠物品: what was given in kind, and what it was worth in yuan."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="goods")
    name = models.CharField("物品", max_length=60)
    amount = models.DecimalField("数量", max_digits=10, decimal_places=2)
    unit = models.CharField("单位", max_length=10)
    worth = models.DecimalField("折合（元）", max_digits=12, decimal_places=2, null=True, blank=True)

    objects = OfActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "捐赠物品"
        ordering = ["pk"]


class Voice(models.Model):
    """信息、建议: one thing that somebody said or proposed, entered with an activity, and what became of it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="voices")
    kind = models.CharField("类别", max_length=20, choices=VoiceKind.choices)
    text = models.TextField("内容", max_length=1000)
    # A private person's words stay in the record of the room.
    said_by = models.CharField("反映人", max_length=60, blank=True)
    # The member who brought it in, where it was one.
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="voices")
    became = models.CharField("后来怎样", max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信息、建议"
        ordering = ["pk"]

    def rights_scope(self):
        return self.activity.rights_scope()
