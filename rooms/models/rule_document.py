"""制度文件库: rule documents with dated versions; the one in force is found by its days, older ones stay readable."""

from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Keeping, User
from members.models.names import pair_constraint
from members.models.places import lineage, under
from members.permissions import Scope
from members.permissions.registers import ABOVE
from rooms.enums import RuleCategory
from rooms.models.kept import Kept


def sees_rules(user, field: str = "region__path") -> models.Q:
    """Everybody who works under the region of a document, and those who look after it."""
    around = {above for path in user.paths_as(*RoleCode) for above in lineage(path)}
    return models.Q(**{f"{field}__in": around}) | under(user.paths_as(*ABOVE), field)


class RuleDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(sees_rules(user))

    def for_page(self):
        return self.select_related("region", "unit__region")

    def with_standing(self, today=None):
        """Each with the version in force and the last one to come: number, 文号, issuer and days for a list."""
        today = today or timezone.localdate()
        of_document = RuleVersion.objects.standing().filter(document=models.OuterRef("pk"))
        now = of_document.filter(effective_on__lte=today).order_by("-effective_on", "-number")
        coming = of_document.filter(effective_on__gt=today).order_by("effective_on", "number")
        return self.annotate(
            now_number=models.Subquery(now.values("number")[:1]),
            now_reference=models.Subquery(now.values("reference")[:1]),
            now_issuer=models.Subquery(now.values("issuer")[:1]),
            now_on=models.Subquery(now.values("effective_on")[:1]),
            coming_on=models.Subquery(coming.values("effective_on")[:1]),
        )


class RuleDocument(Kept):
    """A rule document under one title: 督办方案, 考核办法, 工作细则."""

    title = models.CharField("标题", max_length=120)
    category = models.CharField("类别", max_length=20, choices=RuleCategory.choices)
    summary = models.TextField("主要内容", max_length=1000, blank=True)
    # The last day on which it counted, once nothing follows it.
    ended_on = models.DateField("废止日期", null=True, blank=True)

    objects = RuleDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制度文件"
        ordering = ["category", "title", "pk"]
        constraints = [models.UniqueConstraint(fields=["region", "title"], name="rule_document_title_once")]

    def __str__(self):
        return f"《{self.title.strip('《》')}》"

    @property
    def ledger_label(self) -> str:
        return str(self)

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.unit_id]), path=self.region.path)

    def get_absolute_url(self) -> str:
        return reverse("rooms:rule", args=[self.pk])

    def ended(self, today: date) -> bool:
        return self.ended_on is not None and self.ended_on < today


class RuleVersionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user):
        return self.standing().filter(sees_rules(user, "document__region__path"))

    def for_page(self):
        return self.select_related("document__region", "document__unit__region")


class RuleVersion(models.Model):
    """One version of a rule document as it was issued, with its files; it counts from its day until the next one."""

    document = models.ForeignKey(RuleDocument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    issuer = models.CharField("印发单位", max_length=80)
    reference = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期")
    effective_on = models.DateField("施行日期")
    # The day from which the next version counts in its place.
    replaced_on = models.DateField("被替代日期", null=True, blank=True)
    note = models.CharField("修订说明", max_length=300, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制度文件版本"
        ordering = ["-effective_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(
                fields=["document", "effective_on"],
                condition=models.Q(removed_at__isnull=True),
                name="rule_version_day_once",
            ),
            pair_constraint("removed_at", "removed_by", name="rule_version_removed_pair"),
        ]

    def __str__(self):
        return f"{self.document}第 {self.number} 版"

    @property
    def ledger_label(self) -> str:
        return str(self)

    def rights_scope(self) -> Scope:
        return self.document.rights_scope()

    def keeping(self) -> Keeping:
        # What people were bound by stays as it was issued: a wrong version is withdrawn as a whole.
        why = "制度文件的附件不能单独移除。文件传错的，请撤回这一版后重新发布。"
        return Keeping(
            self.rights_scope(), unit=self.document.unit, url=self.document.get_absolute_url(), why_stays=why
        )

    def standing(self, today: date) -> str:
        """coming, now or past."""
        if self.effective_on > today:
            return "coming"
        over = self.replaced_on is not None and self.replaced_on <= today
        return "past" if over or self.document.ended(today) else "now"
