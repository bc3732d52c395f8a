from django.db import models

from consult.models.owned import OwnedByConsultation
from members.models import User
from members.models.names import pair_constraint


class CheckpointRecord(OwnedByConsultation):
    """What is on record for one checkpoint of the pack: passed, or waived with a reason by somebody who may."""

    stage = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    passed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    passed_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    waived_at = models.DateTimeField(null=True)
    waiver_reason = models.CharField("豁免理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "关口记录"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "stage", "code"],
                name="one_record_per_checkpoint",
            ),
            pair_constraint("passed_at", "passed_by", name="checkpoint_passed_pair"),
            pair_constraint("waived_at", "waived_by", name="checkpoint_waived_pair"),
        ]

    def __str__(self):
        return f"{self.stage}/{self.code}"
