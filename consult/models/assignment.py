from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from consult.enums import AssignmentRole, AssignmentState
from consult.models.consultation import Consultation
from consult.models.matter import Matter, raters_of
from consult.models.rated import Rated, Rater
from members.enums import RoleCode
from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.permissions import Scope
from members.queries import held_today

OPEN_STATES = (
    AssignmentState.ISSUED,
    AssignmentState.ACCEPTED,
    AssignmentState.REPORTED,
)
# In the unit's hands; what was reported waits for the body.
AT_WORK = (AssignmentState.ISSUED, AssignmentState.ACCEPTED)


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit's own tasks, and those of consultations that the person sees."""
        own = user.units_as(RoleCode.DEPARTMENT)
        return self.filter(
            models.Q(unit__in=own) | models.Q(matter__consultation__in=Consultation.objects.visible_to(user))
        )

    def for_page(self):
        return self.select_related(
            "unit",
            "issued_by_unit",
            "accepted_by",
            "closed_by",
            "matter__consultation__topic",
            "matter__consultation__room__unit__region",
            "matter__consultation__room__approver",
            "matter__consultation__practice",
            "matter__consultation__approval",
        ).defer(
            "matter__consultation__practice__text",
            "matter__consultation__practice__resolved",
            "matter__consultation__topic__pieces",
            "matter__consultation__topic__title_pieces",
        )

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, day):
        """Open and past the day. A unit that was asked (商请) has no deadline and is never late."""
        return self.open().filter(asked=False, due_on__lt=day)


class Assignment(Rated, models.Model):
    """组织实施: one task for one unit, out of a decided matter. A unit of another authority is asked (商请)."""

    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="assignments")
    origin = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="单位")
    role = models.CharField(max_length=20, choices=AssignmentRole.choices)
    asked = models.BooleanField("商请", default=False)
    state = models.CharField(max_length=20, choices=AssignmentState.choices, default=AssignmentState.ISSUED)
    task = models.TextField("任务", max_length=2000)
    due_on = models.DateField("完成期限", null=True, blank=True)
    issued_by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments_issued")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    refusal_reason = models.CharField("退回理由", max_length=500, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务单"
        ordering = ["due_on", "pk"]
        constraints = [
            pair_constraint("accepted_at", "accepted_by", name="assignment_accepted_pair"),
            pair_constraint("closed_at", "closed_by", name="assignment_closed_pair"),
            models.CheckConstraint(
                condition=models.Q(asked=False) | models.Q(due_on__isnull=True),
                name="asked_units_have_no_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="assignment_unit_state"),
            models.Index(
                fields=["issued_by_unit", "due_on"],
                condition=models.Q(state__in=["issued", "accepted", "reported"]),
                name="assignment_open_of_body",
            ),
            # With what counts them: the late ones of a city are told out of the index alone.
            models.Index(
                fields=["due_on", "id"],
                include=["unit", "matter", "state"],
                condition=models.Q(state__in=["issued", "accepted", "reported"]),
                name="assignment_open_due",
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.task[:40]}"

    def get_absolute_url(self) -> str:
        return f"/assignments/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.unit}的任务"

    @property
    def consultation(self) -> Consultation | None:
        return self.matter.consultation if self.matter_id else None

    @property
    def ledger_case(self) -> Consultation | None:
        return self.consultation

    def why_not_rated(self, side: str) -> str:
        done = (AssignmentState.REPORTED, AssignmentState.CLOSED)
        return "" if self.state in done else "办完（申请办结）以后才能评议。"

    def rated_units(self, side: str) -> list[Unit]:
        return [self.unit]

    def raters(self, side: str) -> list[Rater]:
        return raters_of(self.matter.consultation) if self.matter_id else []

    def rated_words(self, side: str) -> str:
        case = f"{self.matter.consultation.title}：" if self.matter_id else ""
        return f"{case}{self.task}"

    def rating_pack(self):
        return self.matter.consultation.pack if self.matter_id else super().rating_pack()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def is_late(self, today) -> bool:
        """Past its day and not done. What was reported in time waits for the body, which is never late."""
        runs = self.state in AT_WORK and not self.asked
        return runs and self.due_on is not None and self.due_on < today

    @cached_property
    def is_out_of_reach(self) -> bool:
        """Nobody has an account for the unit's tasks: the body that gave this one enters what the unit says."""
        return not held_today(RoleCode.DEPARTMENT).filter(unit=self.unit_id).exists()

    def rights_scope(self) -> Scope:
        scope = self.matter.rights_scope() if self.matter_id else Scope()
        answering = frozenset([self.issued_by_unit_id]) if self.is_out_of_reach else frozenset()
        return replace(scope, assigned=frozenset([self.unit_id]), answering=answering)


class ProgressQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__in=Assignment.objects.visible_to(user))


class Progress(models.Model):
    """进展: what a unit reports about its task, with evidence; `asks_closing` when it says the task is done."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="progress")
    text = models.TextField("进展情况", max_length=2000)
    asks_closing = models.BooleanField("申请办结", default=False)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_for_unit = models.BooleanField("代录", default=False)
    reported_at = models.DateTimeField(default=timezone.now)
    # What the body answered to a request for closing that it did not accept.
    answer = models.CharField("退回意见", max_length=500, blank=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]

    def rights_scope(self):
        return self.assignment.rights_scope()

    def keeping(self):
        """Whoever reported keeps the files: the department, or the body that entered it."""
        task = self.assignment
        if task.matter_id is None:
            return Keeping(Scope())
        case = task.matter.consultation
        if self.entered_for_unit:
            return case.body_keeping(task.issued_by_unit_id)
        scope = Scope(assigned=frozenset([task.unit_id]), state=case.state)
        return Keeping(scope, case, f"/assignments/{task.pk}/")
