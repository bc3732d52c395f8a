"""Where regions lie, so that a map can be drawn without any service outside."""

from django.db import models

from members.models import Region
from members.permissions import Scope


class RegionShape(models.Model):
    """区域轮廓: the outline of a region as rings of (longitude, latitude), or only its centre."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="shape")
    # Of several parts each is a ring; holes are left out. Empty: only the centre is known.
    rings = models.JSONField(default=list)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6)
    source = models.CharField("来源", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区域轮廓"
        ordering = ["region__path"]

    def __str__(self):
        return str(self.region)

    @property
    def point(self) -> tuple[float, float]:
        return float(self.longitude), float(self.latitude)

    def rights_scope(self) -> Scope:
        return Scope(path=self.region.path)
