"""期限: one row is one limit that runs for one record toward one unit; see `limit_events` for what moves it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.enums import RoleCode, UnitKind
from members.models import Unit, User
from members.models.places import under
from members.permissions import Scope
from rooms.enums import LimitState

OPEN_STATES = (LimitState.RUNNING, LimitState.PAUSED)
# To these bodies a day is shown, and never as late.
PARTY_COMMITTEES = (UnitKind.TOWNSHIP, UnitKind.CITY_COMMITTEE)
# Who acts for a unit; members and representatives belong to a room, and do not run it.
WORKING = tuple(role for role in RoleCode if role not in (RoleCode.MEMBER, RoleCode.REPRESENTATIVE))
OVERSEEING = (RoleCode.OFFICE, RoleCode.DISPATCHER, RoleCode.LEADING_OFFICE, RoleCode.AUDITOR)
# That a length is our own, and no rule of the place, as the way to the day tells it.
PROVISIONAL = "，系统暂定，可以在做法里修改"
SPANS = ("days", "workdays", "months")


def exactly_one(*names: str) -> Q:
    """One of these columns is set, and no other."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class TimeLimitQuerySet(models.QuerySet):
    def of(self, owner, *acts: str):
        """Those of one record; of these acts only, where any are named."""
        kind = ContentType.objects.get_for_model(owner)
        rows = self.filter(owner_type=kind, owner_id=owner.pk)
        return rows.filter(of__in=acts) if acts else rows

    def running(self):
        return self.filter(state=LimitState.RUNNING)

    def open(self):
        """Neither met nor over: the clock runs, or stands for a while."""
        return self.filter(state__in=OPEN_STATES)

    def visible_to(self, user):
        """Those of one's own unit, those that it supervises, and for the offices all of their region."""
        units = user.units_as(*WORKING)
        region = under(user.paths_as(*OVERSEEING), "unit__region__path")
        return self.filter(Q(unit__in=units) | Q(supervisor__in=units) | region)

    def toward_units(self):
        """Without those toward a party committee, against which no day is ever held."""
        return self.exclude(unit__kind__in=PARTY_COMMITTEES)

    def late(self, today):
        """The clock runs and the day has passed."""
        return self.running().toward_units().filter(due_on__lt=today)

    def lapsing(self, today, *acts: str):
        """Those whose passing is itself an act that nobody has carried out yet."""
        return self.running().filter(due_on__lt=today, lapses=True, of__in=acts)

    def for_page(self):
        return self.select_related("unit__region", "supervisor", "parent").prefetch_related(
            "stops", "extensions", "told"
        )


class TimeLimit(models.Model):
    """By which day a unit has to do one act about one record, how that day came about, and what became of it.

    The day is counted from `starts_on` by one span, or was given by somebody; stops and extensions move it. Day and
    explanation are stored, so that pages and lists read them; `rooms.operations.time_limits` alone writes them.
    """

    owner_type = models.ForeignKey(ContentType, models.PROTECT)
    owner_id = models.BigIntegerField()
    owner = GenericForeignKey("owner_type", "owner_id")
    # The act, by its code in the [[deadline]] tables of the packs.
    of = models.CharField("事项", max_length=40)
    name = models.CharField("期限名称", max_length=60)
    # What it is about, as notices and lists name it, and the page where to act.
    subject = models.CharField("有关事项", max_length=120)
    url = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="time_limits", verbose_name="单位")
    # Who is told when the day has passed.
    supervisor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="督办单位")
    # The limit of the whole, of which this is one part: it ends with it at the latest.
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts", verbose_name="总期限")

    starts_on = models.DateField("起算日期")
    days = models.PositiveSmallIntegerField("自然日", null=True)
    workdays = models.PositiveSmallIntegerField("工作日", null=True)
    months = models.PositiveSmallIntegerField("月", null=True)
    given_on = models.DateField("确定的到期日", null=True)
    # Who gave the span or the day where no pack did.
    given_by = models.CharField("由谁确定", max_length=60, blank=True)
    # Where the length comes from, as 计算依据 begins with it.
    basis = models.CharField("期限依据", max_length=200, blank=True)

    due_on = models.DateField("到期日")
    # The day before it was moved off a day of rest.
    counted_on = models.DateField("按天数到期日")
    explanation = models.CharField("计算说明", max_length=400)
    steps = models.JSONField("计算依据", default=list)
    # Counted while the holidays of its year were not published yet.
    is_provisional = models.BooleanField("暂按未公布日历计算", default=False)

    state = models.CharField("状态", max_length=20, choices=LimitState.choices, default=LimitState.RUNNING)
    met_on = models.DateField("完成日期", null=True)
    # Passing the day is itself an act: who did not refuse has accepted.
    lapses = models.BooleanField("到期即生效", default=False)
    void_reason = models.CharField("不再计算的原因", max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    # The pack's rule as it was when the clock began; a later version changes nothing that runs.
    extension_days = models.PositiveSmallIntegerField(null=True)
    extension_workdays = models.PositiveSmallIntegerField(null=True)
    extension_months = models.PositiveSmallIntegerField(null=True)
    # Working days before the day, and after it.
    reminders = ArrayField(models.PositiveSmallIntegerField(), default=list, verbose_name="到期前提醒")
    reminders_after = ArrayField(models.PositiveSmallIntegerField(), default=list, verbose_name="逾期后提醒")
    escalate_to = ArrayField(models.CharField(max_length=20), default=list, verbose_name="逾期告知")
    # The next day on which somebody is to be reminded; none when everything was said.
    remind_on = models.DateField(null=True)

    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(*SPANS, "given_on"), name="time_limit_has_one_span"),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | ~Q(given_by=""), name="time_limit_given_by_somebody"
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="time_limit_days_in_order"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(met_on__gte=F("starts_on")), name="time_limit_met_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=LimitState.MET, met_on__isnull=False)
                | (~Q(state=LimitState.MET) & Q(met_on__isnull=True)),
                name="time_limit_met_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, settled_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(settled_at__isnull=False)),
                name="time_limit_settled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=LimitState.LAPSED) | Q(lapses=True), name="time_limit_lapses_by_rule"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="time_limit_is_no_part_of_itself"
            ),
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "of", "unit", "name"],
                condition=Q(state__in=OPEN_STATES),
                name="time_limit_runs_once",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="time_limit_owner"),
            models.Index(fields=["unit", "due_on"], name="time_limit_of_unit"),
            models.Index(fields=["due_on"], condition=Q(state="running"), name="time_limit_running"),
            models.Index(fields=["remind_on"], condition=Q(state="running"), name="time_limit_to_remind"),
        ]

    def __str__(self):
        return f"{self.name}：{self.subject}"

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def ledger_label(self) -> str:
        return f"{self.unit}的{self.name}"

    @property
    def is_under(self) -> bool:
        """Its clock stands with that of the whole, and runs again with it."""
        return any(stop.under_id and stop.resumed_on is None for stop in self.stops.all())

    def rights_scope(self) -> Scope:
        keepers = {self.supervisor_id} - {None}
        return Scope(assigned=frozenset([self.unit_id]), keepers=frozenset(keepers), path=self.unit.region.path)

    @property
    def is_internal(self) -> bool:
        """Its record is 内部: notices tell of it inside the system alone."""
        return bool(getattr(self.owner, "is_internal", False))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def span(self) -> dict[str, int]:
        """{"months": 3}; empty where a day was given."""
        return {name: getattr(self, name) for name in SPANS if getattr(self, name) is not None}

    @property
    def extension_span(self) -> dict[str, int]:
        """By how much the pack lets it be extended; empty where it does not."""
        found = {name: getattr(self, f"extension_{name}") for name in SPANS}
        return {name: count for name, count in found.items() if count is not None}

    @property
    def is_soft(self) -> bool:
        """Toward a party committee: shown to it alone, and never held against it."""
        return self.unit.kind in PARTY_COMMITTEES

    def is_late(self, today) -> bool:
        """Past its day while the clock runs, or met only after it."""
        if self.is_soft:
            return False
        if self.state == LimitState.MET:
            return self.met_on > self.due_on
        return self.state == LimitState.RUNNING and self.due_on < today
