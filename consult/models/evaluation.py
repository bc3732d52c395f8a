"""评议: one engine for all that is evaluated, see consult.models.rated."""

from functools import cached_property

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consult.enums.evaluation import RatedSide, RoundState, Satisfaction
from members.models import Region, Unit, User
from members.models.places import under
from members.permissions import Scope
from members.permissions.evaluation import SEE_ROUND
from rooms.practice.building import form
from rooms.practice.rating import Form

HASH_LENGTH = 64


class EvaluationRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who runs it, the rooms and the body of its case, the offices over the region, and the side that is rated."""
        seen = Q(keeper__in=user.units_as(*SEE_ROUND["keeps"]))
        seen |= Q(room_units__overlap=list(user.units_as(*SEE_ROUND["own_room"])))
        seen |= Q(approver_units__overlap=list(user.units_as(*SEE_ROUND["approver"])))
        seen |= Q(
            pk__in=self.model.rated_units.through.objects.filter(unit__in=user.units_as(*SEE_ROUND["assigned"])).values(
                "evaluationround"
            )
        )
        if user.holds(*SEE_ROUND["self"]):
            rated = self.model.rated_people.through.objects.filter(user=user.pk)
            seen |= Q(pk__in=rated.values("evaluationround"))
        if paths := user.paths_as(*SEE_ROUND["region"]):
            seen |= under(paths, "region__path")
        return self.filter(seen)

    def of(self, target):
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk)

    def for_page(self):
        return self.select_related("keeper__region", "region", "ranked_unit", "target_type", "opened_by", "closed_by")

    def open(self):
        return self.filter(state=RoundState.OPEN)

    def not_void(self):
        return self.exclude(state=RoundState.VOID)

    def not_rating(self, user):
        """Without those in which the person stands on the rated side."""
        units = {role.unit_id for role in user.current_roles if role.unit_id}
        own = self.model.objects.filter(Q(rated_units__in=units) | Q(rated_people=user.pk))
        return self.exclude(pk__in=own.values("pk"))


class EvaluationRound(models.Model):
    """One round: what is rated by which form, from when to when. The form is kept as it was when the round was made."""

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    side = models.CharField("评什么", max_length=20, choices=RatedSide.choices)
    state = models.CharField(max_length=20, choices=RoundState.choices, default=RoundState.PLANNED)
    # What raters read above the questions.
    about = models.CharField("评议内容", max_length=300)
    form_code = models.CharField(max_length=40)
    form_table = models.JSONField()
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    # Working days after the last day with which it closes by itself, and before it with which people are reminded.
    grace = models.PositiveSmallIntegerField(default=3)
    reminder = models.PositiveSmallIntegerField(default=2)
    least_shown = models.PositiveSmallIntegerField("收回几份才公布汇总", default=1)
    # Whoever runs it.
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="evaluation_rounds", verbose_name="组织评议的单位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="evaluation_rounds")
    # The side that is rated: none of these rates, none of them sees a single vote.
    ranked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="ranked_rounds")
    rated_units = models.ManyToManyField(Unit, related_name="rated_in")
    rated_people = models.ManyToManyField(User, related_name="rated_in")
    # Units of the rooms and bodies of the target, as its rights had them when the round was made.
    room_units = ArrayField(models.BigIntegerField(), default=list)
    approver_units = ArrayField(models.BigIntegerField(), default=list)
    # The address behind the code that everybody may scan; empty while there is none.
    public_code = models.CharField(max_length=20, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # Who closed it, nobody where its day had passed; with what it came to.
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    void_reason = models.CharField("作废理由", max_length=300, blank=True)
    answered = models.PositiveIntegerField("收回份数", null=True)
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True)
    satisfaction = models.CharField("结论", max_length=20, choices=Satisfaction.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EvaluationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="evaluation_days_in_order"),
            models.UniqueConstraint(fields=["public_code"], condition=~Q(public_code=""), name="evaluation_code_once"),
        ]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="evaluation_target"),
            models.Index(fields=["state", "closes_on"], name="evaluation_state_day"),
            models.Index(fields=["ranked_unit", "closes_on"], name="evaluation_ranked"),
            GinIndex(fields=["room_units"], name="evaluation_rooms"),
            GinIndex(fields=["approver_units"], name="evaluation_approvers"),
        ]

    def __str__(self):
        return self.about

    def get_absolute_url(self) -> str:
        return f"/evaluations/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"评议第{self.pk}号"

    @cached_property
    def form(self) -> Form:
        return form(self.form_table)

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def state_word(self) -> str:
        """After its last day nobody can rate any more, though whoever keeps it has not ended it."""
        is_past = self.is_open and self.closes_on < timezone.localdate()
        return "已截止，待结束" if is_past else self.get_state_display()

    @property
    def side_called(self) -> str:
        return "提案评议" if self.side == RatedSide.PROPOSAL else "办理评议"

    @property
    def shows_single(self) -> bool:
        """The totals of a single sheet are shown: they are that sheet."""
        return self.least_shown == 1

    @property
    def is_closed(self) -> bool:
        return self.state == RoundState.CLOSED

    @cached_property
    def rated_unit_keys(self) -> frozenset:
        return frozenset(self.rated_units.order_by().values_list("pk", flat=True))

    @cached_property
    def rated_user_keys(self) -> frozenset:
        return frozenset(self.rated_people.order_by().values_list("pk", flat=True))

    def rates_itself(self, user) -> bool:
        """The person stands on the rated side: holds any role in one of its units, or is rated in person."""
        units = {role.unit_id for role in user.current_roles}
        return bool(units & self.rated_unit_keys) or user.pk in self.rated_user_keys

    def rights_scope(self) -> Scope:
        return Scope(
            keepers=frozenset([self.keeper_id]),
            rooms=frozenset(self.room_units),
            approvers=frozenset(self.approver_units),
            assigned=self.rated_unit_keys,
            persons=self.rated_user_keys,
            path=self.region.path,
        )
