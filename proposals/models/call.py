"""征集: an office asks members, rooms and the public for proposals and clues; 选题参考目录: on what."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from members.models import Attachment, Keeping, Region, Unit, User
from members.models.places import lineage, under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import CallAudience, CallState, ProposalKind

# 004: an ordinary call goes out at least a month before the plenary; reminded, not forced.
DAYS_BEFORE_PLENARY = 30


class ProposalCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Calls of one's own office, those of the regions that one looks after, and those made where one works."""
        who = BY_PERMISSION["proposals.view_call"].who
        seen = Q(issuer__in=user.units_as(*who["keeps"])) | under(user.paths_as(*who["region"]), "region__path")
        around = {above for path in user.paths_as(*who["below"]) for above in lineage(path)}
        return self.filter(seen | Q(region__path__in=around))

    def for_page(self):
        return self.select_related("issuer__region", "region", "created_by")

    def running(self, day=None):
        day = day or timezone.localdate()
        return self.filter(state=CallState.OPEN, opens_on__lte=day, closes_on__gte=day)


class ProposalCall(models.Model):
    """One call with its window; an urgent one is the fast track: what answers it goes the short way."""

    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="proposal_calls", verbose_name="征集单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="征集范围")
    theme = models.CharField("主题", max_length=60)
    text = models.TextField("征集要求", max_length=2000)
    kinds = ArrayField(models.CharField(max_length=20, choices=ProposalKind.choices), verbose_name="征集类别")
    asked = ArrayField(models.CharField(max_length=20, choices=CallAudience.choices), verbose_name="征集对象")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    is_urgent = models.BooleanField("快速通道", default=False)
    # The opening day of the plenary for which an ordinary call gathers.
    plenary_on = models.DateField("全体会议开幕日期", null=True, blank=True)
    # How many joint signers, besides the first proposer, a 联名 proposal needs; 0: one is enough.
    fewest_signers = models.PositiveSmallIntegerField("联名至少人数", default=0)
    state = models.CharField(max_length=20, choices=CallState.choices, default=CallState.OPEN)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ProposalCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案征集"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="proposal_call_days_in_order")
        ]
        indexes = [models.Index(fields=["region", "state", "closes_on"], name="proposal_call_running")]

    def __str__(self):
        return self.theme

    def get_absolute_url(self) -> str:
        return reverse("proposals:call", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return "快速通道征集" if self.is_urgent else "提案征集"

    @property
    def asked_told(self) -> str:
        return "、".join(CallAudience(code).label for code in self.asked)

    @property
    def kinds_told(self) -> str:
        return "、".join(ProposalKind(code).label for code in self.kinds)

    @property
    def is_public(self) -> bool:
        return CallAudience.PUBLIC in self.asked

    def is_running(self, day=None) -> bool:
        day = day or timezone.localdate()
        return self.state == CallState.OPEN and self.opens_on <= day <= self.closes_on

    @property
    def opens_late(self) -> bool:
        """Less than a month before the plenary: said to the office, and nothing more."""
        if self.is_urgent or not self.plenary_on:
            return False
        return self.opens_on > self.plenary_on - timedelta(days=DAYS_BEFORE_PLENARY)

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.issuer_id]), path=self.region.path)

    def keeping(self) -> Keeping:
        scope = Scope(keepers=frozenset([self.issuer_id]))
        return Keeping(scope, unit=self.issuer, url=self.get_absolute_url())


class CallTopic(models.Model):
    """选题参考: one row of a call's catalogue, as the units that were asked for topics gave them."""

    call = models.ForeignKey(ProposalCall, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField("序号")
    field = models.CharField("领域", max_length=40, blank=True)
    title = models.CharField("选题", max_length=100)
    given_by = models.CharField("提供单位", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "选题参考"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "position"], name="call_topic_position_once")]

    def __str__(self):
        return self.title

    def rights_scope(self) -> Scope:
        return self.call.rights_scope()
