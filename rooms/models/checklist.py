"""对照清单 (八有 …): what of the pack's list a room has, shown by a photo or a paper, and since when it lacks it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from members.models import Attachment, Keeping, User
from members.permissions import Scope
from rooms.models.room import OfRoomQuerySet, Room


class ChecklistEntryQuerySet(OfRoomQuerySet):
    def standing(self):
        """The last word on each item; earlier ones stay as its history."""
        return self.filter(superseded_at__isnull=True)


class ChecklistEntry(models.Model):
    """清单登记: on a day an item was there, or was missing. Lists and items are known by the codes of the pack."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="checklist_entries")
    checklist = models.CharField("清单", max_length=40)
    item = models.CharField("项目", max_length=40)
    # The item as the pack called it that day: a later pack may drop it.
    name = models.CharField("名称", max_length=60)
    is_there = models.BooleanField("具备")
    # Seen on this day; for a missing one, missing since.
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = ChecklistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单登记"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "checklist", "item"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_standing_entry_per_item",
            ),
        ]

    def __str__(self):
        return f"{self.name}：{'有' if self.is_there else '缺'}"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(self.rights_scope())
