from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from consult.models.owned import OwnedByConsultation
from members.models import Attachment, User
from members.models.names import pair_constraint


class Research(OwnedByConsultation):
    """调查研究: one piece of dated field work before the meeting."""

    on = models.DateField("调研日期")
    until = models.DateField("结束日期", null=True, blank=True)
    place = models.CharField("地点", max_length=120)
    team = models.CharField("参加人员", max_length=300)
    visited = models.CharField("走访对象", max_length=300, blank=True)
    visited_count = models.PositiveIntegerField("走访数量", default=0)
    visited_unit = models.CharField("单位", max_length=10, default="户")
    findings = models.TextField("调研发现", max_length=8000)
    figures = models.TextField("数据", max_length=2000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")

    class Meta:
        verbose_name = verbose_name_plural = "调查研究"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("on")),
                name="research_dates_in_order",
            ),
            pair_constraint("removed_at", "removed_by", name="research_removed_pair"),
        ]

    def __str__(self):
        return f"{self.on} {self.place}"

    @property
    def files_need(self) -> str:
        """Pictures of what was taken out stay with the room, as the record does."""
        return "consult.view_record" if self.removed_at else ""
