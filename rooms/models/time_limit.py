"""期限: one row is one limit that runs for one record toward one unit; with its stops, extensions and reminders."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.enums import UnitKind
from members.models import Unit, User
from rooms.enums import LimitState

OPEN_STATES = (LimitState.RUNNING, LimitState.PAUSED)
# To these bodies a day is shown, and never as late.
PARTY_COMMITTEES = (UnitKind.TOWNSHIP, UnitKind.CITY_COMMITTEE)
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
        return self.select_related("unit", "supervisor", "parent").prefetch_related("stops", "extensions", "told")


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

    @property
    def ledger_label(self) -> str:
        return f"{self.unit}的{self.name}"

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


class ClockStop(models.Model):
    """停表: the days from the one on which the clock stopped until it runs again do not count."""

    limit = models.ForeignKey(TimeLimit, models.CASCADE, related_name="stops")
    # The stop of the whole limit, with which this part's clock stands and runs again.
    under = models.ForeignKey("self", models.CASCADE, null=True, related_name="below")
    stopped_on = models.DateField("停表日期")
    resumed_on = models.DateField("恢复日期", null=True)
    reason = models.CharField("停表原因", max_length=200)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stopped_at = models.DateTimeField(default=timezone.now)
    resumed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "停表"
        ordering = ["stopped_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("stopped_on")), name="clock_stop_in_order"
            ),
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True, resumed_at__isnull=True)
                | Q(resumed_on__isnull=False, resumed_at__isnull=False),
                name="clock_stop_resumed_pair",
            ),
            models.UniqueConstraint(
                fields=["limit"], condition=Q(resumed_on__isnull=True), name="clock_stops_once_at_a_time"
            ),
        ]


class Extension(models.Model):
    """延期: a further span after the day on which the limit would have ended, or another day in its place."""

    limit = models.ForeignKey(TimeLimit, models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField("自然日", null=True)
    workdays = models.PositiveSmallIntegerField("工作日", null=True)
    months = models.PositiveSmallIntegerField("月", null=True)
    given_on = models.DateField("确定的到期日", null=True)
    # Whether it is the one that the pack lets be granted.
    by_rule = models.BooleanField("按规定延期", default=False)
    reason = models.CharField("延期原因", max_length=500)
    approved_by = models.CharField("由谁批准", max_length=60)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    granted_on = models.DateField("批准日期")
    # The day on which it would have ended, and on which it ended at the time.
    due_before = models.DateField("原到期日")
    due_after = models.DateField("延期到")

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(*SPANS, "given_on"), name="extension_has_one_span"),
            models.CheckConstraint(condition=Q(due_after__gt=F("due_before")), name="extension_is_later"),
            models.UniqueConstraint(fields=["limit"], condition=Q(by_rule=True), name="extension_by_rule_once"),
        ]

    @property
    def span(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in SPANS if getattr(self, name) is not None}


class LimitReminder(models.Model):
    """期限提醒: people were reminded of a due date, so many working days before it (after it: below zero), once."""

    limit = models.ForeignKey(TimeLimit, models.CASCADE, related_name="told")
    due_on = models.DateField("到期日")
    offset = models.SmallIntegerField("到期前工作日")
    escalated = models.BooleanField("告知上级", default=False)
    people = models.PositiveSmallIntegerField("人数", default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "期限提醒"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["limit", "due_on", "offset"], name="limit_reminder_once")]
