"""答复用语: texts that a unit uses again and again, with blanks that are filled in when one is chosen."""

import re

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.enums import RoleCode
from members.models.names import pair_constraint
from members.models.places import Unit, under
from members.models.users import User
from members.permissions import Scope
from members.permissions.desks import OFFERING

# The blanks that a text may have, and no others: what a page cannot fill in stays to be written.
BLANKS = ("标题", "编号", "提出人", "来自", "单位", "经办人", "电话", "期限", "今天")
# As papers of proposals name the same.
OTHER_NAMES = {"提案标题": "标题", "提案号": "编号"}
BLANK = re.compile(r"\{([^{}\n]{1,12})\}")
TO_WRITE = "＿＿＿＿"


class PhraseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the person's units, and what an office of the city offers to all."""
        own = user.units_as(RoleCode.DEPARTMENT, *OFFERING)
        cities = {f"/{role.place.city_code}/" for role in user.current_roles if role.code == RoleCode.DEPARTMENT}
        offered = Q(is_offered=True) & under(list(cities), "unit__region__path")
        return self.filter(Q(unit__in=own) | offered).standing()

    def for_page(self):
        return self.select_related("unit__region")

    def standing(self):
        return self.filter(removed_at__isnull=True)


class Phrase(models.Model):
    """One text of one unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="phrases", verbose_name="单位")
    name = models.CharField("名称", max_length=40)
    text = models.TextField("内容", max_length=2000)
    # An office of the city offers it to all departments.
    is_offered = models.BooleanField("提供给各承办单位", default=False)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答复用语"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], condition=Q(removed_at=None), name="phrase_once"),
            pair_constraint("removed_at", "removed_by", name="phrase_removed_pair"),
        ]

    def __str__(self):
        return self.name

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的答复用语"

    def rights_scope(self) -> Scope:
        """Read by the unit, and where it is offered by whoever works in the city; changed by the unit alone."""
        addressed = frozenset([f"/{self.unit.region.city_code}/"]) if self.is_offered else frozenset()
        return Scope(assigned=frozenset([self.unit_id]), keepers=frozenset([self.unit_id]), addressed=addressed)


def unknown_blanks(text: str) -> list[str]:
    """What stands in braces and is no blank that can be filled in."""
    return [name for name in dict.fromkeys(BLANK.findall(text)) if OTHER_NAMES.get(name, name) not in BLANKS]


def filled(text: str, values: dict) -> str:
    """The text with its blanks filled in; those without a value stay to be written."""
    return BLANK.sub(lambda found: str(values.get(OTHER_NAMES.get(found[1], found[1])) or TO_WRITE), text)
