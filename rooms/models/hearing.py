"""听取汇报: what a leading group or a party committee was told, and what it asked for, until when."""

from dataclasses import replace

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse

from members.enums import RoleCode, UnitKind
from members.models import Attachment, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.registers import ANSWERING
from rooms.enums import RequirementState
from rooms.models.group import LeadingGroup
from rooms.models.kept import Kept, KeptQuerySet, keeping_units, looked_after_by

# A day toward a party committee is told to it alone and never as late.
PARTY_BODIES = (UnitKind.TOWNSHIP, UnitKind.PARTY_BODY, UnitKind.CITY_COMMITTEE)
# What is answered may be asked for again.
WAYS = {RequirementState.OPEN: (RequirementState.DONE,), RequirementState.DONE: (RequirementState.OPEN,)}


class HearingQuerySet(KeptQuerySet):
    def visible_to(self, user):
        """From above, by the body itself, and by the units that reported; others see what was asked of them."""
        reported = Hearing.reporters.through.objects.filter(unit__in=user.units_as(*ANSWERING)).values("hearing")
        kept = keeping_units(user) | user.units_as(RoleCode.CITY_COMMITTEE)
        return self.filter(
            under(looked_after_by(user), "region__path") | models.Q(unit__in=kept) | models.Q(pk__in=reported)
        )

    def standing(self):
        return self.filter(removed_at__isnull=True)


class Hearing(Kept):
    """One hearing: when, by whom, at which meeting, what was reported."""

    held_on = models.DateField("日期")
    # The body as its paper names it; the leading group where it was that one.
    body = models.CharField("听取单位", max_length=80)
    group = models.ForeignKey(
        LeadingGroup, models.PROTECT, null=True, blank=True, related_name="hearings", verbose_name="领导小组"
    )
    meeting = models.CharField("会议名称", max_length=120)
    place = models.CharField("地点", max_length=120, blank=True)
    reporters = models.ManyToManyField(Unit, related_name="hearings_reported", verbose_name="汇报单位")
    reported_by = models.CharField("汇报人", max_length=80, blank=True)
    reported = models.TextField("汇报内容", max_length=6000)
    conclusion = models.TextField("会议意见", max_length=4000, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = HearingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "听取汇报"
        ordering = ["-held_on", "-pk"]
        constraints = [pair_constraint("removed_at", "removed_by", name="hearing_removed_pair")]
        indexes = [models.Index(fields=["-held_on", "-id"], name="hearing_latest")]

    def __str__(self):
        return f"{self.held_on:%Y年%-m月%-d日}{self.body}听取汇报"

    @property
    def ledger_label(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("rooms:hearing", args=[self.pk])

    def rights_scope(self) -> Scope:
        assigned = frozenset(self.reporters.order_by().values_list("pk", flat=True))
        return replace(super().rights_scope(), assigned=assigned)


class RequirementQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(hearing__removed_at__isnull=True)

    def open(self):
        return self.standing().filter(state=RequirementState.OPEN)

    def visible_to(self, user):
        seen = Hearing.objects.visible_to(user).values("pk")
        return self.filter(models.Q(hearing__in=seen) | models.Q(unit__in=user.units_as(*ANSWERING)))

    def for_page(self):
        return self.select_related("hearing__region", "hearing__unit__region", "unit__region", "answered_by")

    def waiting_for(self, user):
        """Open requirements that the person answers."""
        return self.open().filter(unit__in=user.units_as(*ANSWERING))

    def overdue(self, today):
        """Late ones; never those of a party committee."""
        return self.open().filter(due_on__lt=today).exclude(unit__kind__in=PARTY_BODIES)


class Requirement(models.Model):
    """One thing that a hearing asked for: of which unit, until when, and what came of it."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="requirements")
    position = models.PositiveSmallIntegerField("序号")
    text = models.TextField("要求", max_length=1000)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="requirements", verbose_name="责任单位")
    due_on = models.DateField("完成期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=RequirementState.choices, default=RequirementState.OPEN)
    answer = models.TextField("落实情况", max_length=4000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "汇报会要求"
        ordering = ["hearing", "position"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "position"], name="requirement_position_once"),
            pair_constraint("answered_at", "answered_by", name="requirement_answered_pair"),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=models.Q(state="open"), name="requirement_open"),
        ]

    def __str__(self):
        return f"要求 {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("rooms:requirement", args=[self.pk])

    @property
    def is_soft(self) -> bool:
        return self.unit.kind in PARTY_BODIES

    def rights_scope(self) -> Scope:
        return self.scope_within(self.hearing.rights_scope())

    def scope_within(self, scope: Scope) -> Scope:
        """The scope of the hearing with whoever answers this one thing."""
        return replace(scope, answering=frozenset([self.unit_id]))

    def keeping(self):
        return self.hearing.keeping()
