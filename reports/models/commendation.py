"""表彰决定: the official decision that commends whom a settled assessment puts first."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members.models import Unit, User
from members.models.names import pair_constraint
from members.permissions.relations import Scope
from reports.enums import CommendationState
from reports.models.issued import IssuedQuerySet
from reports.models.points import PointsYear

# The kind of its series of numbers, which goes on after whatever stands under the letters of the office.
SERIES = "commendation"


class CommendationQuerySet(IssuedQuerySet):
    def for_page(self):
        return self.select_related("unit__region", "year__region", "written_by", "issued_by")


class Commendation(models.Model):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="commendations", verbose_name="发文单位")
    year = models.ForeignKey(PointsYear, models.PROTECT, related_name="commendations", verbose_name="考核年度")
    # The grade of the scheme that is commended.
    grade = models.CharField("表彰的等次", max_length=20)
    state = models.CharField(max_length=20, choices=CommendationState.choices, default=CommendationState.DRAFT)
    title = models.CharField("标题", max_length=80)
    recipients = models.CharField("主送", max_length=300)
    opening = models.TextField("决定", max_length=2000)
    closing = models.TextField("希望和号召", max_length=2000, blank=True)
    copied_to = models.CharField("抄送", max_length=300, blank=True)
    # Who is commended, as they stand in the settled results: key, name, note, place.
    winners = models.JSONField(default=list)
    letters = models.CharField(max_length=40, blank=True)
    numbered_in = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    # Who decided it, and on which day.
    decided_by = models.CharField("由谁决定", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True)
    # What was issued: it is printed from here.
    paper = models.JSONField(default=dict)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表彰决定"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "numbered_in", "number"], name="commendation_number_once"),
            models.UniqueConstraint(
                fields=["year", "grade"], condition=~Q(state=CommendationState.DROPPED), name="commendation_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CommendationState.ISSUED, number__isnull=False, issued_on__isnull=False)
                | ~Q(state=CommendationState.ISSUED) & Q(number__isnull=True, issued_on__isnull=True),
                name="commendation_issued_has_a_number",
            ),
            pair_constraint("issued_at", "issued_by", name="commendation_issued_pair"),
            pair_constraint("numbered_in", "number", name="commendation_number_pair"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:commendation", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"《{self.title}》"

    @property
    def is_draft(self) -> bool:
        return self.state == CommendationState.DRAFT

    @property
    def issue(self) -> str:
        """冶政办发〔2027〕3号, as soon as it has one."""
        return f"{self.letters}〔{self.numbered_in}〕{self.number}号" if self.number else ""

    def rights_scope(self) -> Scope:
        issued = frozenset([self.unit.region.path]) if self.state == CommendationState.ISSUED else frozenset()
        return Scope(keepers=frozenset([self.unit_id]), addressed=issued)
