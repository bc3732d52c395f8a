"""What the offices sent up, what leaders wrote on it and what came of it, before the system was in use."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import OutletLevel, PublicationKind, ReportKind
from rooms.models import Room


class PastPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        offices = BY_PERMISSION["proposals.view_past_papers"].who["region"]
        return self.filter(under(user.paths_as(*offices), "unit__region__path"))

    def standing(self):
        return self.filter(removed_at__isnull=True)

    def for_page(self):
        return self.select_related("unit__region", "created_by")


class PastPaper(models.Model):
    """A paper of a numbered series that was issued before; the series goes on after the highest number."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="编发单位")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("标题", max_length=120)
    issued_on = models.DateField("印发日期")
    source = models.CharField("资料来源", max_length=200)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = PastPaperQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def issue(self) -> str:
        return f"{self.year}年第 {self.number} 期" if self.number else ""

    @property
    def ledger_label(self) -> str:
        return f"{self.get_kind_display()}{self.issue}"

    def rights_scope(self) -> Scope:
        return Scope(path=self.unit.region.path)

    def keeping(self) -> Keeping:
        return Keeping(Scope(), why_stays="历史材料的原件不能移除；登记错了的，移出后重新登记。")


class PastReport(PastPaper):
    """要报、专报: issued by the office to the leaders of the city."""

    kind = models.CharField("类别", max_length=20, choices=ReportKind.choices)
    number = models.PositiveIntegerField("期号", validators=[MinValueValidator(1)])
    recipients = models.CharField("报送对象", max_length=200, blank=True)
    rooms = models.ManyToManyField(Room, blank=True, related_name="past_reports", verbose_name="事项来自")

    class Meta:
        verbose_name = verbose_name_plural = "历史报告"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "number"],
                condition=models.Q(removed_at__isnull=True),
                name="past_report_number_once",
            ),
            pair_constraint("removed_at", "removed_by", name="past_report_removed_pair"),
        ]
        indexes = [models.Index(fields=["-issued_on", "-id"], name="past_report_latest")]


class PastPublication(PastPaper):
    """工作简报、媒体稿件: a numbered issue, or what an outlet printed."""

    kind = models.CharField("类别", max_length=20, choices=PublicationKind.choices)
    number = models.PositiveIntegerField("期号", null=True, blank=True, validators=[MinValueValidator(1)])
    outlet = models.CharField("媒体", max_length=60, blank=True)
    level = models.CharField("媒体级别", max_length=20, choices=OutletLevel.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "历史简报和稿件"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "number"],
                condition=models.Q(removed_at__isnull=True, number__isnull=False),
                name="past_publication_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PublicationKind.BULLETIN, number__isnull=False, outlet="", level="")
                | (models.Q(kind=PublicationKind.ARTICLE, number__isnull=True) & ~models.Q(outlet="")),
                name="bulletin_has_a_number_article_an_outlet",
            ),
            pair_constraint("removed_at", "removed_by", name="past_publication_removed_pair"),
        ]
        indexes = [models.Index(fields=["-issued_on", "-id"], name="past_publication_latest")]


class OfPastReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__in=PastReport.objects.visible_to(user))

    def standing(self):
        return self.filter(report__removed_at__isnull=True)

    def for_page(self):
        return self.select_related("report__unit__region")


class PastInstruction(models.Model):
    """批示: what a leader wrote on the report. 圈阅 is recorded, and is no 批示."""

    report = models.ForeignKey(PastReport, models.CASCADE, related_name="instructions")
    leader = models.CharField("领导姓名", max_length=40)
    post = models.CharField("职务", max_length=60)
    on = models.DateField("批示日期")
    is_viewed_only = models.BooleanField("只圈阅", default=False)
    text = models.TextField("批示内容", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfPastReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "历史批示"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_viewed_only=True) | ~models.Q(text=""), name="past_instruction_has_a_text"
            )
        ]

    def rights_scope(self) -> Scope:
        return self.report.rights_scope()


class PastHandling(models.Model):
    """交办: one unit to which the report was assigned; taken on from `accepted_on`, done from `done_on`."""

    report = models.ForeignKey(PastReport, models.CASCADE, related_name="handlings")
    unit_name = models.CharField("承办单位", max_length=80)
    issued_on = models.DateField("交办日期")
    accepted_on = models.DateField("承办日期", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    result = models.TextField("办理情况", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfPastReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "历史交办"
        ordering = ["issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "unit_name"], name="past_handling_unit_once"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True) | models.Q(accepted_on__isnull=False),
                name="past_handling_done_was_accepted",
            ),
        ]

    def rights_scope(self) -> Scope:
        return self.report.rights_scope()
