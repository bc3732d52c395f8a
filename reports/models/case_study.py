"""案例: a closed consultation written up in four parts, 问题—过程—结果—启示."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation
from members.models import Unit, User
from members.models.names import pair_constraint
from members.models.places import lineage, under
from members.permissions.library import READERS, SEE_CASE_STUDY
from members.permissions.relations import Scope
from reports.enums import CaseStudyState


class CaseStudyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of one's rooms and of those one looks after; what was taken into the library, for all of the region."""
        seen = Q(case__room__unit__in=user.units_as(*SEE_CASE_STUDY["own_room"]))
        seen |= Q(case__room__approver__in=user.units_as(*SEE_CASE_STUDY["approver"]))
        seen |= Q(case__room__guidance__in=user.units_as(*SEE_CASE_STUDY["guided"]))
        within = "case__room__unit__region__path"
        seen |= under(user.paths_as(*SEE_CASE_STUDY["region"]), within)
        cities = {lineage(path)[0] for path in user.paths_as(*READERS) if lineage(path)}
        return self.filter(
            seen | Q(state=CaseStudyState.ADOPTED) & under(sorted(cities), "case__room__unit__region__path")
        )

    def for_page(self):
        return self.select_related(
            "case__topic",
            "case__practice",
            "case__room__unit__region",
            "case__room__approver",
            "written_by",
            "judged_by",
        )

    def adopted(self):
        """Those of the library."""
        return self.filter(state=CaseStudyState.ADOPTED)


class CaseStudy(models.Model):
    """One consultation as others may learn from it; nobody private is named in it."""

    case = models.OneToOneField(Consultation, models.PROTECT, related_name="study", verbose_name="协商")
    title = models.CharField("标题", max_length=80)
    problem = models.TextField("问题", max_length=4000)
    process = models.TextField("过程", max_length=8000)
    result = models.TextField("结果", max_length=4000)
    lesson = models.TextField("启示", max_length=4000, blank=True)
    state = models.CharField(max_length=20, choices=CaseStudyState.choices, default=CaseStudyState.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    # The office took it into the library, or sent it back and said why.
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    # Its number in the library, drawn when it was first taken in.
    year = models.PositiveSmallIntegerField("年度", null=True)
    number = models.PositiveIntegerField("编号", null=True)
    reason = models.CharField("退回理由", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案例"
        ordering = ["-pk"]
        constraints = [
            pair_constraint("submitted_at", "submitted_by", name="case_study_submitted_pair"),
            pair_constraint("year", "number", name="case_study_number_pair"),
            pair_constraint("judged_at", "judged_by", name="case_study_judged_pair"),
            models.CheckConstraint(
                condition=~Q(state=CaseStudyState.RETURNED) | ~Q(reason=""), name="case_study_returned_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseStudyState.ADOPTED) | Q(judged_at__isnull=False), name="case_study_adopted_by"
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="case_study_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:case_study", args=[self.pk])

    @property
    def room(self):
        return self.case.room

    @property
    def unit(self) -> Unit:
        return self.case.room.unit

    @property
    def ledger_label(self) -> str:
        return "案例"

    @property
    def number_words(self) -> str:
        return f"{self.year}年第{self.number}号" if self.number else ""

    @property
    def is_adopted(self) -> bool:
        return self.state == CaseStudyState.ADOPTED

    def rights_scope(self) -> Scope:
        path = self.room.unit.region.path
        return Scope(
            rooms=frozenset([self.room.unit_id]),
            approvers=frozenset([self.room.approver_id]),
            guides=frozenset([self.room.guidance_id]) - {None},
            addressed=frozenset(lineage(path)[:1]) if self.is_adopted else frozenset(),
            path=path,
        )
