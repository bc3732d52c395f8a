"""One rater of a round, and the one answer that he gave."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.enums.evaluation import RaterKind, RaterWay, RoundState
from consult.models.evaluation import EvaluationRound
from members.enums import RoleCode
from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.evaluation import ANSWERS, KEEPS, READS_VOTES

HASH_LENGTH = 64


class EvaluationInvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, those of one's unit, and all of the rounds that one's unit runs."""
        own = Q(unit__in=user.units_as(*ANSWERS))
        if user.holds(*RoleCode):
            own |= Q(user=user.pk)
        return self.standing().filter(own | Q(round__keeper__in=user.units_as(*KEEPS)))

    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def unanswered(self):
        return self.standing().filter(evaluation__isnull=True)

    def open(self):
        """Still to be answered, in a round that runs."""
        return self.unanswered().filter(round__state=RoundState.OPEN)

    def for_page(self):
        return self.select_related("round__keeper__region", "round__region", "user", "unit", "evaluation")


class EvaluationInvitation(models.Model):
    """评议邀请: one rater of one round, with the one answer that he may give.

    Somebody with an account answers signed in; a one-time link is kept as its hash alone, so that nobody reads it out
    of the database; a sheet of paper is entered by who runs the round. What comes by the public code is one row a
    device.
    """

    round = models.ForeignKey(EvaluationRound, models.CASCADE, related_name="invitations")
    kind = models.CharField("评议人", max_length=20, choices=RaterKind.choices)
    way = models.CharField("方式", max_length=20, choices=RaterWay.choices)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="evaluation_invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="evaluation_invitations")
    # Of somebody without an account; residents are known by a number.
    name = models.CharField("称呼", max_length=40, blank=True)
    token_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    expires_at = models.DateTimeField(null=True)
    device_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = EvaluationInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评议邀请"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user"], condition=Q(withdrawn_at__isnull=True), name="evaluation_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["round", "unit"], condition=Q(withdrawn_at__isnull=True), name="evaluation_once_a_unit"
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="evaluation_link_once"),
            models.UniqueConstraint(
                fields=["round", "device_hash"], condition=~Q(device_hash=""), name="evaluation_once_a_device"
            ),
            models.CheckConstraint(
                condition=~Q(way=RaterWay.ACCOUNT) | Q(user__isnull=False) | Q(unit__isnull=False),
                name="evaluation_account_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(unit__isnull=True), name="evaluation_person_or_unit"
            ),
            pair_constraint("withdrawn_at", "withdrawn_by", name="evaluation_withdrawn_pair"),
        ]

    def __str__(self):
        return str(self.user or self.unit or self.name or self.get_kind_display())

    def get_absolute_url(self) -> str:
        return f"/evaluation-invitations/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.get_kind_display()}评议"

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "evaluation")

    def rights_scope(self) -> Scope:
        return Scope(
            persons=frozenset([self.user_id]) - {None},
            assigned=frozenset([self.unit_id]) - {None},
            keepers=frozenset([self.round.keeper_id]),
        )


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Single votes are read after the round by who ran it and by who audits, never by the side that was rated."""
        rounds = EvaluationRound.objects.filter(state=RoundState.CLOSED).not_rating(user)
        seen = Q(keeper__in=user.units_as(*READS_VOTES["keeps"]))
        if paths := user.paths_as(*READS_VOTES["region"]):
            seen |= under(paths, "region__path")
        return self.filter(round__in=rounds.filter(seen))

    def for_page(self):
        return self.select_related("round__region")


class Evaluation(models.Model):
    """One answer to one invitation; what the database holds once is counted once, whatever is pressed in parallel."""

    invitation = models.OneToOneField(EvaluationInvitation, models.PROTECT, related_name="evaluation")
    round = models.ForeignKey(EvaluationRound, models.PROTECT, related_name="evaluations")
    answers = models.JSONField()
    overall = models.CharField(max_length=40, blank=True)
    satisfied = models.BooleanField()
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    remark = models.TextField("意见和建议", max_length=1000, blank=True)
    # The day on which it was given; on paper earlier than it was entered.
    on = models.DateField("评议日期")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_for_rater = models.BooleanField("代录", default=False)
    entered_at = models.DateTimeField(default=timezone.now)

    # The scan of a sheet of paper.
    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = EvaluationQuerySet.as_manager()
    files_need = "consult.view_votes"

    class Meta:
        verbose_name = verbose_name_plural = "评议表"
        ordering = ["pk"]

    @property
    def ledger_label(self) -> str:
        return "评议表"

    def rights_scope(self) -> Scope:
        return self.round.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(Scope(), url=self.round.get_absolute_url(), why_stays="评议表的扫描件随评议保存，不能移除。")
