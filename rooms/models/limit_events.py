"""What moves a time limit, and what was said of it: stops of its clock, extensions, reminders."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.models import User
from rooms.models.time_limit import SPANS, TimeLimit, exactly_one


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
