import re

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from members.enums import RoleCode
from members.models import Region, User
from members.models.places import under
from members.permissions import Scope
from rooms.models.room import Room

# Who sees the packs of every place, and who changes them.
READERS = (RoleCode.LEADING_OFFICE, RoleCode.ADMIN, RoleCode.AUDITOR)
EDITORS = (RoleCode.LEADING_OFFICE, RoleCode.ADMIN)
# Versions under these codes are what one room set of its own, also when it follows them no longer.
ROOM_CODE = re.compile(r"room-[0-9]+")


class PracticeVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A method is no secret of a place: whoever looks after a region may learn from every other."""
        return self if user.holds(*READERS) else self.none()

    def of_places(self):
        """Without those that are one room's own setting of a version."""
        return self.exclude(code__regex=f"^{ROOM_CODE.pattern}$")

    def lean(self):
        """Without the texts, which are long: see rooms.practice.of."""
        return self.defer("text", "resolved")

    def with_place(self):
        """With the place that each comes from: a copy may bear the name of what it was copied from."""
        return self.annotate(place=KeyTextTransform("place", "resolved"))


class PracticeVersion(models.Model):
    """One immutable version of a practice pack: the file as loaded, and what it resolves to."""

    code = models.CharField("代码", max_length=40)
    version = models.CharField("版本", max_length=20)
    name = models.CharField("名称", max_length=80)
    text = models.TextField()
    resolved = models.JSONField()
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True)

    objects = PracticeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "做法版本"
        ordering = ["code", "-loaded_at"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="practice_version_once")]

    def __str__(self):
        return f"《{self.name}》{self.version}"

    @property
    def ledger_label(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def is_of_a_room(self) -> bool:
        return bool(ROOM_CODE.fullmatch(self.code))

    def rights_scope(self) -> Scope:
        return Scope(everywhere=True)


class RegionPractice(models.Model):
    """Which practice a region, and what lies below it, follows since a day."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="practices")
    practice = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="regions")
    starts_on = models.DateField("启用日期")

    class Meta:
        verbose_name = verbose_name_plural = "区域做法"
        ordering = ["region__path", "-starts_on"]
        constraints = [models.UniqueConstraint(fields=["region", "starts_on"], name="one_practice_per_region_and_day")]

    def __str__(self):
        return f"{self.region}：{self.practice}"


class RoomPractice(models.Model):
    """What one room does otherwise than its region since a day: the region's version, and the room's own of it.

    No practice of its own: the room went back to the region's.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="practices")
    base = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="overridden")
    practice = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="rooms", null=True)
    starts_on = models.DateField("启用日期")

    class Meta:
        verbose_name = verbose_name_plural = "联络室做法"
        ordering = ["room", "-starts_on"]
        constraints = [models.UniqueConstraint(fields=["room", "starts_on"], name="one_practice_per_room_and_day")]

    def __str__(self):
        return f"{self.room}：{self.practice or self.base}"


class PracticeDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        own = models.Q(room__unit__in=user.units_as(RoleCode.CONVENER))
        return self.filter(own | under(user.paths_as(*EDITORS), "region__path"))

    def for_page(self):
        return self.select_related("region", "base", "room__unit__region", "made_by", "updated_by").defer(
            "base__text", "base__resolved"
        )


class PracticeDraft(models.Model):
    """A copy of a version that is being changed in forms; `room` where it is one room's own setting."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="practice_drafts")
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="practice_drafts")
    base = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="drafts")
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=80)
    # The whole pack as plain data, faults and all.
    data = models.JSONField()
    # Its tables that the place itself says; the others stand there because another place says them.
    own = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    objects = PracticeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "做法草稿"
        ordering = ["-updated_at"]
        constraints = [models.UniqueConstraint(fields=["room"], name="one_practice_draft_per_room")]

    def __str__(self):
        return self.name

    @property
    def ledger_label(self) -> str:
        return self.code

    def rights_scope(self) -> Scope:
        rooms = frozenset([self.room.unit_id]) if self.room_id else frozenset()
        return Scope(rooms=rooms, path=self.region.path)
