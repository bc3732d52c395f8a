"""期初数: totals of the time before the system was in use, where no single records survive."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from members.enums import RoleCode
from members.models import Attachment, Keeping, Region, User
from members.models.names import pair_constraint
from members.models.places import under
from members.permissions import Scope
from members.permissions.history import SEES
from rooms.enums import ActivityContext, Measure
from rooms.models.room import BODY_ROLES, ROOM_ROLES, Room


def measure_choices() -> list[tuple[str, str]]:
    """Asked when they are needed: a new measure changes no table."""
    return Measure.choices


class OpeningFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own rooms, and those of the regions that one's office looks after."""
        seen = models.Q(room__unit__in=user.units_as(*ROOM_ROLES))
        seen |= models.Q(room__approver__in=user.units_as(*BODY_ROLES))
        seen |= models.Q(room__guidance__in=user.units_as(RoleCode.GUIDANCE))
        return self.filter(seen | under(user.paths_as(*SEES["region"]), "region__path"))

    def standing(self):
        return self.filter(removed_at__isnull=True)

    def for_page(self):
        return self.select_related("region", "room__unit__region", "room__approver", "created_by")


class OpeningFigure(models.Model):
    """One total of a region or of one room, with where it is written and who signs for it.

    It is shown beside what the records give, never mixed into it; of a place that has one of its own, those of the
    places below are parts.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="openings", verbose_name="所属区域")
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="openings", verbose_name="联络室"
    )
    measure = models.CharField("指标", max_length=40, choices=measure_choices)
    # The context that the published figure counts; empty: all of them.
    context = models.CharField("场合", max_length=20, choices=ActivityContext.choices, blank=True)
    amount = models.PositiveIntegerField("数量", validators=[MinValueValidator(1)])
    until = models.DateField("截至日期")
    source = models.CharField("资料来源", max_length=200)
    signer = models.CharField("签认人", max_length=60)
    signed_on = models.DateField("签认日期")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = OpeningFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期初数"
        ordering = ["region__path", "room_id", "measure", "context"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "room", "measure", "context"],
                condition=models.Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="opening_figure_once",
            ),
            pair_constraint("removed_at", "removed_by", name="opening_removed_pair"),
        ]

    def __str__(self):
        return f"{self.place}{self.get_measure_display()}期初数"

    @property
    def ledger_label(self) -> str:
        return str(self)

    @property
    def place(self) -> str:
        return self.room.name if self.room else self.region.name

    def rights_scope(self) -> Scope:
        return self.room.rights_scope() if self.room else Scope(path=self.region.path)

    def keeping(self) -> Keeping:
        return Keeping(Scope(), why_stays="期初数的依据不能移除；登记错了的，移出这一项再重新登记。")
