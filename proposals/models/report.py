"""要报、专报: what the office sends up to the leaders of the city, and what they wrote on it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from consult.models import Matter
from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from proposals.enums import AdoptionLevel, HandlingResult, ReportKind, ReportState
from proposals.models.proposal import Proposal


class SpecialReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office writes them; the offices of the city see what was issued, a unit what it was given to handle."""
        who = BY_PERMISSION["proposals.view_report"].who
        seen = Q(office__in=user.units_as(*who["keeps"]))
        if paths := user.paths_as(*who["region"]):
            seen |= Q(issued_on__isnull=False) & under(paths, "office__region__path")
        if units := user.units_as(*who["assigned"]):
            handlings = self.model.handlings.rel.related_model.objects
            seen |= Exists(handlings.in_hand().filter(report=OuterRef("pk"), unit__in=units))
        return self.filter(seen)

    def for_page(self):
        return self.select_related("office__region", "written_by")

    def issued(self):
        """Those that count: sent up, whatever became of them."""
        return self.filter(issued_on__isnull=False)


class SpecialReport(models.Model):
    """One issue of an internal serial: out of one matter, out of several merged, or out of proposals."""

    kind = models.CharField("类别", max_length=20, choices=ReportKind.choices)
    office = models.ForeignKey(Unit, models.PROTECT, related_name="special_reports", verbose_name="编发单位")
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    title = models.CharField("标题", max_length=80)
    # 编者按, before the text.
    lead = models.TextField("按语", max_length=500, blank=True)
    body = models.TextField("正文", max_length=12000)
    contact = models.CharField("联系人及电话", max_length=100, blank=True)
    # 报、送、发, as the last page of the serial names them.
    reported_to = models.CharField("报", max_length=300, blank=True)
    sent_to = models.CharField("送", max_length=300, blank=True)
    copied_to = models.CharField("发", max_length=300, blank=True)
    copies = models.PositiveSmallIntegerField("印数", null=True, blank=True)
    # 内部: never published, and of its instructions others learn status and result only.
    is_internal = models.BooleanField("内部", default=True)
    year = models.PositiveSmallIntegerField("年度", null=True)
    number = models.PositiveIntegerField("期号", null=True)
    issued_on = models.DateField("报送日期", null=True)
    signed_off_by = models.CharField("签发人", max_length=40, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    result = models.TextField("办理结果", max_length=2000, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = SpecialReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "要报、专报"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year", "number"],
                condition=Q(number__isnull=False),
                name="report_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "dropped"), number__isnull=True, issued_on__isnull=True)
                | Q(state__in=("issued", "closed"), number__isnull=False, issued_on__isnull=False),
                name="report_issued_has_a_number",
            ),
            pair_constraint("issued_at", "issued_by", name="report_issued_pair"),
            pair_constraint("closed_at", "closed_by", name="report_closed_pair"),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-id"], name="report_of_office"),
            models.Index(fields=["-issued_on", "-id"], name="report_latest"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:report", args=[self.pk])

    @property
    def issue(self) -> str:
        return f"{self.year}年第 {self.number} 期" if self.number else ""

    @property
    def ledger_label(self) -> str:
        return f"《{self.get_kind_display()}》{self.issue}"

    def rights_scope(self) -> Scope:
        if not self.issued_on:
            return Scope(keepers=frozenset([self.office_id]))
        return Scope(
            keepers=frozenset([self.office_id]), assigned=frozenset(self.units_in_hand), path=self.office.region.path
        )

    @cached_property
    def units_in_hand(self) -> list[int]:
        """Keys of the units that handle it, or did."""
        return list(self.handlings.in_hand().values_list("unit", flat=True))

    def keeping(self) -> Keeping:
        why = "" if self.state == ReportState.DRAFT else f"{self.ledger_label}已经报送，附件随它保留。"
        return Keeping(self.rights_scope(), unit=self.office, url=self.get_absolute_url(), why_stays=why)


class ReportItemQuerySet(models.QuerySet):
    def standing(self):
        """Of reports that were not given up."""
        return self.exclude(report__state=ReportState.DROPPED)

    def for_page(self):
        return self.select_related(
            "report",
            "matter__consultation__topic",
            "matter__consultation__room__unit__region",
            "matter__consultation__room__approver",
            "matter__consultation__practice",
            "proposal__room__unit__region",
            "proposal__room__approver",
            "proposal__member",
        ).defer("matter__consultation__practice__text", "matter__consultation__practice__resolved")


class ReportItem(models.Model):
    """What a report is made of: one city-level matter, or one proposal; several when it was merged."""

    report = models.ForeignKey(SpecialReport, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("顺序", default=1)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="report_items")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="report_items")
    # What became of this one thing, as the office says it when the report is closed: a merged report has several.
    result = models.CharField("办理结果", max_length=20, choices=HandlingResult.choices, blank=True)
    outcome = models.TextField("办理情况", max_length=1000, blank=True)

    objects = ReportItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告来源"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=True, proposal__isnull=False)
                | Q(matter__isnull=False, proposal__isnull=True),
                name="report_item_is_one_thing",
            ),
            models.UniqueConstraint(fields=["report", "matter"], name="report_matter_once"),
            models.UniqueConstraint(fields=["report", "proposal"], name="report_proposal_once"),
        ]

    def __str__(self):
        return self.thing.title if self.proposal_id else self.thing.text

    @property
    def thing(self) -> Matter | Proposal:
        return self.matter or self.proposal

    @property
    def room(self):
        return self.matter.consultation.room if self.matter_id else self.proposal.room

    @property
    def case(self):
        """The consultation in whose timeline its way is told."""
        return self.matter.consultation if self.matter_id else None

    @property
    def url(self) -> str:
        return reverse("consult:matter", args=[self.matter_id]) if self.matter_id else self.proposal.get_absolute_url()

    def rights_scope(self) -> Scope:
        return self.report.rights_scope()


class LevelAdoptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the report or the proposal sees where it was taken up."""
        reports, proposals = SpecialReport.objects.visible_to(user), Proposal.objects.visible_to(user)
        return self.filter(Q(report__in=reports) | Q(proposal__in=proposals))

    def for_page(self):
        related = ("report__office__region", "proposal__room__unit__region", "proposal__member", "proposal__office")
        return self.select_related(*related)

    def standing(self):
        return self.filter(removed_at__isnull=True)


class LevelAdoption(models.Model):
    """采用: a report or a piece of information was taken up at one level, by an organ, on a day."""

    report = models.ForeignKey(SpecialReport, models.CASCADE, null=True, related_name="adoptions")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="adoptions")
    level = models.CharField("采用级别", max_length=20, choices=AdoptionLevel.choices)
    organ = models.CharField("采用单位", max_length=80)
    on = models.DateField("采用日期")
    note = models.CharField("刊物、期号或文号", max_length=120, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = LevelAdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "采用情况"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=True, proposal__isnull=False)
                | Q(report__isnull=False, proposal__isnull=True),
                name="adoption_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["report", "level", "organ"],
                condition=Q(removed_at__isnull=True),
                name="report_adopted_once_each",
            ),
            models.UniqueConstraint(
                fields=["proposal", "level", "organ"],
                condition=Q(removed_at__isnull=True),
                name="proposal_adopted_once_each",
            ),
            pair_constraint("removed_at", "removed_by", name="adoption_removed_pair"),
        ]

    def rights_scope(self) -> Scope:
        return self.subject.rights_scope()

    @property
    def subject(self) -> SpecialReport | Proposal:
        return self.report or self.proposal
