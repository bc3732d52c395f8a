import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.utils import timezone

from consult.enums import Attendance, MeetingOutcome, MeetingState
from consult.models.consultation import Consultation, ConsultationRoom
from consult.models.owned import OwnedByConsultation, OwnedQuerySet
from consult.models.participant import Participant
from members.models import Attachment, User
from members.models.names import pair_constraint
from members.permissions import Scope


class MeetingQuerySet(OwnedQuerySet):
    def for_stream(self):
        """With what one save needs, in one query: the rooms for the right, the people for the speakers."""
        rooms = ConsultationRoom.objects.filter(consultation=models.OuterRef("consultation"))
        people = Participant.objects.filter(consultation=models.OuterRef("consultation"))
        return (
            self.select_related("consultation__practice", "consultation__room__unit__region")
            .defer("consultation__practice__text", "consultation__practice__resolved")
            .annotate(
                room_units=ArraySubquery(rooms.values("room__unit")),
                people=ArraySubquery(people.values("pk")),
            )
        )

    def with_counts(self):
        """Statements that stand, and people who came."""
        said = Statement.objects.standing().filter(meeting=models.OuterRef("pk")).order_by()
        came = MeetingSeat.objects.filter(meeting=models.OuterRef("pk"), attendance=Attendance.PRESENT).order_by()
        return self.annotate(said=_count(said), came=_count(came))


def _count(rows):
    counted = rows.values("meeting").annotate(n=models.Count("pk")).values("n")
    return Coalesce(models.Subquery(counted), 0)


class Meeting(OwnedByConsultation):
    """协商会: one sitting. A consultation may need several."""

    number = models.PositiveSmallIntegerField("次序")
    mode = models.CharField("形式", max_length=40)
    place = models.CharField("地点", max_length=120)
    planned_at = models.DateTimeField("时间")
    state = models.CharField(max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED)
    chair = models.ForeignKey(
        Participant,
        models.PROTECT,
        null=True,
        related_name="chaired",
        verbose_name="主持人",
    )
    recorder = models.ForeignKey(User, models.PROTECT, related_name="recorded", verbose_name="记录人")
    # Statement by statement, or by choice only the key points.
    key_points_only = models.BooleanField("只记要点", default=False)
    # Index into the pack's agenda.
    agenda_part = models.PositiveSmallIntegerField(default=0)
    background = models.TextField("情况介绍", max_length=8000, blank=True)
    summary = models.TextField("会议小结", max_length=8000, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_backfilled = models.BooleanField("补录", default=False)
    outcome = models.CharField("会议结果", max_length=20, choices=MeetingOutcome.choices, blank=True)
    outcome_note = models.CharField("结果说明", max_length=500, blank=True)
    # Counted up with the row locked by every act on the record, so that who has seen n has seen everything up to n.
    changes = models.BigIntegerField(default=0)
    # The count at the last change of anything but statements: people, matters, the agenda, the meeting itself.
    sheet_changes = models.BigIntegerField(default=0)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    # The scan of a paper record says who said what: it stays where the record stays.
    files_need = "consult.view_record"

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "协商会"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="meeting_ends_after_start",
            ),
        ]
        # The last ones held, on the wall.
        indexes = [models.Index(fields=["-ended_at"], condition=models.Q(ended_at__isnull=False), name="meeting_ended")]

    def __str__(self):
        return f"第 {self.number} 次协商会"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def is_running(self) -> bool:
        return self.state == MeetingState.RUNNING

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def is_ended(self) -> bool:
        return self.state == MeetingState.ENDED

    def rights_scope(self) -> Scope:
        """The stream is asked every two seconds: its query brings the rooms along, and only the rooms may record."""
        if "room_units" not in self.__dict__:
            return super().rights_scope()
        return Scope(
            rooms=frozenset(self.room_units),
            path=self.consultation.room.unit.region.path,
            state=self.consultation.state,
        )


class MeetingSeat(models.Model):
    """Who came: one participant at one meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attendances")
    attendance = models.CharField(max_length=20, choices=Attendance.choices)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["participant__seat"]
        constraints = [models.UniqueConstraint(fields=["meeting", "participant"], name="one_seat_per_person")]

    def __str__(self):
        return f"{self.participant} {self.get_attendance_display()}"


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__consultation__in=Consultation.objects.visible_to(user))

    def standing(self):
        return self.filter(removed_at__isnull=True)

    def changed_after(self, cursor: int):
        return self.filter(change__gt=cursor)

    def insert_new(self, statements) -> set:
        """Insert the statements that are not there yet; return their keys. Sending twice is a no-op, in one query."""
        fields = self.model._meta.concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        values = [
            field.get_db_prep_save(getattr(statement, field.attname), connection)
            for statement in statements
            for field in fields
        ]
        marks = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(statements))
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{self.model._meta.db_table}" ({columns}) VALUES {marks} '  # noqa: S608, names of columns only
                "ON CONFLICT (uuid) DO NOTHING RETURNING uuid",
                values,
            )
            return {row[0] for row in cursor.fetchall()}


class Statement(models.Model):
    """发言: who said what, in order. Made in the browser with its key, so that sending it twice changes nothing."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="statements")
    # Ordered by (position, uuid); a position between two others is their mean.
    position = models.FloatField()
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="statements", verbose_name="发言人"
    )
    text = models.TextField("内容", max_length=4000)
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
    # The meeting's count at the last change of this row.
    change = models.BigIntegerField(default=0)
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
            models.Index(fields=["meeting", "position", "uuid"], name="statement_order"),
            models.Index(fields=["meeting", "change"], name="statement_changes"),
        ]
        constraints = [
            pair_constraint("removed_at", "removed_by", name="statement_removed_pair"),
            pair_constraint("explained_at", "explained_by", name="statement_explained_pair"),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.said_at):%H:%M} 的发言"

    @property
    def ledger_label(self) -> str:
        return str(self)

    def rights_scope(self):
        return self.meeting.rights_scope()
