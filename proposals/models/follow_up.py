"""回头看 and B类提案跟踪: what was promised is looked at again, over years, until it was done."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.enums import Finding, ReplyClass, SettledBy
from proposals.models.proposal import Proposal
from proposals.models.reply import Reply


class OfProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(proposal__in=Proposal.objects.visible_to(user))

    def for_page(self):
        related = ("proposal__room__unit__region", "proposal__member", "proposal__office__region")
        return self.select_related("entered_by", *related)

    def open(self):
        return self.filter(done_on__isnull=True)


class LookBack(models.Model):
    """回头看: planned when a proposal is closed; somebody goes and sees whether it is so."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="look_backs")
    planned_on = models.DateField("计划日期")
    done_on = models.DateField("日期", null=True, blank=True)
    people = models.CharField("参加人员", max_length=300, blank=True)
    finding = models.CharField("结论", max_length=20, choices=Finding.choices, blank=True)
    text = models.TextField("情况", max_length=2000, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = OfProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(done_on__isnull=True), name="look_back_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | (~Q(finding="") & ~Q(text="")), name="look_back_done_with_finding"
            ),
            pair_constraint("done_on", "entered_by", name="look_back_done_pair"),
        ]
        indexes = [models.Index(fields=["planned_on"], name="look_back_planned")]

    def __str__(self):
        return self.proposal.title

    def get_absolute_url(self) -> str:
        return f"{self.proposal.get_absolute_url()}#look-backs"

    @property
    def ledger_label(self) -> str:
        return "回头看"

    def rights_scope(self) -> Scope:
        return self.proposal.rights_scope()

    def keeping(self) -> Keeping:
        scope = Scope(keepers=frozenset([self.proposal.office_id]))
        return Keeping(scope, unit=self.proposal.office, url=self.get_absolute_url())


class Settlement(models.Model):
    """销号: what a B-class reply promised was done, with the evidence; taken back, it is followed up again."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="settlements")
    how = models.CharField("依据", max_length=20, choices=SettledBy.choices)
    on = models.DateField("完成日期")
    evidence = models.TextField("完成情况", max_length=2000)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField("恢复跟踪的原因", max_length=300, blank=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")

    class Meta:
        verbose_name = verbose_name_plural = "B类答复销号"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply"], condition=Q(undone_at__isnull=True), name="settlement_of_reply_once"
            ),
            pair_constraint("undone_at", "undone_by", name="settlement_undone_pair"),
        ]

    def __str__(self):
        return self.evidence[:40]

    @property
    def ledger_label(self) -> str:
        return "B类答复销号"

    def rights_scope(self) -> Scope:
        return self.reply.rights_scope()

    def keeping(self) -> Keeping:
        return self.reply.keeping()


class RollCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(office__in=user.units_as(RoleCode.OFFICE))


class RollCall(models.Model):
    """B类提案跟踪问效: once a year every unit is asked how far what it promised has come."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    text = models.CharField("要求", max_length=500)
    due_on = models.DateField("报送截止")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = RollCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "B类提案跟踪问效"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="roll_call_once_a_year")]

    def __str__(self):
        return f"{self.year}年 B 类提案跟踪问效"

    @property
    def ledger_label(self) -> str:
        return "B类提案跟踪问效"


class RollCallAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(reply__in=Reply.objects.visible_to(user))

    def for_page(self):
        handling = "reply__handling"
        related = (
            f"{handling}__unit__region",
            f"{handling}__issued_by_unit__region",
            "reply__proposal__office__region",
        )
        return self.select_related("call__office", "answered_by", "reply__proposal__room__unit__region", *related)

    def open(self):
        return self.filter(answered_at__isnull=True)


class RollCallAnswer(models.Model):
    """What one unit says of one promise in one year."""

    call = models.ForeignKey(RollCall, models.CASCADE, related_name="answers")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="roll_calls")
    text = models.TextField("进展情况", max_length=2000, blank=True)
    is_done = models.BooleanField("已经完成", default=False)
    new_until = models.DateField("预计完成时间", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = RollCallAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "跟踪问效答复"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "reply"], name="roll_call_answer_once"),
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | ~Q(text=""), name="roll_call_answer_says"),
            pair_constraint("answered_at", "answered_by", name="roll_call_answered_pair"),
        ]

    def __str__(self):
        return self.reply.proposal.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:answer_roll_call", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return "跟踪问效答复"

    def rights_scope(self) -> Scope:
        return self.reply.rights_scope()

    def keeping(self) -> Keeping:
        return self.reply.keeping()


def followed():
    """The queue: B-class letters that were sent and stand for how the proposal was handled last, and not settled.

    `promised` is the day that the unit named last, be it in its letter or at a roll call.
    """
    open_settlements = Settlement.objects.filter(undone_at__isnull=True).values("reply")
    rows = Reply.objects.sent().filter(result_class=ReplyClass.PLANNED, round=F("proposal__round"))
    named = RollCallAnswer.objects.filter(reply=OuterRef("pk"), new_until__isnull=False).order_by("-pk")
    rows = rows.exclude(pk__in=open_settlements)
    return rows.annotate(promised=Coalesce(Subquery(named.values("new_until")[:1]), F("planned_until")))
