"""分发名单: to whom an office sends papers again and again, under a name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.enums import RoleCode
from members.models import Unit, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.distribution import SENDERS
from reports.enums import Recipients


class DistributionListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the own office, and those of the region for the auditor."""
        own = Q(unit__in=user.units_as(*SENDERS)) | under(user.paths_as(RoleCode.AUDITOR), "unit__region__path")
        return self.filter(own).standing()

    def standing(self):
        return self.filter(removed_at=None)

    def for_page(self):
        return self.select_related("unit__region", "edited_by").prefetch_related("units", "people")


class DistributionList(models.Model):
    """One list of one office: whole groups, single units and single persons."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="distribution_lists", verbose_name="单位")
    name = models.CharField("名称", max_length=40)
    # Whoever belongs to a group when the paper goes out, gets it.
    groups = ArrayField(
        models.CharField(max_length=20, choices=Recipients.choices), default=list, blank=True, verbose_name="整类"
    )
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="单位")
    people = models.ManyToManyField(User, related_name="+", verbose_name="人员")
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DistributionListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分发名单"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(removed_at=None), name="distribution_list_once"
            ),
            pair_constraint("removed_at", "removed_by", name="distribution_list_removed_pair"),
        ]

    def __str__(self):
        return self.name

    @property
    def ledger_label(self) -> str:
        return f"分发名单“{self.name}”"

    @property
    def told(self) -> str:
        """Everybody on it, as one reads it."""
        groups = [Recipients(code).label for code in self.groups]
        units = [unit.short_name for unit in self.units.all()]
        return "、".join([*groups, *units, *(person.name for person in self.people.all())])

    def rights_scope(self) -> Scope:
        return Scope(keepers=frozenset([self.unit_id]), path=self.unit.region.path)
