"""审查: what each body said at each step; a correction is another row beside the one that it corrects."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import ReviewOutcome
from proposals.models.proposal import Proposal


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The offices alone: the proposer is told what it came to, with the reason."""
        who = BY_PERMISSION["proposals.view_reviews"].who
        seen = Q(proposal__office__in=user.units_as(*who["keeps"]))
        if paths := user.paths_as(*who["region"]):
            seen |= under(paths, "proposal__room__unit__region__path")
        return self.filter(seen)

    def standing(self):
        """What was said last by each body at each step."""
        return self.filter(corrected_at__isnull=True)

    def for_page(self):
        related = ("proposal__room__unit__region", "proposal__member", "proposal__office__region")
        return self.select_related("lead", "into", "entered_by", *related).prefetch_related("helpers")


class Review(models.Model):
    """One opinion of one body at one step: what it would do with the proposal, and to whom it would give it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews")
    step = models.CharField(max_length=40)
    step_name = models.CharField("审查环节", max_length=20)
    body = models.CharField("提出意见的机关", max_length=40)
    outcome = models.CharField("审查意见", max_length=20, choices=ReviewOutcome.choices)
    opinion = models.CharField("意见和理由", max_length=500, blank=True)
    is_disputed = models.BooleanField("有分歧，提请会审", default=False)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建议主办单位")
    helpers = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="建议协办单位")
    into = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="并入")
    on = models.DateField("审查日期")
    paper = models.CharField("会议或文件", max_length=120, blank=True)
    # Somebody of another body wrote it down: 代录.
    entered_for_body = models.BooleanField("代录", default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_with")
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审查意见"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "step", "body"],
                condition=Q(corrected_at__isnull=True),
                name="review_of_body_once",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.MERGE) | Q(into__isnull=False), name="review_merges_into_something"
            ),
            pair_constraint("corrected_at", "corrected_by", name="review_corrected_pair"),
        ]

    def __str__(self):
        return f"{self.body}：{self.get_outcome_display()}"

    @property
    def ledger_label(self) -> str:
        return f"{self.step_name}意见"

    def rights_scope(self) -> Scope:
        return self.proposal.rights_scope()

    def keeping(self) -> Keeping:
        scope = Scope(keepers=frozenset([self.proposal.office_id]))
        return Keeping(scope, unit=self.proposal.office, url=self.proposal.get_absolute_url())
