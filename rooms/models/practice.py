from django.db import models
from django.utils import timezone

from members.models import Region, User


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

    class Meta:
        verbose_name = verbose_name_plural = "做法版本"
        ordering = ["code", "-loaded_at"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="practice_version_once")]

    def __str__(self):
        return f"{self.name} {self.version}"


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
