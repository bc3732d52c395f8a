"""The life of a room on record: each application, decision, opening and withdrawal, with what it rests on."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone

from members.enums import Basis
from members.models import Attachment, Keeping, Region, Unit, User
from members.permissions import Scope
from rooms.enums import RoomAct
from rooms.models.room import OfRoomQuerySet, Room


class RoomDecision(models.Model):
    """联络室审批记录: what was asked, decided or done about a room's standing, on which day and on what basis."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="decisions")
    act = models.CharField("事项", max_length=20, choices=RoomAct.choices)
    on = models.DateField("日期")
    # An application says why and under which conditions of place, people and money; a refusal and an end say why.
    reason = models.TextField("理由", max_length=1000, blank=True)
    conditions = models.TextField("具备的条件", max_length=1000, blank=True)
    basis = models.CharField("依据", max_length=20, choices=Basis.choices, blank=True)
    # Which meeting, who signed, which paper and its number.
    paper = models.CharField("会议名称、签批人或文号", max_length=120, blank=True)
    # The body whose act it is; whoever typed it is `by`.
    body = models.CharField("机关", max_length=80, blank=True)
    # Of a move: where the room lay until then, and before which body its topics came.
    from_region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    from_approver = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    attachments = GenericRelation(Attachment, "owner_id", "owner_type")
    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联络室审批记录"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.on:%Y年%-m月%-d日}{self.get_act_display()}"

    def rights_scope(self) -> Scope:
        return self.room.rights_scope()

    def keeping(self) -> Keeping:
        return Keeping(self.rights_scope())
