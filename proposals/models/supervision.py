"""督办: who drives the handling of a proposal, and what was found and required on each visit."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.enums import SupervisionMode, SupervisionState, SupervisionTier, VisitWay
from proposals.models.proposal import Proposal


class SupervisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(proposal__in=Proposal.objects.visible_to(user))

    def running(self):
        return self.filter(state=SupervisionState.RUNNING)

    def for_page(self):
        related = ("proposal__room__unit__region", "proposal__member", "proposal__office__region")
        return self.select_related("unit", "entered_by", *related)


class Supervision(models.Model):
    """One leader, or one committee or unit, that looks after one proposal; a proposal may have several of them."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="supervisions")
    tier = models.PositiveSmallIntegerField("层级", choices=SupervisionTier.choices)
    mode = models.CharField("方式", max_length=20, choices=SupervisionMode.choices)
    # A leader by name and post (who rarely has an account), or a committee or unit; or a leader of that unit.
    leader = models.CharField("督办领导", max_length=40, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="supervisions", verbose_name="督办单位"
    )
    # A committee that is no unit of the system: 提案委员会, 经济委员会.
    committee = models.CharField("专门委员会", max_length=60, blank=True)
    starts_on = models.DateField("开始日期")
    task = models.CharField("督办要求", max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=SupervisionState.choices, default=SupervisionState.RUNNING)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    result = models.CharField("督办结果", max_length=1000, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # When whoever leads was last told that the months of supervision begin.
    told_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办"
        ordering = ["tier", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(leader="") | ~Q(committee="") | Q(unit__isnull=False), name="supervision_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("starts_on")), name="supervision_in_order"
            ),
            pair_constraint("ended_on", "ended_by", name="supervision_ended_pair"),
        ]
        indexes = [models.Index(fields=["tier", "state"], name="supervision_of_tier")]

    def __str__(self):
        return f"{self.by_whom}{self.get_mode_display()}"

    def get_absolute_url(self) -> str:
        return reverse("proposals:supervision", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return self.get_mode_display()

    @property
    def by_whom(self) -> str:
        """程立新（市委书记）, or the committee or unit."""
        place = self.committee or (self.unit.short_name if self.unit else "")
        if not self.leader:
            return place
        return f"{self.leader}（{self.post or place}）" if self.post or place else self.leader

    @property
    def is_running(self) -> bool:
        return self.state == SupervisionState.RUNNING

    def rights_scope(self) -> Scope:
        return self.proposal.rights_scope()


class VisitQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(supervision__in=Supervision.objects.visible_to(user))

    def for_page(self):
        proposal = "supervision__proposal"
        return self.select_related("entered_by", "supervision__unit", f"{proposal}__room__unit", f"{proposal}__office")


class SupervisionVisit(models.Model):
    """督办活动: one day on which somebody went to see how it is handled."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="visits")
    on = models.DateField("日期")
    way = models.CharField("形式", max_length=20, choices=VisitWay.choices)
    people = models.CharField("参加人员", max_length=300)
    # 参加委员, in 人次.
    count = models.PositiveSmallIntegerField("参加人数")
    # 面对面: the proposer, or one of those who signed with him, was there.
    met_proposer = models.BooleanField("提出人参加", default=False)
    problems = models.TextField("发现的问题", max_length=2000, blank=True)
    measures = models.TextField("提出的要求", max_length=2000, blank=True)
    next_on = models.DateField("下次检查", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办活动"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=models.F("on")), name="visit_next_is_later"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="visit_with_somebody"),
        ]
        indexes = [models.Index(fields=["on"], name="visit_of_day")]

    def __str__(self):
        return self.get_way_display()

    @property
    def ledger_label(self) -> str:
        return "督办活动"

    def rights_scope(self) -> Scope:
        return self.supervision.rights_scope()

    def keeping(self) -> Keeping:
        proposal = self.supervision.proposal
        scope = Scope(keepers=frozenset([proposal.office_id]))
        return Keeping(scope, unit=proposal.office, url=self.supervision.get_absolute_url())
