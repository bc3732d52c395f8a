from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from consult.enums import Adoption, AssignmentRole, AssignmentState, Basis, MatterLevel, MatterState
from consult.enums.evaluation import RaterKind
from consult.models.consultation import Consultation
from consult.models.meeting import Meeting, Statement
from consult.models.owned import OwnedByConsultation
from consult.models.rated import Rated, Rater
from members.models import Attachment, Unit, User
from members.models.names import pair_constraint
from rooms.enums import RepresentativeKind
from rooms.models import Representative

# Tasks that no unit has any more.
OVER = (AssignmentState.REFUSED, AssignmentState.CANCELED)


class Matter(Rated, OwnedByConsultation):
    """事项: one thing to be done, written down as it is agreed, out of the minutes."""

    number = models.PositiveSmallIntegerField("序号")
    # Made in the browser during a meeting, so that sending it twice makes one matter.
    key = models.UUIDField(null=True, unique=True)
    state = models.CharField(max_length=20, choices=MatterState.choices, default=MatterState.NOTED)
    text = models.TextField("事项", max_length=1000)
    level = models.CharField("层级", max_length=20, choices=MatterLevel.choices, default=MatterLevel.TOWNSHIP)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="matters")
    statements = models.ManyToManyField(Statement, blank=True, related_name="matters")
    # What the meeting suggests; the body decides.
    suggested_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="建议责任单位")
    suggested_helpers = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="建议配合单位")
    suggested_due = models.CharField("建议完成时限", max_length=60, blank=True)
    cost = models.DecimalField("估算（万元）", max_digits=12, decimal_places=2, null=True, blank=True)
    legal_basis = models.CharField("法规依据", max_length=300, blank=True)
    consensus = models.BooleanField("达成一致", default=True)
    # Counts by the pack's opinion codes; never a vote.
    opinions = models.JSONField("意见统计", default=dict)
    # Codes of the pack's dispositions and outcomes, and what became of it in words.
    disposition = models.CharField("去向", max_length=40, blank=True)
    # The room carries it out or sees that a third party does: no body decides on it, and the room closes it.
    by_room = models.BooleanField(default=False)
    outcome_code = models.CharField(max_length=40, blank=True)
    outcome = models.TextField("办理结果", max_length=2000, blank=True)
    satisfaction = models.CharField("群众满意度", max_length=40, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    # Of a matter that went up: the word for what came of it and who handled it, as the office told them at the end.
    city_result = models.CharField("市级办理结果", max_length=40, blank=True)
    city_units = models.CharField("市级承办单位", max_length=1000, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                condition=models.Q(removed_at__isnull=True),
                name="matter_number_once",
            ),
            pair_constraint("closed_at", "closed_by", name="matter_closed_pair"),
            pair_constraint("removed_at", "removed_by", name="matter_removed_pair"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="matter_state"),
            # Of many tasks at once: whose they are, without their wide rows.
            models.Index(fields=["id"], include=["consultation"], name="matter_case"),
            # The last ones that were done, on the wall.
            models.Index(
                fields=["-closed_at"],
                condition=models.Q(removed_at__isnull=True, state__in=(MatterState.DONE, MatterState.PARTLY)),
                name="matter_done",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self) -> str:
        return f"/matters/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"事项 {self.number}"

    @property
    def ledger_case(self) -> Consultation:
        return self.consultation

    def why_not_rated(self, side: str) -> str:
        if self.state in (MatterState.DONE, MatterState.PARTLY):
            return ""
        done = (AssignmentState.REPORTED, AssignmentState.CLOSED)
        states = set(self.assignments.values_list("state", flat=True)) - {*OVER}
        is_handled = self.state == MatterState.RUNNING and states and states <= {*done}
        return "" if is_handled else "办完以后才能评议。"

    def rated_units(self, side: str) -> list[Unit]:
        """Whoever carries it out, the responsible unit first; the room itself where no other unit does."""
        if self.by_room:
            return [self.consultation.room.unit]
        tasks = self.assignments.exclude(state__in=OVER).select_related("unit__region").order_by("pk")
        ranked = sorted(tasks, key=lambda task: task.role != AssignmentRole.RESPONSIBLE)
        return list({task.unit_id: task.unit for task in ranked}.values())

    def raters(self, side: str) -> list[Rater]:
        """群体满意度: whoever brought the topic up, and the mass representatives of the rooms."""
        return raters_of(self.consultation)

    def rated_words(self, side: str) -> str:
        return f"{self.consultation.title}：{self.text}"

    def rating_pack(self):
        return self.consultation.pack

    @property
    def is_open(self) -> bool:
        return self.state in (
            MatterState.NOTED,
            MatterState.PENDING,
            MatterState.RUNNING,
        )

    @property
    def city_end(self) -> str:
        """How it is said that the city is done with it; empty while it is not."""
        if self.state != MatterState.CITY or self.closed_at is None:
            return ""
        return "：".join(part for part in ("市级已办结", self.city_result) if part)

    @property
    def place(self) -> str:
        """Where it goes, as forms choose it: a disposition of the pack, or its level where none was chosen yet."""
        return self.disposition or self.level

    def rights_scope(self):
        scope = super().rights_scope()
        return replace(scope, handlers=frozenset([self.consultation.room.unit_id])) if self.by_room else scope

    def keeping(self):
        # Its files are those of its closing, which the body decides.
        return self.consultation.body_keeping(self.consultation.room.approver_id)


def raters_of(consultation) -> list[Rater]:
    """Of a case: whoever brought its topic up, and the mass representatives in office at its rooms today."""
    proposer = Rater(RaterKind.PROPOSER, user=consultation.topic.proposed_by)
    rooms = consultation.joined_rooms.values("room")
    people = Representative.objects.on(timezone.localdate()).filter(room__in=rooms, kind=RepresentativeKind.MASS)
    mass = [Rater(RaterKind.MASS, user=each.user, name=each.name) for each in people.select_related("user")]
    return [proposer, *(each for each in mass if each.user != proposer.user)]


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(matter__consultation__in=Consultation.objects.visible_to(user))


class Decision(models.Model):
    """What the body decided (确定) about a matter, on what basis, and who entered it."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="decisions")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="decisions")
    adoption = models.CharField("是否采纳", max_length=20, choices=Adoption.choices)
    opinion = models.TextField("决定意见", max_length=2000, blank=True)
    basis = models.CharField("决定依据", max_length=20, choices=Basis.choices)
    basis_note = models.CharField("会议名称、签批人或授权文件", max_length=200, blank=True)
    basis_on = models.DateField("日期")
    cost = models.DecimalField("所需资金（万元）", max_digits=12, decimal_places=2, null=True, blank=True)
    start_on = models.DateField("开工期限", null=True, blank=True)
    start_note = models.CharField(max_length=200, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    due_note = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    entered_for_body = models.BooleanField("代录", default=False)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.body}：{self.get_adoption_display()}"

    def rights_scope(self):
        return self.matter.rights_scope()

    def keeping(self):
        return self.matter.consultation.body_keeping(self.body_id)


class Money(models.Model):
    """One source of a matter's money, in 万元, and whether it is there yet."""

    class State(models.TextChoices):
        READY = "ready", "已落实"
        SOUGHT = "sought", "待争取"
        OWNERS = "owners", "待业主共同决定"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="money")
    source = models.CharField("资金来源", max_length=60)
    amount = models.DecimalField("金额（万元）", max_digits=12, decimal_places=2)
    state = models.CharField("落实情况", max_length=20, choices=State.choices)

    class Meta:
        verbose_name = verbose_name_plural = "资金"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.source} {self.amount} 万元"
