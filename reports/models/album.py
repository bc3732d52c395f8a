"""年度画册: photos of a year of a room, a township or the city, chosen one by one and bound as one PDF."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Job, Unit, User
from members.models.places import under
from members.permissions.bulletins import ALBUM_MAKERS
from members.permissions.relations import Scope


class AlbumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit's own: whoever works there could choose the same photos. Auditors see those of their region."""
        own = models.Q(unit__in=user.units_as(*ALBUM_MAKERS))
        return self.filter(own | under(user.paths_as(RoleCode.AUDITOR), "unit__region__path"))

    def for_page(self):
        return self.select_related("unit__region", "ordered_by", "job")


class Album(models.Model):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="albums", verbose_name="制作单位")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=40)
    per_page = models.PositiveSmallIntegerField("每页张数", default=2)
    # Keys of the photos, in the order in which they are printed.
    photos = models.JSONField(default=list)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    fault = models.CharField(max_length=200, blank=True)
    file = models.FileField(upload_to="albums/%Y/", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    # How many photos are in it: some may not be shown any more when it is made.
    count = models.PositiveIntegerField(default=0)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    objects = AlbumQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度画册"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(per_page__range=(1, 4)), name="album_one_to_four_a_page")
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="album_of_unit")]

    def __str__(self):
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        return reverse("reports:album", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.year} 年度画册"

    @property
    def has_failed(self) -> bool:
        return not self.made_at and bool(self.fault or (self.job and self.job.failed_at))

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.unit_id]), path=self.unit.region.path)
