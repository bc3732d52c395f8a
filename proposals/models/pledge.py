"""五定三包: what the unit that answers fixes and guarantees, and which of its guarantees held in the end."""

from django.db import models
from django.utils import timezone

from members.models import User
from members.models.names import pair_constraint
from members.permissions import Scope
from proposals.models.handling import Handling

FIXED = ("leader", "persons", "until", "duty", "quality")
GUARANTEES = ("reply", "satisfaction", "carrying_out")


class PledgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(handling__in=Handling.objects.visible_to(user))

    def for_page(self):
        related = ("unit__region", "issued_by_unit__region", "proposal__office__region", "proposal__room__unit__region")
        return self.select_related("written_by", "checked_by", *(f"handling__{name}" for name in related))


class HandlingPledge(models.Model):
    """One sheet of one unit: five things fixed, three things guaranteed."""

    handling = models.OneToOneField(Handling, models.CASCADE, related_name="pledge")
    leader = models.CharField("定领导", max_length=40)
    persons = models.CharField("定人员", max_length=100)
    until = models.DateField("定时间")
    duty = models.CharField("定责任", max_length=300)
    quality = models.CharField("定质量", max_length=300)
    reply = models.CharField("包回复", max_length=300)
    satisfaction = models.CharField("包满意", max_length=300)
    carrying_out = models.CharField("包落实", max_length=300)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    # What the office found when it was answered: each guarantee held, or not.
    reply_held = models.BooleanField("回复兑现", null=True)
    satisfaction_held = models.BooleanField("满意兑现", null=True)
    carrying_out_held = models.BooleanField("落实兑现", null=True)
    check_note = models.CharField("核对说明", max_length=300, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "五定三包"
        constraints = [pair_constraint("checked_at", "checked_by", name="pledge_checked_pair")]

    def __str__(self):
        return f"{self.handling.unit}五定三包"

    @property
    def ledger_label(self) -> str:
        return "五定三包"

    @property
    def guarantees(self) -> list[tuple[str, str, bool | None]]:
        """Each guarantee with its text, and whether it held."""
        field = self._meta.get_field
        return [(field(name).verbose_name, getattr(self, name), getattr(self, f"{name}_held")) for name in GUARANTEES]

    @property
    def fixed(self) -> list[tuple[str, object]]:
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in FIXED]

    def rights_scope(self) -> Scope:
        return self.handling.rights_scope()
