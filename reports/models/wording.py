from django.db import models
from django.utils import timezone

from members.models import Unit, User
from members.permissions import Scope
from reports.rules import FIELDS, Wording


class DocumentTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the person's own units word."""
        return self.filter(unit__in={role.unit_id for role in user.current_roles if role.unit_id})


class DocumentTemplate(models.Model):
    """文书模板: how a unit words one kind of its printed papers, from a day on. Never changed: a new one follows."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    starts_on = models.DateField("起用日期")
    # The units of its region that have no wording of their own use this one too.
    for_region = models.BooleanField("本区域各单位通用", default=False)
    # From its day on the words of the house are printed again.
    is_house = models.BooleanField("用系统文字", default=False)
    lead = models.CharField(FIELDS["lead"][0], max_length=FIELDS["lead"][1], blank=True)
    closing = models.CharField(FIELDS["closing"][0], max_length=FIELDS["closing"][1], blank=True)
    copies = models.CharField(FIELDS["copies"][0], max_length=FIELDS["copies"][1], blank=True)
    contact = models.CharField(FIELDS["contact"][0], max_length=FIELDS["contact"][1], blank=True)
    issuer = models.CharField(FIELDS["issuer"][0], max_length=FIELDS["issuer"][1], blank=True)
    footnote = models.CharField(FIELDS["footnote"][0], max_length=FIELDS["footnote"][1], blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = DocumentTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "version"], name="wording_version_once")]
        indexes = [models.Index(fields=["kind", "unit", "-starts_on", "-version"], name="wording_in_force")]

    def __str__(self):
        return f"第 {self.version} 版"

    @property
    def wording(self) -> Wording:
        return Wording(**{name: getattr(self, name) for name in FIELDS})

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.unit_id]), path=self.unit.region.path)
