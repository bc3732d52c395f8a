from django.db import models
from django.utils import timezone

from members.enums import NoticeKind
from members.models.places import Unit
from members.models.users import User


class JobQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(done_at__isnull=True, failed_at__isnull=True, due_at__lte=now)

    def unattended(self, now):
        """Rows that are due and that no worker holds."""
        return self.due(now).exclude(leased_until__gt=now)

    def visible_to(self, user):
        return self.filter(ordered_by=user)


class Job(models.Model):
    """任务: the row is the job. Celery only rings; a sweeper rings again until the row says done."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=160, unique=True)
    arguments = models.JSONField(default=dict)
    title = models.CharField(max_length=160, blank=True)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="jobs")
    ordered_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    # While a worker holds the row, nobody else starts it before this moment.
    leased_until = models.DateTimeField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_note = models.CharField(max_length=120, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, failed_at__isnull=True),
                name="job_waiting",
            ),
            models.Index(
                fields=["-done_at"],
                condition=models.Q(done_at__isnull=False),
                name="job_last_done",
            ),
        ]

    def __str__(self):
        return self.title or self.key

    @property
    def is_over(self) -> bool:
        return self.done_at is not None or self.failed_at is not None


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """通知: one sentence for one person, with the page where to act."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    sentence = models.CharField(max_length=200)
    url = models.CharField(max_length=200, blank=True)
    case_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=NoticeKind.choices, default=NoticeKind.NEWS)
    # 内部: the sentence is read in here and nowhere else.
    is_internal = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_user"),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self):
        return self.sentence


class NumberSeries(models.Model):
    """The last number given of one kind, by one unit, in one year (Asia/Shanghai); locked while drawing."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="number_series")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_series_per_unit_kind_year")]

    def __str__(self):
        return f"{self.unit} {self.kind} {self.year}：{self.last}"
