"""归档卷: everything that a room did in a year, bound as one PDF, frozen as soon as it is made."""

from django.db import models
from django.utils import timezone

from members.models import Job, User
from reports.models.document import new_verify_code
from rooms.models import Room


def open_rows(missing: list[dict]) -> list[dict]:
    """What is said to be missing in the copy: not the names of files that only the whole volume would hold."""
    return [row for row in missing if row.get("readers") != "whole"]


class VolumeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(room__in=Room.objects.visible_to(user))

    def for_page(self):
        return self.select_related("room__unit__region", "room__approver", "ordered_by", "job")

    def made(self):
        return self.filter(made_at__isnull=False)


class Volume(models.Model):
    """The archive volume of one room and one year in one edition (第 n 版).

    It is made twice: whole, for the room, and without what is not open to others, for whoever else may read it.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="volumes", verbose_name="联络室")
    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次")
    # Why it was bound again.
    reason = models.CharField("重新组卷原因", max_length=200, blank=True)
    # 档号, and how long it is to be kept, as they stand on the cover.
    reference = models.CharField("档号", max_length=60)
    keeping = models.CharField("保管期限", max_length=20)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="volumes")
    fault = models.CharField(max_length=200, blank=True)
    # What is in it: {"section", "part", "title", "author", "on", "page", "pages"}; and of what nothing is there.
    contents = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    file = models.FileField(upload_to="volumes/%Y/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    verify_code = models.CharField(max_length=12, unique=True, default=new_verify_code)
    # The copy for others than the room: how many pieces it leaves out.
    copy_contents = models.JSONField(default=list)
    copy_file = models.FileField(upload_to="volumes/%Y/", blank=True)
    copy_sha256 = models.CharField(max_length=64, blank=True)
    copy_pages = models.PositiveIntegerField(default=0)
    copy_verify_code = models.CharField(max_length=12, unique=True, default=new_verify_code)
    left_out = models.PositiveIntegerField(default=0)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    objects = VolumeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "归档卷"
        ordering = ["-year", "-edition"]
        constraints = [models.UniqueConstraint(fields=["room", "year", "edition"], name="volume_edition_once")]
        indexes = [models.Index(fields=["year", "room"], name="volume_of_year")]

    def __str__(self):
        return f"{self.room}{self.year}年度归档卷" + (f"（第 {self.edition} 版）" if self.edition > 1 else "")

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def copy_missing(self) -> list[dict]:
        return open_rows(self.missing)

    @property
    def has_failed(self) -> bool:
        return not self.made_at and bool(self.fault or (self.job and self.job.failed_at))

    @property
    def is_being_made(self) -> bool:
        return not self.made_at and not self.has_failed

    def rights_scope(self):
        return self.room.rights_scope()
