"""年度协商计划: what a room, a township or the city consults on in a year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from consult.enums import NominationSource, PlanItemState, PlanLevel, PlanState
from consult.models.topic import Topic
from members.enums import UnitKind
from members.models import Keeping, Region, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.plans import READERS, SEE_PLAN
from rooms.models import Room

MONTHS = (MinValueValidator(1), MaxValueValidator(12))


def paths_above(user) -> list[str]:
    """The paths of the regions in which the person stands, and of all above them: what is addressed to these."""
    found = set()
    for role in user.current_roles:
        if role.code in READERS:
            codes = role.place.path.strip("/").split("/")
            found |= {"/" + "/".join(codes[:length]) + "/" for length in range(1, len(codes) + 1)}
    return sorted(found)


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own room or body, of rooms that it approves, of one's region; what is issued, all below."""
        seen = Q(unit__in=user.units_as(*SEE_PLAN["keeps"])) | Q(room__unit__in=user.units_as(*SEE_PLAN["own_room"]))
        seen |= Q(room__approver__in=user.units_as(*SEE_PLAN["approver"]))
        seen |= Q(room__guidance__in=user.units_as(*SEE_PLAN["guided"]))
        if paths := user.paths_as(*SEE_PLAN["region"]):
            seen |= Q(pk__in=self.model.objects.filter(under(paths, "region__path")).order_by().values("pk"))
        seen |= Q(state=PlanState.ISSUED, region__path__in=paths_above(user), room__isnull=True)
        return self.filter(seen)

    def for_page(self):
        return self.select_related("unit__region", "room__unit__region", "room__approver", "region", "approver")

    def issued(self):
        return self.filter(state=PlanState.ISSUED)


class Plan(models.Model):
    """One year's plan of one unit; `room` is set where the unit is a room."""

    level = models.CharField("级别", max_length=20, choices=PlanLevel.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="制定单位")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="plans")
    region = models.ForeignKey(Region, models.PROTECT, related_name="plans", verbose_name="区域")
    approver = models.ForeignKey(Unit, models.PROTECT, related_name="plans_approved", verbose_name="审定机关")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=80)
    opening = models.TextField("前言", max_length=2000, blank=True)
    demands = models.TextField("工作要求", max_length=2000, blank=True)
    state = models.CharField(max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField("印发日期", null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度协商计划"
        ordering = ["-year", "region__path", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_plan_a_year"),
            models.CheckConstraint(
                condition=Q(level=PlanLevel.ROOM, room__isnull=False)
                | (~Q(level=PlanLevel.ROOM) & Q(room__isnull=True)),
                name="plan_room_with_its_level",
            ),
            pair_constraint("submitted_at", "submitted_by", name="plan_submitted_pair"),
        ]
        indexes = [
            models.Index(fields=["year", "level", "id"], name="plan_year_level"),
            models.Index(fields=["approver"], condition=Q(state="pending"), name="plan_waiting"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return f"/plans/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}{self.year}年度协商计划"

    @property
    def is_draft(self) -> bool:
        """Its table can be changed freely."""
        return self.state in (PlanState.DRAFT, PlanState.RETURNED)

    @property
    def is_issued(self) -> bool:
        return self.state == PlanState.ISSUED

    def rights_scope(self) -> Scope:
        return Scope(
            rooms=frozenset([self.room.unit_id]) if self.room else frozenset(),
            approvers=frozenset([self.room.approver_id]) if self.room else frozenset(),
            guides=frozenset([self.room.guidance_id]) - {None} if self.room else frozenset(),
            keepers=frozenset([self.unit_id]),
            deciders=frozenset([self.approver_id]),
            entering=frozenset([UnitKind.LEADING_OFFICE]) if self.level == PlanLevel.CITY else frozenset(),
            addressed=frozenset([self.region.path]) if self.is_issued and not self.room else frozenset(),
            path=self.region.path,
        )


class PlanItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=Plan.objects.visible_to(user).order_by().values("pk"))

    def for_page(self):
        plan = ("unit__region", "room__unit__region", "room__approver", "region", "approver")
        return self.select_related("lead", "topic", *(f"plan__{name}" for name in plan)).defer(*TOPIC_TEXTS)

    def standing(self):
        return self.exclude(state=PlanItemState.DROPPED)

    def overdue(self, day):
        """The last month of it is over and nothing was begun."""
        over = Q(plan__year__lt=day.year) | Q(plan__year=day.year, until_month__lt=day.month)
        return self.filter(over, plan__state=PlanState.ISSUED, state__in=NOT_BEGUN)

    def due_in(self, day):
        """Its months have come and nothing was begun."""
        now = Q(plan__year=day.year, month__lte=day.month, until_month__gte=day.month)
        return self.filter(now, plan__state=PlanState.ISSUED, state__in=NOT_BEGUN)


NOT_BEGUN = (PlanItemState.PLANNED, PlanItemState.MOVED)
TOPIC_TEXTS = ("topic__why", "topic__pieces", "topic__title_pieces")


class PlanItem(models.Model):
    """One topic of a plan: when, who leads, in which form, and what became of it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("议题", max_length=60)
    why = models.TextField("说明", max_length=1000, blank=True)
    month = models.PositiveSmallIntegerField("开始月份", validators=MONTHS)
    until_month = models.PositiveSmallIntegerField("结束月份", validators=MONTHS)
    # As the plan was issued; kept when an adjustment moves it.
    first_month = models.PositiveSmallIntegerField("计划月份", null=True)
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="plan_items_led", verbose_name="牵头单位"
    )
    leader = models.CharField("牵头领导", max_length=40, blank=True)
    form = models.CharField("协商形式", max_length=40, blank=True)
    rooms = models.ManyToManyField(Room, blank=True, related_name="plan_items", verbose_name="承办联络室")
    units = models.ManyToManyField(Unit, blank=True, related_name="plan_items", verbose_name="参加单位")
    source = models.CharField("来源", max_length=20, choices=NominationSource.choices, default=NominationSource.ROOM)
    source_note = models.CharField("来源说明", max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=PlanItemState.choices, default=PlanItemState.PLANNED)
    reason = models.CharField("原因", max_length=300, blank=True)
    # Born when the first room begins; the other rooms take up the same one.
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="plan_items")
    version = models.PositiveIntegerField(default=1)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "计划议题"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_month__gte=F("month")), name="plan_item_months_in_order"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), until_month__range=(1, 12)), name="plan_item_months"
            ),
        ]
        indexes = [models.Index(fields=["plan", "month", "id"], name="plan_item_month")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return f"/plan-items/{self.pk}/"

    @property
    def ledger_label(self) -> str:
        return f"{self.plan.ledger_label}议题"

    @property
    def when(self) -> str:
        return months_told(self.month, self.until_month)

    def is_overdue(self, day) -> bool:
        is_over = (self.plan.year, self.until_month) < (day.year, day.month)
        return self.plan.is_issued and is_over and self.state in NOT_BEGUN

    def rights_scope(self) -> Scope:
        scope = self.plan.rights_scope()
        # A room of the item begins it by its own right, wherever the plan is.
        rooms = frozenset(self.rooms.values_list("unit", flat=True))
        own = {name: getattr(scope, name) for name in ("approvers", "guides", "keepers", "deciders", "entering")}
        return Scope(rooms=scope.rooms | rooms, addressed=scope.addressed, path=scope.path, **own)


def months_told(month: int, until: int) -> str:
    return f"{month}月" if month == until else f"{month}—{until}月"


class OfPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=Plan.objects.visible_to(user).order_by().values("pk"))

    def for_page(self):
        plan = ("unit__region", "room__unit__region", "room__approver", "region", "approver")
        return self.select_related(*(f"plan__{name}" for name in plan))


class OfPlan(models.Model):
    """A record that belongs to one plan."""

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        abstract = True

    def rights_scope(self) -> Scope:
        return self.plan.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(Scope(approvers=frozenset([self.plan.approver_id])), None, self.plan.get_absolute_url())
