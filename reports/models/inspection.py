"""督办检查: one inspection of one room in a month, its problems, and what became of those of the months before."""

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Unit, User
from members.models.attachment import Keeping
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from reports.enums import FindingState, InspectionState
from rooms.enums import RoomState
from rooms.models import Room, TimeLimit

# An inspection that was taken back, or never sent, says nothing of its room.
STANDING = (InspectionState.SENT, InspectionState.OBJECTED, InspectionState.REPLIED, InspectionState.SETTLED)
# What somebody still has to do something about.
UNMENDED = (FindingState.OPEN, FindingState.REPORTED, FindingState.OBJECTED)
SEEN = BY_PERMISSION["reports.view_inspections"].who


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent is read in its room and by the bodies over it; what is being written by who inspects."""
        own = Q(room__unit__in=user.units_as(*SEEN["own_room"]))
        own |= Q(room__approver__in=user.units_as(*SEEN["approver"]))
        own |= under(user.paths_as(RoleCode.OFFICE), "room__unit__region__path")
        groups = user.units_as(*SEEN["guided"])
        own |= Q(room__guidance__in=groups)
        # A group reads of its own drafts, as long as the room is one of its rooms.
        whole = Q(room__guidance__in=groups, unit__in=groups)
        whole |= under(user.paths_as(RoleCode.LEADING_OFFICE, RoleCode.AUDITOR), "room__unit__region__path")
        return self.filter(whole | (own & Q(sent_at__isnull=False)))

    def for_page(self):
        return self.select_related("room__unit__region__parent", "room__approver", "room__guidance", "unit__region")

    def not_dropped(self):
        return self.exclude(state=InspectionState.DROPPED)

    def standing(self):
        return self.filter(state__in=STANDING)

    def of_month(self, month):
        return self.filter(month=month)


class Inspection(models.Model):
    """One inspection. What is written may be changed until it is sent; then the room answers problem by problem.

    `state` follows the problems once it was sent, see reports.operations.inspections.settle.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="inspections", verbose_name="联络室")
    # Its first day.
    month = models.DateField("检查月份")
    state = models.CharField("状态", max_length=20, choices=InspectionState.choices, default=InspectionState.DRAFT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="检查单位")
    inspectors = models.CharField("检查人员", max_length=80)
    held_on = models.DateField("检查日期")
    found = models.TextField("检查情况", max_length=4000)
    suggestions = models.TextField("改进建议", max_length=2000, blank=True)
    highlights = models.TextField("工作亮点", max_length=2000, blank=True)
    # By when problems are to be mended that name no day of their own.
    due_on = models.DateField("整改期限", null=True, blank=True)
    reply = models.TextField("联络室答复", max_length=2000, blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)
    # Made with the page of the form: what arrives twice is one inspection.
    token = models.UUIDField(null=True, unique=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办检查"
        ordering = ["-month", "room"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "month"],
                condition=~Q(state=InspectionState.DROPPED),
                name="inspection_once_a_month",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="inspection_month_begins"),
            models.CheckConstraint(
                condition=~Q(state__in=STANDING) | Q(sent_at__isnull=False), name="inspection_standing_was_sent"
            ),
            pair_constraint("sent_at", "sent_by", name="inspection_sent_pair"),
            pair_constraint("replied_at", "replied_by", name="inspection_replied_pair"),
        ]
        indexes = [models.Index(fields=["month", "room"], name="inspection_of_month")]

    def __str__(self):
        return f"{self.room.unit.short_name}{self.month:%Y年%-m月}督办检查"

    def get_absolute_url(self) -> str:
        return reverse("reports:inspection", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def is_draft(self) -> bool:
        return self.state == InspectionState.DRAFT

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()

    def keeping(self) -> Keeping:
        why = "" if self.is_draft else "反馈单已经发给联络室，照片随它保留。"
        return Keeping(self.rights_scope(), unit=self.unit, url=self.get_absolute_url(), why_stays=why)


class InspectionProblemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(inspection__in=Inspection.objects.visible_to(user))

    def for_page(self):
        return self.select_related(
            "inspection__room__unit__region__parent",
            "inspection__room__approver",
            "inspection__room__guidance",
            "inspection__unit__region",
            "carried_from__inspection",
        )

    def sent(self):
        return self.filter(inspection__state__in=STANDING)

    def unmended(self):
        return self.filter(state__in=UNMENDED)

    def counted(self):
        """Each problem once, in the month in which it was found; one that was struck was none."""
        return self.sent().filter(carried_from__isnull=True).exclude(state=FindingState.STRUCK)

    def with_day(self):
        """`mend_until`: by when it is to be mended, as its limit stands now (holidays and stops move it)."""
        kind = ContentType.objects.get_for_model(InspectionProblem, for_concrete_model=True)
        limits = TimeLimit.objects.filter(owner_type=kind, owner_id=OuterRef("pk")).order_by("-pk")
        return self.annotate(mend_until=Coalesce(Subquery(limits.values("due_on")[:1]), F("due_on")))

    def overdue(self, today):
        """The room still has to do something and the day has passed; a room that was given up owes nothing."""
        rows = self.sent().with_day().filter(state=FindingState.OPEN, mend_until__lt=today)
        return rows.filter(inspection__room__state=RoomState.OPENED)


class InspectionProblem(models.Model):
    """A problem that an inspection found, or that stayed unmended and goes on from the inspection before."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="problems")
    position = models.PositiveSmallIntegerField("序号")
    state = models.CharField("状态", max_length=20, choices=FindingState.choices, default=FindingState.OPEN)
    text = models.TextField("存在问题", max_length=1000)
    due_on = models.DateField("整改期限", null=True, blank=True)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="carried_to", verbose_name="由上次检查转来"
    )
    # What the room says of it, with photos as attachments.
    reply = models.TextField("整改情况", max_length=2000, blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)
    objection = models.TextField("异议理由", max_length=2000, blank=True)
    # What the office answered to the objection, or found when it looked at the mending.
    opinion = models.TextField("核查意见", max_length=1000, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    mended_on = models.DateField("整改日期", null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = InspectionProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办检查问题"
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "position"], name="inspection_problem_in_order"),
            models.CheckConstraint(
                condition=Q(state=FindingState.MENDED, mended_on__isnull=False)
                | (~Q(state=FindingState.MENDED) & Q(mended_on__isnull=True)),
                name="inspection_problem_mended_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.OBJECTED) | ~Q(objection=""), name="inspection_objection_has_a_reason"
            ),
            pair_constraint("replied_at", "replied_by", name="inspection_problem_replied_pair"),
        ]

    def __str__(self):
        return f"{self.inspection}{self.name}"

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}#problem-{self.position}"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def name(self) -> str:
        """What it is called on the page of its inspection."""
        return f"问题 {self.position}"

    @property
    def is_unmended(self) -> bool:
        return self.state in UNMENDED

    def rights_scope(self) -> Scope:
        return self.inspection.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(
            self.rights_scope(),
            unit=self.inspection.room.unit,
            url=self.get_absolute_url(),
            why_stays="" if self.state == FindingState.OPEN else "整改情况已经报送，照片随它保留。",
        )


class ProblemCheck(models.Model):
    """What an inspection found of a problem of the months before: mended or not. Carried out when it is sent."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="checks")
    problem = models.ForeignKey(InspectionProblem, models.PROTECT, related_name="checks")
    is_mended = models.BooleanField("已整改")
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上月问题核查"
        ordering = ["problem"]
        constraints = [models.UniqueConstraint(fields=["inspection", "problem"], name="problem_checked_once")]

    def __str__(self):
        return f"{self.problem}：{'已整改' if self.is_mended else '未整改'}"
