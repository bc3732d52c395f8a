"""办理清单: the suggestions of a proposal row by row, who handles each (责任清单) and what came of each (结果清单)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.enums import ContactStage, ContactWay
from proposals.models.handling import Handling
from proposals.models.proposal import Proposal


class OfProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(proposal__in=Proposal.objects.visible_to(user))

    def for_page(self):
        return self.select_related("handling__unit__region", "proposal__room__unit__region", "proposal__office")


class Advice(models.Model):
    """One suggestion of a proposal: the row of the responsibility list, and its mirror in the list of results."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="advices")
    position = models.PositiveSmallIntegerField("序号")
    text = models.TextField("建议", max_length=1000)
    # 责任清单.
    handling = models.ForeignKey(
        Handling, models.PROTECT, null=True, blank=True, related_name="advices", verbose_name="责任单位"
    )
    leader = models.CharField("分管领导", max_length=40, blank=True)
    handler = models.CharField("具体承办人", max_length=40, blank=True)
    action = models.CharField("办理措施", max_length=500, blank=True)
    until = models.DateField("完成时限", null=True, blank=True)
    # 结果清单.
    result = models.TextField("逐条答复", max_length=2000, blank=True)
    done = models.CharField("办理结果", max_length=500, blank=True)
    figure = models.DecimalField("数据", max_digits=14, decimal_places=2, null=True, blank=True)
    figure_unit = models.CharField("计量单位", max_length=20, blank=True)
    is_finished = models.BooleanField("已经办结", default=False)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = OfProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "建议清单"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "position"], name="advice_position_once"),
            # 可展示、可核实: what is finished has its text and its figure.
            models.CheckConstraint(
                condition=Q(is_finished=False) | (~Q(result="") & Q(figure__isnull=False) & ~Q(figure_unit="")),
                name="advice_finished_with_data",
            ),
            pair_constraint("reported_at", "reported_by", name="advice_reported_pair"),
        ]

    def __str__(self):
        return self.text[:40]

    @property
    def ledger_label(self) -> str:
        return f"第 {self.position} 条建议"

    @property
    def has_duty(self) -> bool:
        return bool(self.handling_id and self.leader and self.handler and self.action)

    def rights_scope(self) -> Scope:
        return (self.handling or self.proposal).rights_scope()

    def keeping(self) -> Keeping:
        if self.handling:
            return self.handling.keeping()
        return Keeping(Scope(), unit=self.proposal.room.unit, url=self.proposal.get_absolute_url())


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(handling__proposal__in=Proposal.objects.visible_to(user))

    def for_page(self):
        return self.select_related("handling__unit__region", "handling__proposal__room__unit__region", "entered_by")


class HandlingContact(models.Model):
    """沟通: the unit met or called the proposer, before, while or after it handled."""

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="contacts")
    round = models.PositiveSmallIntegerField("办理次数", default=1)
    stage = models.CharField("环节", max_length=20, choices=ContactStage.choices)
    way = models.CharField("方式", max_length=20, choices=ContactWay.choices)
    on = models.DateField("日期")
    people = models.CharField("参加人", max_length=200)
    said = models.TextField("沟通情况", max_length=2000)
    # 不协商不答复: with the proposer, or one of those who signed it with him.
    with_proposer = models.BooleanField("提出人参加", default=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "沟通记录"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.get_stage_display()}{self.get_way_display()}"

    @property
    def ledger_label(self) -> str:
        return "沟通记录"

    def rights_scope(self) -> Scope:
        return self.handling.rights_scope()

    def keeping(self) -> Keeping:
        return self.handling.keeping()
