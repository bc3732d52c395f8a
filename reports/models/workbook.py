from django.db import models
from django.utils import timezone

from members.models import Job, User
from members.permissions import Scope


class WorkbookImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A file that somebody sent up is that person's own until it is written."""
        return self.filter(uploaded_by=user)

    def for_page(self):
        return self.select_related("job", "uploaded_by")


class WorkbookImport(models.Model):
    """导入: one workbook that somebody sent up, what its check found, and when it was written."""

    class Choice(models.TextChoices):
        ALL = "all", "全部写入"
        RIGHT = "right", "只写入正确的行"

    kind = models.CharField("内容", max_length=40)
    file = models.FileField(upload_to="workbooks/%Y/%m/", blank=True)
    name = models.CharField("文件名", max_length=255)
    # The check and the writing are of these bytes and no others.
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    # How often it was checked: once when it came, again when the records changed before it was written.
    round = models.PositiveIntegerField(default=1)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    # Why the file as a whole is not read, or was not written.
    fault = models.CharField(max_length=300, blank=True)
    # Counts, first faults, first changes; and what was seen, in one number.
    outcome = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    # The file with its mistakes marked.
    marked = models.FileField(upload_to="workbooks/%Y/%m/", blank=True)
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    written_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "Excel 导入"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["uploaded_by", "-id"], name="workbook_import_of")]

    def __str__(self):
        return self.name

    @property
    def ledger_label(self) -> str:
        return f"Excel 导入第 {self.pk} 号"

    def rights_scope(self) -> Scope:
        return Scope(persons=frozenset([self.uploaded_by_id]))

    @property
    def is_busy(self) -> bool:
        return self.written_at is None and not self.fault and (self.checked_at is None or bool(self.choice))

    @property
    def can_be_written(self) -> bool:
        return bool(self.checked_at and not self.is_over and not self.choice and not self.fault and self.to_write)

    @property
    def is_over(self) -> bool:
        return self.written_at is not None or self.discarded_at is not None

    @property
    def to_write(self) -> int:
        counts = self.outcome.get("counts", {})
        return counts.get("new", 0) + counts.get("changed", 0)
