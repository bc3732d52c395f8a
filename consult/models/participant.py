from django.db import models
from django.utils import timezone

from consult.enums import PersonKind
from consult.models.owned import OwnedByConsultation
from members.models import Member, Unit, User
from members.models.names import Named, pair_constraint
from rooms.models import Convener, Representative


class Participant(Named, OwnedByConsultation):
    """协商主体: one person (or a unit's envoy) in one category of the pack. The seat number never changes."""

    name = models.CharField("姓名", max_length=40)
    category = models.CharField("类别", max_length=40)
    seat = models.PositiveSmallIntegerField("序号")
    kind = models.CharField(max_length=20, choices=PersonKind.choices, default=PersonKind.TYPED)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="participations")
    representative = models.ForeignKey(
        Representative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    convener = models.ForeignKey(Convener, models.PROTECT, null=True, blank=True, related_name="participations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="participations")
    title = models.CharField("身份、单位和职务", max_length=80, blank=True)
    phone = models.CharField("手机", max_length=30, blank=True)
    # Came to a meeting without being on the fixed list (临时到会).
    came_unlisted = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "协商主体"
        ordering = ["seat"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "seat"], name="participant_seat_once"),
            pair_constraint("removed_at", "removed_by", name="participant_removed_pair"),
        ]

    @property
    def masked_phone(self) -> str:
        """138****1234: the form prescribed for whoever is not of the room."""
        digits = self.phone.strip()
        return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 7 else "****" if digits else ""
