"""What bodies said to a plan, how it was changed during the year, and what was issued."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.enums import Basis, PlanChangeKind, PlanChangeState, Verdict
from consult.models.plan import OfPlan, Plan, PlanItem
from members.models import Attachment, User
from members.models.names import pair_constraint


class PlanDecision(OfPlan):
    """One word of the approving body on the plan, or on changes to it: its basis, and who entered it (代录)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="decisions")
    verdict = models.CharField("意见", max_length=20, choices=Verdict.choices)
    opinion = models.TextField("审定意见", max_length=2000, blank=True)
    basis = models.CharField("依据", max_length=20, choices=Basis.choices)
    basis_note = models.CharField("会议名称、签批人或授权文件", max_length=200, blank=True)
    basis_on = models.DateField("日期")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    entered_for_body = models.BooleanField("代录", default=False)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")

    class Meta:
        verbose_name = verbose_name_plural = "计划审定意见"
        ordering = ["pk"]


class PlanEdition(OfPlan):
    """What was issued: the plan (0), then each notice of changes; frozen with its checksum."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    edition = models.PositiveSmallIntegerField()
    number = models.CharField("文号", max_length=60)
    paper = models.JSONField()
    sha256 = models.CharField(max_length=64)
    dated_on = models.DateField("成文日期")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "计划文本"
        ordering = ["edition"]
        constraints = [models.UniqueConstraint(fields=["plan", "edition"], name="plan_edition_once")]

    def __str__(self):
        return f"{self.paper['title']}（{self.number}）"


class PlanChange(OfPlan):
    """A change to an issued plan; the plan stays as it is until the body has agreed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes")
    kind = models.CharField("变动", max_length=20, choices=PlanChangeKind.choices)
    # Empty for an added topic until it is agreed.
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="changes")
    # What the item shall say: fields of the table, keys for relations; and as a person reads it: label, before, after.
    values = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    reason = models.CharField("理由", max_length=500)
    state = models.CharField(max_length=20, choices=PlanChangeState.choices, default=PlanChangeState.PENDING)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decision = models.ForeignKey(PlanDecision, models.PROTECT, null=True, related_name="changes")
    # The notice by which it was made known.
    edition = models.ForeignKey(PlanEdition, models.PROTECT, null=True, related_name="changes")
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "计划调整"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(item__isnull=False) | Q(kind="add"), name="plan_change_names_its_item"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="pending"), name="one_open_change_of_a_plan_item"
            ),
            pair_constraint("withdrawn_at", "withdrawn_by", name="plan_change_withdrawn_pair"),
        ]

    @property
    def ledger_label(self) -> str:
        return f"{self.plan.ledger_label}调整"
