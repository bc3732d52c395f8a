"""重点提案: which proposals a body chose for the year, why, and how the first of them gets on."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.enums import KeyState
from proposals.models.proposal import Proposal

# It stands on the list of its year, as a candidate or for good.
LISTED = (KeyState.CANDIDATE, KeyState.CHOSEN)
FIRST = 1


class KeyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Candidates are the business of the offices; what was chosen is seen by whoever sees the proposal."""
        seen = Q(proposal__in=Proposal.objects.visible_to(user))
        offices = seen & Q(proposal__in=Proposal.objects.cared_for_by(user))
        return self.filter(offices | (seen & Q(state=KeyState.CHOSEN)))

    def chosen(self):
        return self.filter(state=KeyState.CHOSEN)

    def for_page(self):
        related = ("proposal__room__unit__region", "proposal__member", "proposal__office__region")
        return self.select_related("named_by", "entered_by", *related)


class KeyProposal(models.Model):
    """One proposal on the list of a year: named by the office, chosen by a body, with the ground of both."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="key_rows")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField(max_length=20, choices=KeyState.choices, default=KeyState.CANDIDATE)
    why = models.CharField("入选理由", max_length=500)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    # 1 is 1号提案.
    rank = models.PositiveSmallIntegerField("序号", null=True, blank=True)
    chosen_on = models.DateField("确定日期", null=True, blank=True)
    chosen_by = models.CharField("由谁确定", max_length=60, blank=True)
    basis = models.CharField("会议或文件", max_length=120, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Of one that was taken off the list, or was not chosen.
    off_reason = models.CharField("取消或未入选的原因", max_length=300, blank=True)
    off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    off_at = models.DateTimeField(null=True)
    # 公开跟踪: since when the public reads how it gets on, and what it is told of the reply beside the class.
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    public_summary = models.CharField("公开的答复概要", max_length=500, blank=True, db_default="")

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点提案"
        ordering = ["-year", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "year"], condition=Q(state__in=LISTED), name="key_proposal_once_a_year"
            ),
            models.CheckConstraint(
                condition=~Q(state=KeyState.CHOSEN)
                | (Q(rank__isnull=False, chosen_on__isnull=False, entered_by__isnull=False) & ~Q(chosen_by="")),
                name="key_proposal_chosen_with_basis",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LISTED) | (~Q(off_reason="") & Q(off_at__isnull=False)),
                name="key_proposal_off_with_reason",
            ),
            pair_constraint("off_at", "off_by", name="key_proposal_off_pair"),
            pair_constraint("opened_at", "opened_by", name="key_proposal_opened_pair"),
            models.CheckConstraint(
                condition=Q(state=KeyState.CHOSEN) | Q(opened_at__isnull=True), name="key_proposal_opened_when_chosen"
            ),
        ]
        indexes = [models.Index(fields=["year", "state"], name="key_proposal_of_year")]

    def __str__(self):
        return self.proposal.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:key_proposal", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.year}年重点提案"

    @property
    def is_first(self) -> bool:
        return self.state == KeyState.CHOSEN and self.rank == FIRST

    @property
    def called(self) -> str:
        """1号提案, 2号提案; a candidate has no number yet."""
        return f"{self.rank}号提案" if self.rank else ""

    def rights_scope(self) -> Scope:
        return self.proposal.rights_scope()


class KeyProgressQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(key__in=KeyProposal.objects.visible_to(user))


class KeyProgress(models.Model):
    """重点提案进展: how it stands on one day, as the group that looks after it found."""

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="progress")
    on = models.DateField("日期")
    text = models.TextField("进展情况", max_length=2000)
    obstacles = models.CharField("困难和需要协调的问题", max_length=500, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = KeyProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "重点提案进展"
        ordering = ["on", "pk"]

    def __str__(self):
        return self.text[:40]

    @property
    def ledger_label(self) -> str:
        return "重点提案进展"

    def rights_scope(self) -> Scope:
        return self.key.rights_scope()

    def keeping(self) -> Keeping:
        proposal = self.key.proposal
        scope = Scope(keepers=frozenset([proposal.office_id]))
        return Keeping(scope, unit=proposal.office, url=self.key.get_absolute_url())
