"""提案办理专项资金: the pot of a year, and what of it goes to which proposal."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from members.models import Attachment, Keeping, Unit, User
from members.permissions import Scope
from proposals.models.award import of_offices
from proposals.models.proposal import Proposal

MONEY = {"max_digits": 12, "decimal_places": 2}


class PotQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_offices(user))

    def for_page(self):
        return self.select_related("office__region", "entered_by")


class FundPot(models.Model):
    """The money of one year, in 万元. `granted` is kept with every grant, so that it never exceeds the pot."""

    office = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    amount = models.DecimalField("总额", **MONEY)
    granted = models.DecimalField("已安排", default=0, **MONEY)
    source = models.CharField("资金来源", max_length=120)
    basis = models.CharField("依据", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = PotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案办理专项资金"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="fund_pot_once_a_year"),
            models.CheckConstraint(
                condition=Q(granted__gte=0) & Q(granted__lte=F("amount")), name="fund_pot_never_overdrawn"
            ),
        ]

    def __str__(self):
        return f"{self.year}年提案办理专项资金"

    @property
    def ledger_label(self) -> str:
        return "提案办理专项资金"

    @property
    def left(self):
        return self.amount - self.granted

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.office_id]), path=self.office.region.path)


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(of_offices(user, "pot__office"))

    def for_page(self):
        return self.select_related("pot__office__region", "proposal__member", "proposal__room__unit", "entered_by")


class FundGrant(models.Model):
    """What one proposal is given: approved, then paid out, then spent."""

    pot = models.ForeignKey(FundPot, models.PROTECT, related_name="grants", verbose_name="年度资金")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="grants", verbose_name="提案")
    amount = models.DecimalField("安排金额", **MONEY)
    used_for = models.CharField("用途", max_length=200)
    approved_by = models.CharField("由谁批准", max_length=60)
    approved_on = models.DateField("批准日期")
    paid = models.DecimalField("已拨付", default=0, **MONEY)
    spent = models.DecimalField("已支出", default=0, **MONEY)
    account = models.CharField("支出说明", max_length=500, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项资金安排"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fund_grant_of_something"),
            models.CheckConstraint(
                condition=Q(spent__gte=0) & Q(spent__lte=F("paid")) & Q(paid__lte=F("amount")),
                name="fund_grant_spends_what_was_paid",
            ),
            models.UniqueConstraint(fields=["pot", "proposal"], name="fund_grant_once_a_year"),
        ]

    def __str__(self):
        return self.proposal.title

    def get_absolute_url(self) -> str:
        return f"{reverse('proposals:fund')}?year={self.pot.year}"

    @property
    def ledger_label(self) -> str:
        return "专项资金安排"

    def rights_scope(self) -> Scope:
        return self.pot.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(self.rights_scope(), unit=self.pot.office, url=self.get_absolute_url())
