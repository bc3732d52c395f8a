"""承办: what the city asks of one unit, out of an instructed report or out of a proposal."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from members.enums import RoleCode
from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from members.queries import held_today
from proposals.enums import HandlingResult, HandlingRole, HandlingState
from proposals.models.instruction import Instruction
from proposals.models.proposal import Proposal
from proposals.models.rating import RatedHandling
from proposals.models.report import SpecialReport

# Given to a unit for good: what 承办率 is counted on. What is only proposed, refused or taken back is none.
GIVEN = (HandlingState.ISSUED, HandlingState.ACCEPTED, HandlingState.ANSWERED, HandlingState.CLOSED)
# The unit has taken it on: 承办.
TAKEN_ON = (HandlingState.ACCEPTED, HandlingState.ANSWERED, HandlingState.CLOSED)
OPEN = (
    HandlingState.PROPOSED,
    HandlingState.AGREED,
    HandlingState.OBJECTED,
    HandlingState.ISSUED,
    HandlingState.ACCEPTED,
    HandlingState.ANSWERED,
)
OVER = (HandlingState.REFUSED, HandlingState.CANCELED)


class HandlingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit's own; the offices of the city see all of them."""
        who = BY_PERMISSION["proposals.view_handling"].who
        seen = Q(unit__in=user.units_as(*who["assigned"]))
        return self.filter(seen | under(user.paths_as(*who["region"]), "issued_by_unit__region__path"))

    def for_page(self):
        return self.select_related(
            "unit__region",
            "issued_by_unit__region",
            "report__office__region",
            "proposal__room__unit__region",
            "proposal__member",
            "proposal__office",
            "instruction",
        )

    def open(self):
        return self.filter(state__in=OPEN)

    def in_hand(self):
        """Of reports: what the unit has or had, so that it reads the report. What went to another unit is none."""
        return self.filter(report__isnull=False).exclude(state__in=OVER)

    def given(self):
        """What 承办率 is counted on. An objection to a report's task changes nothing before it is ruled on."""
        return self.filter(Q(state__in=GIVEN) | Q(state=HandlingState.OBJECTED, report__isnull=False))

    def taken_on(self):
        return self.filter(state__in=TAKEN_ON)


class Handling(RatedHandling, models.Model):
    """One unit's part in one report or proposal; its limits are time limits of it, its people are named by the unit."""

    report = models.ForeignKey(SpecialReport, models.CASCADE, null=True, related_name="handlings")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="handlings")
    # Which instruction it goes back to, where it is known.
    instruction = models.ForeignKey(Instruction, models.PROTECT, null=True, blank=True, related_name="handlings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="handlings", verbose_name="承办单位")
    role = models.CharField("承办方式", max_length=20, choices=HandlingRole.choices, default=HandlingRole.LEAD)
    state = models.CharField(max_length=20, choices=HandlingState.choices, default=HandlingState.ISSUED)
    task = models.TextField("办理要求", max_length=2000)
    # The unit from which it was taken over (改派).
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    # 1 at first, 2 when it was handled again because the first answer did not satisfy.
    round = models.PositiveSmallIntegerField("办理次数", default=1)
    issued_by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="handlings_issued", verbose_name="交办单位")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    # Why the unit asks not to be given it, which unit it names instead, and what was said to that.
    objection = models.CharField("申请退办理由", max_length=500, blank=True)
    objected_at = models.DateTimeField(null=True)
    better_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议承办单位"
    )
    ruling = models.CharField("退办处理意见", max_length=500, blank=True)
    # Of a proposal: how the proposer was asked before it went to another unit.
    proposer_asked = models.CharField("征求提出人意见情况", max_length=300, blank=True, db_default="")
    # Nobody said anything before the window closed: taken as agreed.
    agreed_by_lapse = models.BooleanField("逾期视为同意", default=False, db_default=False)
    plan = models.TextField("办理计划", max_length=2000, blank=True, db_default="")
    # 申请延期答复, and what the office said to it.
    extension_reason = models.CharField("申请延期理由", max_length=500, blank=True, db_default="")
    extension_asked_at = models.DateTimeField(null=True)
    extension_granted = models.BooleanField("同意延期", null=True)
    extension_ruling = models.CharField("延期处理意见", max_length=300, blank=True, db_default="")
    extension_ruled_at = models.DateTimeField(null=True)
    # 定领导、定人员: who answers for it inside the unit, and the deputy (B 岗).
    leader = models.CharField("分管领导", max_length=40, blank=True)
    handler = models.CharField("具体承办人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    deputy = models.CharField("B 岗", max_length=40, blank=True)
    result = models.CharField("办理结果", max_length=20, choices=HandlingResult.choices, blank=True)
    answer = models.TextField("办理情况", max_length=6000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # What was missing in the answer that was sent back last.
    missing = models.CharField("退回意见", max_length=500, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = HandlingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=True, proposal__isnull=False)
                | Q(report__isnull=False, proposal__isnull=True),
                name="handling_of_one_thing",
            ),
            # A unit has one part in a thing; what it refused or what was taken back can be given to it again.
            models.UniqueConstraint(
                fields=["report", "unit"], condition=~Q(state__in=OVER), name="handling_of_report_once"
            ),
            models.UniqueConstraint(
                fields=["proposal", "unit"], condition=~Q(state__in=OVER), name="handling_of_proposal_once"
            ),
            # One unit answers for a proposal, unless it is divided among several.
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(role="lead") & ~Q(state__in=OVER), name="proposal_has_one_lead"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(role="lead") & ~Q(state__in=OVER), name="report_has_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(instruction__isnull=True) | Q(report__isnull=False), name="handling_instruction_of_report"
            ),
            pair_constraint("accepted_at", "accepted_by", name="handling_accepted_pair"),
            pair_constraint("answered_at", "answered_by", name="handling_answered_pair"),
            pair_constraint("closed_at", "closed_by", name="handling_closed_pair"),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-id"], name="handling_of_unit"),
            models.Index(fields=["issued_by_unit", "state", "-id"], name="handling_of_dispatcher"),
        ]

    def __str__(self):
        return f"{self.unit}：{self.subject}"

    def get_absolute_url(self) -> str:
        name = "proposals:handling" if self.report_id else "proposals:proposal_handling"
        return reverse(name, args=[self.pk])

    @property
    def subject(self) -> SpecialReport | Proposal:
        """The report or the proposal of which it is a part."""
        return self.report or self.proposal

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的承办任务"

    @property
    def is_internal(self) -> bool:
        """Out of a report that is 内部: what it is about does not leave the system."""
        return bool(self.report_id and self.report.is_internal)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @cached_property
    def is_out_of_reach(self) -> bool:
        """Nobody has an account for the unit's tasks: the body that gave this one enters what the unit says."""
        return not held_today(RoleCode.DEPARTMENT).filter(unit=self.unit_id).exists()

    def rights_scope(self) -> Scope:
        """The unit that has it, the body that gave it, the office that keeps its subject, and who sees the region."""
        keepers = frozenset({self.issued_by_unit_id, self.subject.office_id} - {None})
        return Scope(
            assigned=frozenset([self.unit_id]),
            keepers=keepers,
            answering=keepers if self.is_out_of_reach else frozenset(),
            path=self.issued_by_unit.region.path,
        )

    def keeping(self) -> Keeping:
        why = "" if self.state == HandlingState.ACCEPTED else f"{self.get_state_display()}，附件随它保留。"
        scope = Scope(assigned=frozenset([self.unit_id]))
        return Keeping(scope, unit=self.unit, url=self.get_absolute_url(), why_stays=why)


class HandlingProgressQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(handling__in=Handling.objects.visible_to(user))


class HandlingProgress(models.Model):
    """办理进展: what a unit reports while it handles, with evidence."""

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="progress")
    text = models.TextField("进展情况", max_length=2000)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_for_unit = models.BooleanField("代录", default=False)
    reported_at = models.DateTimeField(default=timezone.now)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = HandlingProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理进展"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]

    def rights_scope(self) -> Scope:
        return self.handling.rights_scope()

    def keeping(self) -> Keeping:
        return self.handling.keeping()
