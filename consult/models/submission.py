from django.db import models
from django.utils import timezone

from consult.enums import SubmissionKind, SubmissionState
from consult.models.consultation import Consultation
from consult.models.matter import Matter
from consult.models.minutes import MinutesEdition
from consult.models.owned import OwnedByConsultation, OwnedQuerySet
from members.enums import RoleCode
from members.models import Unit, User
from members.models.names import pair_constraint

RECEIVING_ROLES = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_CLERK, RoleCode.OFFICE)


class SubmissionQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """What was sent to one's own unit, and what belongs to a consultation that one sees."""
        return self.filter(
            models.Q(to__in=user.units_as(*RECEIVING_ROLES))
            | models.Q(consultation__in=Consultation.objects.visible_to(user))
        )


class Submission(OwnedByConsultation):
    """报送: the minutes to the approving body, a city-level matter to the office, or a copy (抄告)."""

    kind = models.CharField(max_length=20, choices=SubmissionKind.choices)
    state = models.CharField(max_length=20, choices=SubmissionState.choices, default=SubmissionState.SENT)
    to = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="报送单位")
    edition = models.ForeignKey(MinutesEdition, models.PROTECT, related_name="submissions")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="submissions")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    # The township may add an opinion to a copy, but not stop it; a return carries its reason here.
    opinion = models.TextField("意见", max_length=1000, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        ordering = ["pk"]
        constraints = [pair_constraint("received_at", "received_by", name="submission_received_pair")]
        indexes = [models.Index(fields=["to", "state", "-id"], name="submission_inbox")]

    def __str__(self):
        return f"{self.get_kind_display()} → {self.to}"

    def rights_scope(self):
        return super().rights_scope().received_by(self.to_id)
