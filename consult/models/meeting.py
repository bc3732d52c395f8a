import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from consult.enums import Attendance, MeetingState
from consult.models.consultation import Consultation
from consult.models.owned import OwnedByConsultation
from consult.models.participant import Participant
from members.models import Attachment, User
from members.models.names import pair_constraint


class Meeting(OwnedByConsultation):
    """协商会: one sitting. A consultation may need several."""

    number = models.PositiveSmallIntegerField("次序")
    mode = models.CharField("形式", max_length=40)
    place = models.CharField("地点", max_length=120)
    planned_at = models.DateTimeField("时间")
    state = models.CharField(
        max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    chair = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        related_name="chaired",
        verbose_name="主持人",
    )
    recorder = models.ForeignKey(
        User, models.PROTECT, related_name="recorded", verbose_name="记录人"
    )
    # Statement by statement, or by choice only the key points.
    key_points_only = models.BooleanField("只记要点", default=False)
    # Index into the pack's agenda.
    agenda_part = models.PositiveSmallIntegerField(default=0)
    background = models.TextField("情况介绍", max_length=8000, blank=True)
    summary = models.TextField("会议小结", max_length=8000, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_backfilled = models.BooleanField("补录", default=False)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")

    class Meta:
        verbose_name = verbose_name_plural = "协商会"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="meeting_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
                name="meeting_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"第 {self.number} 次协商会"


class MeetingSeat(models.Model):
    """Who came: one participant at one meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="attendances"
    )
    attendance = models.CharField(max_length=20, choices=Attendance.choices)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["participant__seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "participant"], name="one_seat_per_person"
            )
        ]

    def __str__(self):
        return f"{self.participant} {self.get_attendance_display()}"


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            meeting__consultation__in=Consultation.objects.visible_to(user)
        )

    def standing(self):
        return self.filter(removed_at__isnull=True)


class Statement(models.Model):
    """发言: who said what, in order. Made in the browser with its key, so that sending it twice changes nothing."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="statements")
    # Ordered by (position, uuid); a position between two others is their mean.
    position = models.FloatField()
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="statements"
    )
    text = models.TextField(max_length=4000)
    said_at = models.DateTimeField()
    agenda_part = models.PositiveSmallIntegerField(default=0)
    is_key_point = models.BooleanField("要点", default=False)
    is_reply = models.BooleanField("部门回应", default=False)
    # 不同意见, with its explanation; a missing one warns and goes along as it is.
    is_dissent = models.BooleanField("不同意见", default=False)
    explanation = models.TextField("解释情况", max_length=2000, blank=True)
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发言"
        ordering = ["position", "uuid"]
        indexes = [
            models.Index(
                fields=["meeting", "position", "uuid"], name="statement_order"
            ),
            models.Index(fields=["meeting", "changed_at"], name="statement_changes"),
        ]
        constraints = [
            pair_constraint("removed_at", "removed_by", name="statement_removed_pair"),
            pair_constraint(
                "explained_at", "explained_by", name="statement_explained_pair"
            ),
        ]

    def __str__(self):
        return self.text[:40]

    def rights_scope(self):
        return self.meeting.rights_scope()
