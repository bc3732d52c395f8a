"""岗位分工: who inside a unit handles what it is asked, who stands in, and what went from hand to hand."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from members.enums import AbsenceKind, RoleCode
from members.models.names import DatedQuerySet, dated_constraint, pair_constraint
from members.models.places import Unit
from members.models.users import User
from members.permissions import Scope


class OfUnitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a unit settles among its own people is for these alone."""
        return self.filter(unit__in=user.units_as(RoleCode.DEPARTMENT))

    def for_page(self):
        return self.select_related("unit__region")


class OfUnit(models.Model):
    """What belongs to one unit that is asked for things."""

    class Meta:
        abstract = True

    def rights_scope(self) -> Scope:
        return Scope(assigned=frozenset([self.unit_id]))


class DeskQuerySet(OfUnitQuerySet):
    def standing(self):
        return self.filter(ended_at__isnull=True)


class Desk(OfUnit):
    """岗位: one field of a unit with its A 岗 and B 岗. What speaks of its words is theirs when it comes in."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="desks", verbose_name="单位")
    field = models.CharField("领域", max_length=40)
    # Without any: whatever no other desk's words fit.
    words = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="关键词")
    holder = models.ForeignKey(User, models.PROTECT, related_name="desks", verbose_name="A 岗")
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="desks_deputised", verbose_name="B 岗"
    )
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位分工"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "field"], condition=Q(ended_at__isnull=True), name="desk_once"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("holder")), name="desk_of_two_people"
            ),
            pair_constraint("ended_at", "ended_by", name="desk_ended_pair"),
        ]

    def __str__(self):
        return self.field

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的岗位分工"


class AbsenceQuerySet(DatedQuerySet, OfUnitQuerySet):
    def standing(self):
        return self.filter(canceled_at__isnull=True)


class Absence(OfUnit):
    """外出: somebody of a unit is away from a day to a day; notices go to who stands in, and the list says so."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="absences", verbose_name="单位")
    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name="外出人")
    kind = models.CharField("事由", max_length=20, choices=AbsenceKind.choices, default=AbsenceKind.LEAVE)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    # Nobody: then the B 岗 of each thing stands in.
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="absences_covered", verbose_name="代办人"
    )
    note = models.CharField("说明", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    canceled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    canceled_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外出登记"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            dated_constraint("absence_dates_in_order"),
            models.CheckConstraint(condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")), name="absence_of_another"),
            pair_constraint("canceled_at", "canceled_by", name="absence_canceled_pair"),
        ]
        indexes = [models.Index(fields=["unit", "ends_on"], condition=Q(canceled_at=None), name="absence_of_unit")]

    def __str__(self):
        return f"{self.user}{self.get_kind_display()}"

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的外出登记"


class ChargeQuerySet(OfUnitQuerySet):
    def of(self, owner):
        return self.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)


class Charge(OfUnit):
    """经办: who of a unit handles one thing that it was asked, and who stands in (A 岗、B 岗)."""

    owner_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    owner_id = models.BigIntegerField()
    owner = GenericForeignKey("owner_type", "owner_id")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="charges", verbose_name="单位")
    holder = models.ForeignKey(User, models.PROTECT, related_name="charges", verbose_name="经办人")
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="charges_deputised", verbose_name="B 岗"
    )
    # Nobody where a desk took it by its words.
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经办"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner_type", "owner_id", "unit"], name="charge_once"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("holder")), name="charge_of_two_people"
            ),
        ]
        indexes = [models.Index(fields=["holder"], name="charge_of_holder")]

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的经办人"


class HandOverQuerySet(OfUnitQuerySet):
    def for_page(self):
        return self.select_related("unit__region", "giver", "taker", "handed_by", "received_by")

    def waiting_of(self, user):
        """Not yet signed for by who took it over."""
        return self.filter(taker=user, received_at__isnull=True, unit__in=user.units_as(RoleCode.DEPARTMENT))


class HandOver(OfUnit):
    """移交: things went from one person of a unit to another, with a note; who takes them signs for them."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="hand_overs", verbose_name="单位")
    # Nobody where they had no handler before, or several.
    giver = models.ForeignKey(User, models.PROTECT, null=True, related_name="handed_over", verbose_name="移交人")
    taker = models.ForeignKey(User, models.PROTECT, related_name="taken_over", verbose_name="接收人")
    note = models.CharField("移交说明", max_length=500, blank=True)
    handed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移交"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(giver__isnull=True) | ~Q(giver=F("taker")), name="hand_over_to_another"),
            pair_constraint("received_at", "received_by", name="hand_over_received_pair"),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="hand_over_of_unit")]

    def __str__(self):
        return f"{self.giver or '未指定经办人'}移交{self.taker}"

    def get_absolute_url(self) -> str:
        return reverse("reports:hand_over", args=[self.pk])

    @property
    def ledger_label(self) -> str:
        return f"{self.unit.short_name}的移交"


class HandOverItem(models.Model):
    """移交清单: one thing of a hand-over, and who had it before."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="items")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="moves")
    before = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "移交清单"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hand_over", "charge"], name="hand_over_item_once")]

    def rights_scope(self) -> Scope:
        return self.hand_over.rights_scope()
