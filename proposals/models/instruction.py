"""批示: what leaders wrote on a report, and who may read it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from members.models import Attachment, Keeping, Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import BY_PERMISSION, Scope
from proposals.models.report import SpecialReport


class InstructionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those whose text the person may read. That there is one, whoever sees its report is told by the report."""
        who = BY_PERMISSION["proposals.read_instruction"].who
        seen = Q(report__office__in=user.units_as(*who["keeps"]))
        if paths := user.paths_as(*who["region"]):
            seen |= under(paths, "report__office__region__path")
        if readers := user.units_as(*who["receiver"]):
            named = self.model.readers.through.objects.filter(instruction=OuterRef("pk"), unit__in=readers)
            seen |= Exists(named)
        return self.filter(seen | Q(is_internal=False) & self._open_to(user, who))

    def _open_to(self, user, who) -> Q:
        """An instruction that is not 内部 is read by whoever sees the report."""
        seen = Q(pk__in=[])
        if paths := user.paths_as(*who["addressed"]):
            seen |= under(paths, "report__office__region__path")
        if units := user.units_as(*who["assigned"]):
            handlings = SpecialReport.handlings.rel.related_model.objects.in_hand()
            seen |= Exists(handlings.filter(report=OuterRef("report"), unit__in=units))
        return seen

    def for_page(self):
        return self.select_related("report__office__region", "entered_for", "entered_by").prefetch_related("readers")

    def standing(self):
        return self.filter(removed_at__isnull=True)

    def written(self):
        """批示 as they count: 圈阅 is none."""
        return self.standing().filter(is_viewed_only=False)


class Instruction(models.Model):
    """批示: what a leader wrote on a report. 圈阅 is recorded, and is no 批示."""

    report = models.ForeignKey(SpecialReport, models.CASCADE, related_name="instructions")
    leader = models.CharField("领导姓名", max_length=40)
    post = models.CharField("职务", max_length=60)
    on = models.DateField("批示日期")
    is_viewed_only = models.BooleanField("只圈阅", default=False)
    text = models.TextField("批示内容", max_length=1000, blank=True)
    # Its text is for the office, the offices that dispatch and the units that are named; others see that there is one.
    is_internal = models.BooleanField("内部", default=True)
    readers = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="可以看批示内容的单位")
    # The leader's own office, for which it was entered (代录).
    entered_for = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="登记单位")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批示"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_viewed_only=True) | ~Q(text=""), name="instruction_has_a_text"),
            pair_constraint("removed_at", "removed_by", name="instruction_removed_pair"),
        ]
        indexes = [models.Index(fields=["leader", "-on", "-id"], name="instruction_of_leader")]

    def __str__(self):
        return f"{self.leader}{self.ledger_label}"

    def get_absolute_url(self) -> str:
        return reverse("proposals:instruction", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return "圈阅" if self.is_viewed_only else "批示"

    @cached_property
    def reader_units(self) -> frozenset:
        return frozenset(unit.pk for unit in self.readers.all())

    def rights_scope(self) -> Scope:
        """Named readers always; whoever sees the report only where it is not 内部."""
        report = self.report.rights_scope()
        path = self.report.office.region.path
        return Scope(
            keepers=frozenset([self.report.office_id, self.entered_for_id]),
            receivers=self.reader_units,
            assigned=frozenset() if self.is_internal else report.assigned,
            addressed=frozenset() if self.is_internal else frozenset([path]),
            path=path,
        )

    def keeping(self) -> Keeping:
        scope = Scope(keepers=frozenset([self.report.office_id, self.entered_for_id]))
        return Keeping(scope, unit=self.report.office, url=self.get_absolute_url())
